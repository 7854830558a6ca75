"""Fairs, and the goods that shops set aside for them."""

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

from shared.contracts.volunteers.fairs import FairState


class Stall(EmbeddedDocument):
    shop = StringField(required=True)
    name = StringField(required=True)
    spot = StringField(required=True)


class Fair(Document):
    """`taken`: points that are reserved or spent there. `due_at`: when time alone moves it next."""

    meta = {
        "db_alias": "volunteers",
        "collection": "fairs",
        "auto_create_index": False,
        "indexes": [
            ("within", "-id"),
            {"fields": ["due_at"], "partialFilterExpression": {"due_at": {"$exists": True}}},
        ],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    name = StringField(required=True)
    place = StringField(required=True)
    starts_at = DateTimeField(required=True)
    ends_at = DateTimeField(required=True)
    budget = IntField(required=True)
    taken = IntField(required=True, default=0)
    state = EnumField(FairState, required=True)
    stalls = EmbeddedDocumentListField(Stall)
    due_at = DateTimeField()
    by = StringField(required=True)
    version = IntField()


class FairGood(Document):
    meta = {
        "db_alias": "volunteers",
        "collection": "fair_goods",
        "auto_create_index": False,
        "indexes": [{"fields": ["fair", "offer"], "unique": True}, ("fair", "-id")],
    }
    id = StringField(primary_key=True)
    fair = StringField(required=True)
    shop = StringField(required=True)
    offer = StringField(required=True)
    title = StringField(required=True)
    price = IntField(required=True)
    set_aside = IntField(required=True, default=0)
    left = IntField(required=True, default=0)
    returned = IntField(required=True, default=0)
    version = IntField()
