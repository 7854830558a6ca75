"""Community funds and what was booked in them; the amounts stand in the book."""

from mongoengine import DateTimeField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.volunteers.community_funds import FundEntryKind


class CommunityFund(Document):
    """`booked`: how many entries its books have."""

    meta = {
        "db_alias": "volunteers",
        "collection": "community_funds",
        "auto_create_index": False,
        "indexes": [("within", "-id")],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    name = StringField(required=True)
    purpose = StringField(required=True)
    opened_by = StringField(required=True)
    booked = IntField(required=True, default=0)
    version = IntField()


class FundBooking(Document):
    """`giver` is sealed. `left`: what was in the fund afterwards."""

    meta = {
        "db_alias": "volunteers",
        "collection": "fund_bookings",
        "auto_create_index": False,
        "indexes": [("fund", "-number"), {"fields": ["fund", "paper"], "unique": True}],
    }
    id = StringField(primary_key=True)
    fund = StringField(required=True)
    number = IntField(required=True)
    kind = EnumField(FundEntryKind, required=True)
    amount = IntField(required=True)
    day = StringField(required=True)
    what = StringField(required=True)
    paper = StringField(required=True)
    giver = StringField()
    left = IntField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    reversed_because = StringField()
    reversed_by = StringField()
    reversed_at = DateTimeField()
    version = IntField()
