"""Shops, goods given to them, what they offer, what was reserved, and who has tried wrong codes."""

from mongoengine import BooleanField, DateTimeField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.volunteers.gifts import GiftState
from shared.contracts.volunteers.redeeming import RedemptionState


class Shop(Document):
    """`merchant`: the account that acts for an allied shop, of which it has one that is `open`.

    `has_till`: it has an account for minutes spent here.
    """

    meta = {
        "db_alias": "volunteers",
        "collection": "shops",
        "auto_create_index": False,
        "indexes": [
            {
                "fields": ["merchant"],
                "name": "one_open_shop",
                "unique": True,
                "partialFilterExpression": {"merchant": {"$exists": True}, "open": True},
            },
            ("merchant", "-id"),
            ("within", "open", "-id"),
        ],
    }
    id = StringField(primary_key=True)
    name = StringField(required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    merchant = StringField()
    by = StringField(required=True)
    since = DateTimeField(required=True)
    has_till = BooleanField(required=True, default=False)
    open = BooleanField(required=True, default=True)
    closed_at = DateTimeField()
    closed_by = StringField()
    version = IntField()


class Gift(Document):
    """`value` and the price of its offer are points for each item. `giver` is empty once forgotten."""

    meta = {
        "db_alias": "volunteers",
        "collection": "gifts",
        "auto_create_index": False,
        "indexes": [("shop", "state", "-id"), ("giver", "-id")],
    }
    id = StringField(primary_key=True)
    shop = StringField(required=True)
    giver = StringField()
    title = StringField(required=True)
    count = IntField(required=True)
    state = EnumField(GiftState, required=True)
    value = IntField()
    note = StringField()
    offer = StringField()
    photos = ListField(StringField())
    decided_by = StringField()
    given_at = DateTimeField(required=True)
    version = IntField()


class PointsOffer(Document):
    """`photos_by`: the account whose photos it shows."""

    meta = {
        "db_alias": "volunteers",
        "collection": "points_offers",
        "auto_create_index": False,
        "indexes": [("within", "-id"), ("shop", "-id"), {"fields": ["photos_by"], "sparse": True}],
    }
    id = StringField(primary_key=True)
    shop = StringField(required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    title = StringField(required=True)
    price = IntField(required=True)
    minutes = IntField()
    stock = IntField()
    monthly_cap = IntField()
    active = BooleanField(required=True)
    photos = ListField(StringField())
    photos_by = StringField()
    version = IntField()


class Redemption(Document):
    """Its hold in the book is `redeem:<id>`. `code` is sealed and found again by `code_mark`.

    `hours`: the account of hours that pays, when it is paid in `minutes`. `fair` and `good`: of the fair where it was reserved.
    `entry`: in the book, by which it was paid; `hours_area`: where `hours` belonged to then. `sellable`: what was returned went back on the shelf.
    """

    meta = {
        "db_alias": "volunteers",
        "collection": "redemptions",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["code_mark"], "unique": True},
            ("account", "-id"),
            ("offer", "month", "state"),
            {"fields": ["fair"], "sparse": True},
            ("shop", "collected_month"),
            ("shop", "returned_month"),
            ("shop", "state", "-id"),
            ("state", "expires_at"),
            {"fields": ["hours"], "sparse": True},
        ],
    }
    id = StringField(primary_key=True)
    account = StringField(required=True)
    shop = StringField(required=True)
    offer = StringField(required=True)
    title = StringField(required=True)
    count = IntField(required=True)
    points = IntField(required=True)
    minutes = IntField()
    hours = StringField()
    fair = StringField()
    good = StringField()
    state = EnumField(RedemptionState, required=True)
    code = StringField(required=True)
    code_mark = StringField(required=True)
    month = StringField(required=True)
    collected_month = StringField()
    collected_by = StringField()
    collected_at = DateTimeField()
    entry = StringField()
    hours_area = StringField()
    returned_month = StringField()
    returned_by = StringField()
    returned_at = DateTimeField()
    returned_because = StringField()
    sellable = BooleanField()
    reserved_at = DateTimeField(required=True)
    expires_at = DateTimeField(required=True)
    version = IntField()


class CodeGuesses(Document):
    """When a keeper of shops, the account `id`, last gave codes that were wrong there. Gone after a day."""

    meta = {
        "db_alias": "volunteers",
        "collection": "code_guesses",
        "auto_create_index": False,
        "indexes": [{"fields": ["last_at"], "expireAfterSeconds": 86_400}],
    }
    id = StringField(primary_key=True)
    at = ListField(DateTimeField())
    last_at = DateTimeField(required=True)
