"""Codes for reporting in, and who is on duty where."""

from mongoengine import DateTimeField, Document, IntField, ListField, StringField


class DutyCode(Document):
    """One per community, whose path is the key."""

    meta = {
        "db_alias": "volunteers",
        "collection": "duty_codes",
        "auto_create_index": False,
        "indexes": [{"fields": ["code"], "unique": True}],
    }
    id = StringField(primary_key=True)
    code = StringField(required=True)
    made_at = DateTimeField(required=True)
    version = IntField()


class Duty(Document):
    """One per person: the volunteer's id is the key."""

    meta = {
        "db_alias": "volunteers",
        "collection": "duties",
        "auto_create_index": False,
        "indexes": [("within",)],
    }
    id = StringField(primary_key=True)
    community = StringField(required=True)
    within = ListField(StringField())
    reported_at = DateTimeField(required=True)
    version = IntField()
