"""Change requests; what is wanted is sealed, since it may hold numbers."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.actor import Role
from shared.contracts.residents.changes import ChangeKind, ChangeState


class Validation(EmbeddedDocument):
    role = EnumField(Role, required=True)
    area = StringField(required=True)
    by = StringField()
    at = DateTimeField()


class ChangeStepDocument(EmbeddedDocument):
    action = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    target = EnumField(ChangeState, required=True)
    note = StringField()


class Change(Document):
    """`waits_for` and `waits_in` are role and area of the next validation; absent when there is none."""

    meta = {
        "db_alias": "residents",
        "collection": "changes",
        "auto_create_index": False,
        "indexes": [
            {
                "fields": ["person", "kind"],
                "unique": True,
                "name": "one_pending",
                "partialFilterExpression": {"state": "pending"},
            },
            ("account", "id"),
            ("applicant", "id"),
            ("person", "id"),
            ("waits_in", "waits_for", "id"),
            ("validations.area", "state", "id"),
        ],
    }
    id = StringField(primary_key=True)
    kind = EnumField(ChangeKind, required=True)
    state = EnumField(ChangeState, required=True)
    person = StringField(required=True)
    applicant = StringField(required=True)
    account = StringField(required=True)
    wanted = StringField(required=True)
    before = StringField(required=True)
    photos = ListField(StringField())
    note = StringField()
    reason = StringField()
    validations = EmbeddedDocumentListField(Validation)
    waits_for = EnumField(Role)
    waits_in = StringField()
    requested_at = DateTimeField(required=True)
    decided_at = DateTimeField()
    history = EmbeddedDocumentListField(ChangeStepDocument)
    version = IntField()
