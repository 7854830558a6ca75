"""Trainings and who attended them."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    StringField,
)


class PlannedSession(EmbeddedDocument):
    begins_at = DateTimeField(required=True)
    ends_at = DateTimeField(required=True)
    attended = IntField(default=0)
    guests = IntField(default=0)


class Training(Document):
    meta = {
        "db_alias": "volunteers",
        "collection": "trainings",
        "auto_create_index": False,
        "indexes": [("within", "-id"), ("signed_up",)],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    title = StringField(required=True)
    places = IntField(required=True)
    sessions = EmbeddedDocumentListField(PlannedSession)
    signed_up = ListField(StringField())
    cancelled = StringField()
    version = IntField()


class Attendance(Document):
    """One volunteer at one session: the key is training, session and volunteer. `day`: ISO, in Shanghai."""

    meta = {
        "db_alias": "volunteers",
        "collection": "attendances",
        "auto_create_index": False,
        "indexes": [("within", "day")],
    }
    id = StringField(primary_key=True)
    volunteer = StringField(required=True)
    within = ListField(StringField())
    day = StringField(required=True)
    recorded_by = StringField(required=True)
    version = IntField()
