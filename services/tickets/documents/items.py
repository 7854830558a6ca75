"""E-service items with their editions, and the platforms that offer them."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    Document,
    EnumField,
    IntField,
    ListField,
    PointField,
    StringField,
)

from shared.contracts.tickets.items import PlatformKind


class Item(Document):
    """`fields_now` is the contract's ItemFields as plain data; what is searched by stands beside it."""

    meta = {
        "db_alias": "tickets",
        "collection": "e_service_items",
        "auto_create_index": False,
        "indexes": ["area", "department"],
    }
    code = StringField(primary_key=True)
    area = StringField(required=True)
    department = StringField(required=True)
    places = ListField(StringField())
    frequent = BooleanField(required=True)
    edition = IntField(required=True)
    ended = BooleanField(required=True)
    changed_at = DateTimeField(required=True)
    fields_now = DictField(required=True)
    version = IntField()


class ItemEdition(Document):
    """An item as it was: the key is code and edition. Filings keep to the one that they were made under."""

    meta = {"db_alias": "tickets", "collection": "e_service_editions", "auto_create_index": False}
    id = StringField(primary_key=True)
    changed_at = DateTimeField(required=True)
    fields_then = DictField(required=True)
    version = IntField()


class Platform(Document):
    meta = {
        "db_alias": "tickets",
        "collection": "platforms",
        "auto_create_index": False,
        "indexes": ["area", ("items", "area")],
    }
    code = StringField(primary_key=True)
    area = StringField(required=True)
    kind = EnumField(PlatformKind, required=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    place = PointField(auto_index=False)
    items = ListField(StringField())
    version = IntField()
