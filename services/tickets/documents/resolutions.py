"""Resolutions, with reports and ratings."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    StringField,
)

from shared.contracts.tickets.resolutions import ResolutionKind, ResolutionState


class Report(EmbeddedDocument):
    at = DateTimeField(required=True)
    by = StringField(required=True)
    text = StringField(required=True)
    progress = IntField(required=True)


class Resolution(Document):
    """`due` is a day in Shanghai as ISO text; `worth` in fen."""

    meta = {
        "db_alias": "tickets",
        "collection": "resolutions",
        "auto_create_index": False,
        "indexes": [("area", "-id"), ("area", "state", "due"), "topic", "ticket"],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    kind = EnumField(ResolutionKind, required=True)
    title = StringField(required=True)
    text = StringField(required=True)
    unit = StringField(required=True)
    responsible = StringField()
    due = StringField(required=True)
    worth = IntField(required=True)
    topic = StringField()
    session = StringField()
    vote = StringField()
    ticket = StringField()
    state = EnumField(ResolutionState, required=True)
    made_at = DateTimeField(required=True)
    made_by = StringField(required=True)
    reports = EmbeddedDocumentListField(Report)
    feedback = StringField()
    carried_out_at = DateTimeField()
    reason = StringField()
    version = IntField()


class ResolutionRating(Document):
    """One per resolution and account: the key is both."""

    meta = {
        "db_alias": "tickets",
        "collection": "resolution_ratings",
        "auto_create_index": False,
        "indexes": ["resolution", "account"],
    }
    id = StringField(primary_key=True)
    resolution = StringField(required=True)
    account = StringField(required=True)
    stars = IntField(required=True)
    comment = StringField()
    version = IntField()
