"""Stations, idle things on offer there, and swaps of them."""

from mongoengine import DateTimeField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.volunteers.swaps import IdleItemState, SwapState


class SwapStation(Document):
    """`id` is the area."""

    meta = {"db_alias": "volunteers", "collection": "swap_stations", "auto_create_index": False}
    id = StringField(primary_key=True)
    name = StringField(required=True)
    place = StringField(required=True)
    version = IntField()


class IdleItem(Document):
    """`owner`: an account; empty once its owner is forgotten. `photos` are gone when it is."""

    meta = {
        "db_alias": "volunteers",
        "collection": "idle_items",
        "auto_create_index": False,
        "indexes": [("within", "state", "-id"), ("owner", "-id"), ("state", "expires_at")],
    }
    id = StringField(primary_key=True)
    owner = StringField()
    area = StringField(required=True)
    within = ListField(StringField())
    title = StringField(required=True)
    condition = StringField(required=True)
    wanted = StringField()
    photos = ListField(StringField())
    state = EnumField(IdleItemState, required=True)
    offered_at = DateTimeField(required=True)
    expires_at = DateTimeField(required=True)
    version = IntField()


class Swap(Document):
    """`parties`: owner and asker. `confirmed_by`: accounts. Contacts are sealed, and gone when it is over."""

    meta = {
        "db_alias": "volunteers",
        "collection": "swaps",
        "auto_create_index": False,
        "indexes": [
            ("parties", "-id"),
            ("item", "state"),
            ("in_exchange", "state"),
            ("asker", "state"),
            ("area", "state", "-id"),
            {"fields": ["due_at"], "partialFilterExpression": {"due_at": {"$exists": True}}},
        ],
    }
    id = StringField(primary_key=True)
    item = StringField(required=True)
    title = StringField(required=True)
    in_exchange = StringField()
    exchange_title = StringField()
    owner = StringField()
    asker = StringField()
    parties = ListField(StringField())
    area = StringField(required=True)
    state = EnumField(SwapState, required=True)
    owner_contact = StringField()
    asker_contact = StringField()
    confirmed_by = ListField(StringField())
    asked_at = DateTimeField(required=True)
    due_at = DateTimeField()
    version = IntField()
