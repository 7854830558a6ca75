"""Shops, goods given to them, what they offer, and what was reserved."""

from mongoengine import BooleanField, DateTimeField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.volunteers.shop import GiftState, RedemptionState


class Shop(Document):
    """`merchant`: the account that acts for an allied shop. `has_till`: it has an account for minutes spent here."""

    meta = {
        "db_alias": "volunteers",
        "collection": "shops",
        "auto_create_index": False,
        "indexes": [{"fields": ["merchant"], "unique": True, "sparse": True}, ("within", "-id")],
    }
    id = StringField(primary_key=True)
    name = StringField(required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    merchant = StringField()
    by = StringField(required=True)
    since = DateTimeField(required=True)
    has_till = BooleanField(required=True, default=False)
    version = IntField()


class Gift(Document):
    """`value` and the price of its offer are points for each item. `giver` is empty once forgotten."""

    meta = {
        "db_alias": "volunteers",
        "collection": "gifts",
        "auto_create_index": False,
        "indexes": [("shop", "state", "-id"), {"fields": ["giver"], "sparse": True}],
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
    decided_by = StringField()
    given_at = DateTimeField(required=True)
    version = IntField()


class PointsOffer(Document):
    meta = {
        "db_alias": "volunteers",
        "collection": "points_offers",
        "auto_create_index": False,
        "indexes": [("within", "-id"), ("shop", "-id")],
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
    version = IntField()


class Redemption(Document):
    """Its hold in the book is `redeem:<id>`. `code` is sealed and found again by `code_mark`.

    `hours`: the account of hours that pays, when it is paid in `minutes`. `fair` and `good`: of the fair where it was reserved.
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
    reserved_at = DateTimeField(required=True)
    expires_at = DateTimeField(required=True)
    version = IntField()
