"""Rounds, their slots, and series of rounds."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.tickets.home_services import DoneAt
from shared.contracts.tickets.round_series import OnHoliday, SeriesState
from shared.contracts.tickets.rounds import RoundState


class RoundEntry(EmbeddedDocument):
    action = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    reason = StringField()


class Round(Document):
    """What the service was when the round was planned stays with it. Days are ISO texts, in Shanghai.

    A series has one round per day of its rule (`series_day`), whatever replica plans it and wherever it was shifted to.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "rounds",
        "auto_create_index": False,
        "indexes": [
            ("area", "-id"),
            "service",
            {
                "fields": ["series", "series_day"],
                "unique": True,
                "partialFilterExpression": {"series": {"$exists": True}},
            },
        ],
    }
    id = StringField(primary_key=True)
    service = StringField(required=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    area = StringField(required=True)
    state = EnumField(RoundState, required=True)
    day = StringField(required=True)
    last_day = StringField(required=True)
    opens_at = DateTimeField(required=True)
    price_fen = IntField(required=True)
    minutes = IntField(required=True)
    done_at = EnumField(DoneAt, required=True)
    change_before = IntField(required=True)
    series = StringField()
    series_day = StringField()
    totals = DictField()
    history = EmbeddedDocumentListField(RoundEntry)
    version = IntField()


class Slot(Document):
    """`taken` and `turn` are written by everybody who takes a place or stands in line: so there is never one too many.

    `turn` is the number that the next one in line gets. Nobody gets into a slot that is `closed`.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "slots",
        "auto_create_index": False,
        "indexes": [{"fields": ["round", "number"], "unique": True}],
    }
    id = StringField(primary_key=True)
    round = StringField(required=True)
    number = IntField(required=True)
    starts_at = DateTimeField(required=True)
    ends_at = DateTimeField(required=True)
    closes_at = DateTimeField(required=True)
    capacity = IntField(required=True)
    taken = IntField(required=True)
    waiting = IntField(required=True)
    turn = IntField(required=True)
    closed = BooleanField(required=True)
    version = IntField()


class SeriesException(EmbeddedDocument):
    day = StringField(required=True)
    to_day = StringField()
    reason = StringField(required=True)


class RoundSeries(Document):
    """`next_day` is the day of the rule that is to be planned next, at `due_at`."""

    meta = {
        "db_alias": "tickets",
        "collection": "round_series",
        "auto_create_index": False,
        "indexes": [("area", "-id"), ("state", "due_at")],
    }
    id = StringField(primary_key=True)
    service = StringField(required=True)
    area = StringField(required=True)
    rule = StringField(required=True)
    first_day = StringField(required=True)
    slots = ListField(DictField())
    ahead_days = IntField(required=True)
    on_holiday = EnumField(OnHoliday, required=True)
    state = EnumField(SeriesState, required=True)
    reason = StringField()
    next_day = StringField()
    due_at = DateTimeField()
    exceptions = EmbeddedDocumentListField(SeriesException)
    version = IntField()
