"""Communities that owe each other hours: claims, their nets by day, and how much each may owe."""

from mongoengine import BooleanField, DateTimeField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.volunteers.clearing import ClaimKind


class ClearingTerms(Document):
    """`id` is the area that they hold for, with all below it that have none."""

    meta = {"db_alias": "volunteers", "collection": "clearing_terms", "auto_create_index": False}
    id = StringField(primary_key=True)
    limit = IntField(required=True)
    by = StringField(required=True)
    version = IntField()


class Clearing(Document):
    """One community; what it owes stands in the book. Whatever makes it owe more, or nets it, saves it."""

    meta = {
        "db_alias": "volunteers",
        "collection": "clearings",
        "auto_create_index": False,
        "indexes": [("within", "id")],
    }
    id = StringField(primary_key=True)
    within = ListField(StringField())
    promised = IntField(required=True)
    netted_through = StringField()
    version = IntField()


class ClearingClaim(Document):
    """`id` is the key of the payment in the book. Promised only while it has no `day`; `open_day` until it is netted.

    `payee` is the account of the book that gets the minutes.
    """

    meta = {
        "db_alias": "volunteers",
        "collection": "clearing_claims",
        "auto_create_index": False,
        "indexes": [
            ("communities", "day", "id"),
            {"fields": ["open_day"], "sparse": True},
        ],
    }
    id = StringField(primary_key=True)
    kind = EnumField(ClaimKind, required=True)
    debtor = StringField(required=True)
    creditor = StringField(required=True)
    communities = ListField(StringField())
    payee = StringField()
    minutes = IntField(required=True)
    day = StringField()
    open_day = StringField()
    at = DateTimeField(required=True)
    version = IntField()


class ClearingNet(Document):
    """Two communities on a day. `id` is the key of the entry in the book, which there is when `net` is not zero."""

    meta = {
        "db_alias": "volunteers",
        "collection": "clearing_nets",
        "auto_create_index": False,
        "indexes": [("communities", "day"), ("day",)],
    }
    id = StringField(primary_key=True)
    day = StringField(required=True)
    communities = ListField(StringField())
    low = StringField(required=True)
    high = StringField(required=True)
    low_owed = IntField(required=True)
    high_owed = IntField(required=True)
    net = IntField(required=True)
    claims = IntField(required=True)
    booked = BooleanField(required=True)
    at = DateTimeField(required=True)
    version = IntField()
