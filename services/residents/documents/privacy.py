"""Looks at people's files, consents, and copies of data being collected."""

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
from shared.contracts.residents.people import LookReason
from shared.contracts.residents.privacy import ExportState, LookKind, Purpose, Sealed


class Look(Document):
    """Never changed. `by` is the account, which the person looked at does not see."""

    meta = {
        "db_alias": "residents",
        "collection": "looks",
        "auto_create_index": False,
        "indexes": [("person", "-id"), ("by", "-id")],
    }
    id = StringField(primary_key=True)
    person = StringField(required=True)
    by = StringField(required=True)
    role = EnumField(Role, required=True)
    office = StringField(required=True)
    office_path = StringField()
    kind = EnumField(LookKind, required=True)
    fields_shown = ListField(EnumField(Sealed))
    reason = EnumField(LookReason, required=True)
    note = StringField()
    at = DateTimeField(required=True)
    version = IntField()


class Consent(Document):
    meta = {
        "db_alias": "residents",
        "collection": "consents",
        "auto_create_index": False,
        "indexes": [("account", "-id")],
    }
    id = StringField(primary_key=True)
    account = StringField(required=True)
    purpose = EnumField(Purpose, required=True)
    text_version = StringField(required=True)
    given_at = DateTimeField(required=True)
    withdrawn_at = DateTimeField()
    version = IntField()


class ExportPart(EmbeddedDocument):
    """What a service keeps of somebody, as sealed JSON."""

    service = StringField(required=True)
    sealed = StringField(required=True)


class Export(Document):
    """`expires_at`: a collected copy is not kept for long."""

    meta = {
        "db_alias": "residents",
        "collection": "exports",
        "auto_create_index": False,
        "indexes": [{"fields": ["expires_at"], "expireAfterSeconds": 0}],
    }
    id = StringField(primary_key=True)
    account = StringField(required=True)
    state = EnumField(ExportState, required=True)
    awaited = ListField(StringField())
    parts = EmbeddedDocumentListField(ExportPart)
    requested_at = DateTimeField(required=True)
    expires_at = DateTimeField(required=True)
    version = IntField()
