"""Sessions, who came, and what they settled."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    StringField,
)

from shared.contracts.tickets.sessions import AttendeeCapacity, MatterSubject, SittingKind, SittingState
from shared.contracts.tickets.topics import MatterKind


class AgendaEntry(EmbeddedDocument):
    title = StringField(required=True)
    topic = StringField()


class SessionAttendee(EmbeddedDocument):
    capacity = EnumField(AttendeeCapacity, required=True)
    name = StringField()
    account = StringField()


class Session(Document):
    """`day` is the one on which it was held, in Shanghai, as ISO text."""

    meta = {
        "db_alias": "tickets",
        "collection": "sessions",
        "auto_create_index": False,
        "indexes": [("area", "-id"), ("area", "state", "day"), "attendees.account"],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    kind = EnumField(SittingKind, required=True)
    place = StringField(required=True)
    starts_at = DateTimeField(required=True)
    day = StringField(required=True)
    agenda = EmbeddedDocumentListField(AgendaEntry)
    attendees = EmbeddedDocumentListField(SessionAttendee)
    state = EnumField(SittingState, required=True)
    link = StringField()
    minutes = StringField()
    reason = StringField()
    version = IntField()


class Settled(Document):
    """A matter that a session has settled; area and day are the session's, for the figures."""

    meta = {
        "db_alias": "tickets",
        "collection": "settled_matters",
        "auto_create_index": False,
        "indexes": ["session", ("area", "day", "kind")],
    }
    id = StringField(primary_key=True)
    session = StringField(required=True)
    area = StringField(required=True)
    day = StringField(required=True)
    kind = EnumField(MatterKind, required=True)
    subject = EnumField(MatterSubject)
    title = StringField(required=True)
    outcome = StringField()
    topic = StringField()
    ticket = StringField()
    version = IntField()
