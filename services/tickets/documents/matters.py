"""Tickets with their history."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    PointField,
    StringField,
)

from shared.contracts.tickets.matters import Category, TicketState


class HistoryStep(EmbeddedDocument):
    action = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    source = EnumField(TicketState)
    target = EnumField(TicketState, required=True)
    note = StringField()


class Ticket(Document):
    meta = {
        "db_alias": "tickets",
        "collection": "tickets",
        "auto_create_index": False,
        "index_background": False,
        "indexes": [
            {"fields": ["number"], "unique": True},
            ("reporter", "-id"),
            ("area", "-id"),
            "photos",
            {"fields": [("place", "2dsphere")]},
        ],
    }
    id = StringField(primary_key=True)
    number = StringField(required=True)
    state = EnumField(TicketState, required=True)
    category = EnumField(Category, required=True)
    text = StringField(required=True)
    place = PointField(required=True, auto_index=False)
    area = StringField(required=True)
    reporter = StringField(required=True)
    handler = StringField()
    photos = ListField(StringField())
    opened_at = DateTimeField(required=True)
    note = StringField()
    stars = IntField()
    comment = StringField()
    history = EmbeddedDocumentListField(HistoryStep)
    version = IntField()
