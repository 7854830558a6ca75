"""What tickets stores."""

from mongoengine import (
    BinaryField,
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    PointField,
    PolygonField,
    StringField,
)

from shared.contracts.tickets import Category, TicketState


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


class Photo(Document):
    meta = {
        "db_alias": "tickets",
        "collection": "photos",
        "auto_create_index": False,
    }
    id = StringField(primary_key=True)
    owner = StringField(required=True)
    media_type = StringField(required=True)
    size = IntField(required=True)
    content = BinaryField(required=True)
    version = IntField()


class Grid(Document):
    """A copy of residents' grids, kept by events; `source_version` is residents' version of it.

    One that has ended stays as a mark, so that an older event that comes late does not bring it back.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "grids",
        "auto_create_index": False,
        "indexes": [{"fields": [("outline", "2dsphere")]}],
    }
    path = StringField(primary_key=True)
    outline = PolygonField(auto_index=False)
    ended = BooleanField(default=False)
    source_version = IntField(required=True)
