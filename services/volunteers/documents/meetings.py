"""Series of social meetings, their members, meetings, seats and pairs. Who is a pair is kept as ids of members only."""

from mongoengine import (
    BooleanField,
    DateField,
    DateTimeField,
    DictField,
    Document,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.volunteers.meeting_pairs import MeetingPairState
from shared.contracts.volunteers.meeting_series import Shown


class MeetingSeries(Document):
    """`made_until`, `due_at`: as of activities."""

    meta = {
        "db_alias": "volunteers",
        "collection": "meeting_series",
        "auto_create_index": False,
        "indexes": [("within", "-id"), {"fields": ["due_at"], "sparse": True}],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    title = StringField(required=True)
    place = StringField(required=True)
    starts = DateTimeField(required=True)
    minutes = IntField(required=True)
    rule = StringField()
    seats = IntField(required=True)
    opens_before = IntField(required=True)
    closes_before = IntField(required=True)
    conditions = DictField()
    made_until = DateField()
    due_at = DateTimeField()
    ended = BooleanField(required=True, default=False)
    version = IntField()


class MeetingMember(Document):
    """`told`: birth year, area, what they affirm and the card, sealed."""

    meta = {
        "db_alias": "volunteers",
        "collection": "meeting_members",
        "auto_create_index": False,
        "indexes": [{"fields": ["series", "account"], "unique": True}, ("account",), ("within", "joined_at")],
    }
    id = StringField(primary_key=True)
    series = StringField(required=True)
    within = ListField(StringField())
    account = StringField(required=True)
    told = StringField(required=True)
    permits_present = ListField(EnumField(Shown))
    permits_pair = ListField(EnumField(Shown))
    joined_at = DateTimeField(required=True)
    version = IntField()


class Meeting(Document):
    """`day`: of the rule. `taken` and `came` count seats, `numbers` those given out; all are saved with every seat, so
    that the last one is taken once."""

    meta = {
        "db_alias": "volunteers",
        "collection": "meetings",
        "auto_create_index": False,
        "indexes": [{"fields": ["series", "day"], "unique": True}, ("within", "starts", "id")],
    }
    id = StringField(primary_key=True)
    series = StringField(required=True)
    day = DateField(required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    title = StringField(required=True)
    place = StringField(required=True)
    starts = DateTimeField(required=True)
    ends = DateTimeField(required=True)
    opens_at = DateTimeField(required=True)
    closes_at = DateTimeField(required=True)
    seats = IntField(required=True)
    taken = IntField(required=True, default=0)
    came = IntField(required=True, default=0)
    numbers = IntField(required=True, default=0)
    guests = IntField(required=True, default=0)
    cancelled = StringField()
    outcome = StringField()
    no_shows = IntField()
    version = IntField()


class MeetingSeat(Document):
    """`chosen`: ids of members. A choice saves the seats of those chosen too, so that two who choose each other at once
    meet here."""

    meta = {
        "db_alias": "volunteers",
        "collection": "meeting_seats",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["meeting", "member"], "unique": True},
            ("meeting", "number"),
            ("member",),
        ],
    }
    id = StringField(primary_key=True)
    meeting = StringField(required=True)
    member = StringField(required=True)
    number = IntField()
    came_at = DateTimeField()
    chosen = ListField(StringField())
    version = IntField()


class MeetingPair(Document):
    """`members`: two ids in order; `words` and `notes` (sealed) by member."""

    meta = {
        "db_alias": "volunteers",
        "collection": "meeting_pairs",
        "auto_create_index": False,
        "indexes": [{"fields": ["key"], "unique": True}, ("members", "-id"), ("within", "formed_at")],
    }
    id = StringField(primary_key=True)
    key = StringField(required=True)
    meeting = StringField(required=True)
    within = ListField(StringField())
    members = ListField(StringField())
    words = DictField()
    notes = DictField()
    state = EnumField(MeetingPairState, required=True)
    formed_at = DateTimeField(required=True)
    version = IntField()
