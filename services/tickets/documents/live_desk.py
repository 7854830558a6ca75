"""Streams of the live desk, the questions put to them, and the requests taken on the spot."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.tickets.desk_requests import DeskMode, DeskRequestState, ExchangeSide
from shared.contracts.tickets.live_desk import StreamState


class LiveStream(Document):
    """One per area and day; `day` is the one in Shanghai, as ISO text. `hosts` are accounts."""

    meta = {
        "db_alias": "tickets",
        "collection": "live_streams",
        "auto_create_index": False,
        "indexes": [{"fields": ["area", "day"], "unique": True}, "hosts"],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    day = StringField(required=True)
    starts_at = DateTimeField(required=True)
    ends_at = DateTimeField(required=True)
    state = EnumField(StreamState, required=True)
    hosts = ListField(StringField())
    opened_at = DateTimeField()
    held_at = DateTimeField()
    closed_at = DateTimeField()
    note = StringField()
    reason = StringField()
    version = IntField()


class LiveReply(EmbeddedDocument):
    text = StringField()
    guide = StringField()
    by = StringField(required=True)
    at = DateTimeField(required=True)
    live = BooleanField(required=True)


class LiveQuestion(Document):
    """Area and day are the stream's, for the figures."""

    meta = {
        "db_alias": "tickets",
        "collection": "live_questions",
        "auto_create_index": False,
        "indexes": [("stream", "id"), ("area", "day"), ("account", "-id"), "replies.by"],
    }
    id = StringField(primary_key=True)
    stream = StringField(required=True)
    area = StringField(required=True)
    day = StringField(required=True)
    account = StringField(required=True)
    person = StringField()
    shown_as = StringField()
    text = StringField(required=True)
    held = BooleanField(required=True)
    asked_at = DateTimeField(required=True)
    replies = EmbeddedDocumentListField(LiveReply)
    request = StringField()
    version = IntField()


class Exchange(EmbeddedDocument):
    side = EnumField(ExchangeSide, required=True)
    mode = EnumField(DeskMode, required=True)
    note = StringField(required=True)
    by = StringField(required=True)
    by_host = BooleanField(required=True)
    at = DateTimeField(required=True)
    settled = BooleanField(required=True)


class DeskRequest(Document):
    """`resident` is the account that asked, `person` who it was taken for; neither for somebody known by contact only.

    Area and day are the stream's, for the figures.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "desk_requests",
        "auto_create_index": False,
        "indexes": [
            ("area", "day"),
            ("area", "state", "id"),
            ("resident", "id"),
            ("person", "id"),
            "ticket",
            "taken_by",
            "exchanges.by",
        ],
    }
    id = StringField(primary_key=True)
    stream = StringField(required=True)
    question = StringField()
    area = StringField(required=True)
    day = StringField(required=True)
    mode = EnumField(DeskMode, required=True)
    ticket = StringField(required=True)
    resident = StringField()
    person = StringField()
    taken_by = StringField(required=True)
    taken_at = DateTimeField(required=True)
    state = EnumField(DeskRequestState, required=True)
    exchanges = EmbeddedDocumentListField(Exchange)
    outcome = StringField()
    closed_at = DateTimeField()
    version = IntField()
