"""Performers, touring programmes and their stops."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    FloatField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.volunteers.tours import HostKind, PerformerRole, ProgrammeKind, StopState


class TourPerformer(Document):
    """Saved with every stop that they are given, so that two at once for the same time meet here."""

    meta = {
        "db_alias": "volunteers",
        "collection": "tour_performers",
        "auto_create_index": False,
        "indexes": [
            ("within", "-id"),
            {
                "fields": ["account", "area"],
                "unique": True,
                "partialFilterExpression": {"account": {"$type": "string"}},
            },
        ],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    account = StringField()
    role = EnumField(PerformerRole, required=True)
    topics = ListField(StringField())
    version = IntField()


class TourProgramme(Document):
    meta = {
        "db_alias": "volunteers",
        "collection": "tour_programmes",
        "auto_create_index": False,
        "indexes": [("within", "-id")],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    kind = EnumField(ProgrammeKind, required=True)
    title = StringField(required=True)
    minutes = IntField(required=True)
    speed = IntField(required=True)
    team_id = StringField()
    version = IntField()


class TourSeat(EmbeddedDocument):
    account = StringField(required=True)
    came_at = DateTimeField()


class TourStop(Document):
    """`organiser`: the programme's area. `due`: when it starts, or is wished to. Seats are inside, so that the last one
    is taken once."""

    meta = {
        "db_alias": "volunteers",
        "collection": "tour_stops",
        "auto_create_index": False,
        "indexes": [
            ("within", "-id"),
            ("programme", "-id"),
            ("within", "due"),
            ("performers", "starts"),
            ("seated.account",),
            ("asked_by",),
        ],
    }
    id = StringField(primary_key=True)
    programme = StringField(required=True)
    organiser = StringField(required=True)
    kind = EnumField(ProgrammeKind, required=True)
    title = StringField(required=True)
    minutes = IntField(required=True)
    speed = IntField(required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    host = EnumField(HostKind, required=True)
    unit = StringField()
    place = StringField(required=True)
    longitude = FloatField(required=True)
    latitude = FloatField(required=True)
    asked_by = StringField()
    wished = DateTimeField(required=True)
    due = DateTimeField(required=True)
    starts = DateTimeField()
    ends = DateTimeField()
    performers = ListField(StringField())
    state = EnumField(StopState, required=True)
    reason = StringField()
    seats = IntField(required=True)
    seated = EmbeddedDocumentListField(TourSeat)
    audience = IntField()
    note = StringField()
    version = IntField()
