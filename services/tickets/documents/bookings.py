"""Bookings of home services."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.tickets.bookings import BookingChannel, BookingState, Outcome


class BookingEntry(EmbeddedDocument):
    action = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    slot = IntField()
    note = StringField()


class WorkReport(EmbeddedDocument):
    outcome = EnumField(Outcome, required=True)
    note = StringField(required=True)
    minutes = IntField(required=True)
    photos = ListField(StringField())
    taken_fen = IntField(required=True)
    by = StringField(required=True)


class Booking(Document):
    """`contact` is sealed, `household` a fingerprint of building and room. `claim` holds what a household can have once:
    its place in a round, or its asking for one; a booking that is over without a visit gives it back.

    `day` is the slot's in Shanghai, for the figures. `settled` is set when the round closes.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "bookings",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["claim"], "unique": True, "partialFilterExpression": {"claim": {"$exists": True}}},
            ("area", "-id"),
            ("area", "day", "service", "state"),
            ("account", "-id"),
            ("round", "slot", "state", "turn"),
            ("service", "state", "id"),
            "report.photos",
        ],
    }
    id = StringField(primary_key=True)
    service = StringField(required=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    area = StringField(required=True)
    household = StringField(required=True)
    claim = StringField()
    contact = StringField()
    account = StringField()
    channel = EnumField(BookingChannel, required=True)
    state = EnumField(BookingState, required=True)
    booked_at = DateTimeField(required=True)
    price_fen = IntField(required=True)
    round = StringField()
    slot = IntField()
    starts_at = DateTimeField()
    day = StringField()
    turn = IntField()
    report = EmbeddedDocumentField(WorkReport)
    stars = IntField()
    comment = StringField()
    objection = StringField()
    settled = BooleanField()
    history = EmbeddedDocumentListField(BookingEntry)
    version = IntField()
