"""Those who are cared for in pairs, and the checks of those who care for children. Days are ISO, in Shanghai."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.actor import Role
from shared.contracts.residents.people import LookReason
from shared.contracts.volunteers.wards import WardKind


class Consent(EmbeddedDocument):
    """`paper` is sealed."""

    guardian = StringField(required=True)
    paper = StringField(required=True)
    given_on = StringField(required=True)
    recorded_by = StringField(required=True)
    recorded_at = DateTimeField(required=True)
    withdrawn_at = DateTimeField()
    withdrawn_by = StringField()
    withdrawn_because = StringField()


class Ward(Document):
    """`person` of the register for elders, a sealed `name` for children. `seen_to`: how many of its pairs are active."""

    meta = {
        "db_alias": "volunteers",
        "collection": "wards",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["person"], "unique": True, "sparse": True},
            {"fields": ["consent.guardian"], "sparse": True},
            ("within", "kind", "-id"),
        ],
    }
    id = StringField(primary_key=True)
    kind = EnumField(WardKind, required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    person = StringField()
    living_alone = BooleanField()
    name = StringField()
    birth_year = IntField()
    consent = EmbeddedDocumentField(Consent)
    seen_to = IntField(required=True, default=0)
    version = IntField()


class WardLook(Document):
    """Somebody opened the file of a ward; never changed. `by`: an account. `note` is sealed."""

    meta = {
        "db_alias": "volunteers",
        "collection": "ward_looks",
        "auto_create_index": False,
        "indexes": [("ward", "-id")],
    }
    id = StringField(primary_key=True)
    ward = StringField(required=True)
    by = StringField(required=True)
    role = EnumField(Role, required=True)
    office = StringField()
    reason = EnumField(LookReason, required=True)
    note = StringField()
    at = DateTimeField(required=True)
    version = IntField()


class Carer(Document):
    """By the id of the volunteer. Whatever changes how many pairs somebody has writes it, so that such changes meet here.

    `paper` and `withdrawn_because` are sealed. `until`: the last day of their check. `due`: the same, until its end has been acted upon.
    """

    meta = {
        "db_alias": "volunteers",
        "collection": "carers",
        "auto_create_index": False,
        "indexes": [{"fields": ["due"], "sparse": True}],
    }
    id = StringField(primary_key=True)
    paper = StringField()
    until = StringField()
    confirmed_by = StringField()
    confirmed_at = DateTimeField()
    withdrawn_at = DateTimeField()
    withdrawn_by = StringField()
    withdrawn_because = StringField()
    due = StringField()
    version = IntField()
