"""Partner units, agreements with them, and deliveries of units and teams."""

from mongoengine import (
    DateField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    LongField,
    StringField,
)

from shared.contracts.volunteers.agreements import AgreementState, DeliveryKind, Measure
from shared.contracts.volunteers.deliveries import DeliveryState
from shared.contracts.volunteers.partner_units import UnitKind


class PartnerUnit(Document):
    """`workers`: accounts that act for it. `known`: whoever ever did, who confirm nothing of it."""

    meta = {
        "db_alias": "volunteers",
        "collection": "partner_units",
        "auto_create_index": False,
        "indexes": [("within", "-id"), ("known",)],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    name = StringField(required=True)
    kind = EnumField(UnitKind, required=True)
    workers = ListField(StringField())
    known = ListField(StringField())
    registered_by = StringField()
    version = IntField()


class PromiseMade(EmbeddedDocument):
    title = StringField(required=True)
    kind = EnumField(DeliveryKind, required=True)
    measure = EnumField(Measure, required=True)
    promised = LongField(required=True)
    delivered = LongField(required=True, default=0)
    waiting = LongField(required=True, default=0)


class Agreement(Document):
    """`series`: the first edition's id. `due_at`: when the calendar moves it next."""

    meta = {
        "db_alias": "volunteers",
        "collection": "agreements",
        "auto_create_index": False,
        "indexes": [
            ("within", "-id"),
            ("within", "state", "valid_until", "id"),
            ("unit", "-id"),
            {"fields": ["series", "edition"], "unique": True},
            {"fields": ["due_at"], "sparse": True},
        ],
    }
    id = StringField(primary_key=True)
    unit = StringField(required=True)
    unit_name = StringField(required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    title = StringField(required=True)
    series = StringField(required=True)
    edition = IntField(required=True)
    renews = StringField()
    state = EnumField(AgreementState, required=True)
    promises = EmbeddedDocumentListField(PromiseMade)
    valid_from = DateField(required=True)
    valid_until = DateField(required=True)
    paper = StringField()
    signed_on = DateField()
    unit_signed_by = StringField()
    unit_signed_at = DateTimeField()
    signed_by = StringField()
    reason = StringField()
    due_at = DateTimeField()
    version = IntField()


class Delivery(Document):
    """Of an agreement's project, or of a team. `by`: the account that recorded it."""

    meta = {
        "db_alias": "volunteers",
        "collection": "deliveries",
        "auto_create_index": False,
        "indexes": [("within", "-id"), ("within", "state", "day"), ("agreement", "-id"), ("team", "-id"), ("by",)],
    }
    id = StringField(primary_key=True)
    agreement = StringField()
    project = IntField()
    unit = StringField()
    team = StringField()
    kind = EnumField(DeliveryKind, required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    day = DateField(required=True)
    quantity = LongField(required=True)
    served = IntField(required=True)
    what = StringField(required=True)
    state = EnumField(DeliveryState, required=True)
    reason = StringField()
    by = StringField()
    decided_by = StringField()
    decided_at = DateTimeField()
    version = IntField()
