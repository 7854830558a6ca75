"""Objections, and months that were published."""

from mongoengine import DateTimeField, Document, EnumField, FloatField, IntField, ListField, StringField

from shared.contracts.tickets.board import ObjectionState


class Objection(Document):
    """Once per account and outcome: the id holds ticket, times reopened and account."""

    meta = {
        "db_alias": "tickets",
        "collection": "objections",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["key"], "unique": True},
            ("within", "-id"),
            ("account", "-id"),
            ("ticket", "state"),
        ],
    }
    id = StringField(primary_key=True)
    key = StringField(required=True)
    ticket = StringField(required=True)
    number = StringField(required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    account = StringField(required=True)
    reason = StringField(required=True)
    state = EnumField(ObjectionState, required=True)
    at = DateTimeField(required=True)
    answer = StringField()
    answered_by = StringField()
    answered_at = DateTimeField()
    version = IntField()


class SatisfactionMonth(Document):
    """Written once, never changed."""

    meta = {
        "db_alias": "tickets",
        "collection": "satisfaction_months",
        "auto_create_index": False,
        "indexes": [("area", "-month")],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    month = StringField(required=True)
    rated = IntField(required=True)
    responded = FloatField()
    solved = FloatField()
    satisfied = FloatField()
    stars = FloatField()
    published_at = DateTimeField(required=True)
    by = StringField(required=True)
    version = IntField()
