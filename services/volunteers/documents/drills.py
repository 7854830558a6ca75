"""Drills."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.volunteers.drills import DrillState
from shared.contracts.volunteers.risk_points import RiskKind


class Assembled(EmbeddedDocument):
    """`member`: of the team's roster. `seconds`: after the alarm; absent where somebody else said that they came."""

    member = StringField(required=True)
    seconds = IntField()


class Drill(Document):
    """`held_on`: ISO, in Shanghai. `sheet`: from which sheet of a paper ledger it comes."""

    meta = {
        "db_alias": "volunteers",
        "collection": "drills",
        "auto_create_index": False,
        "indexes": [
            ("within", "-id"),
            ("within", "state", "-id"),
            {"fields": ["within", "held_on"], "partialFilterExpression": {"held_on": {"$exists": True}}},
        ],
    }
    id = StringField(primary_key=True)
    team = StringField()
    community = StringField(required=True)
    within = ListField(StringField())
    kind = EnumField(RiskKind, required=True)
    title = StringField(required=True)
    place = StringField(required=True)
    state = EnumField(DrillState, required=True)
    starts_at = DateTimeField(required=True)
    sounded_at = DateTimeField()
    held_on = StringField()
    members = IntField(required=True)
    there = EmbeddedDocumentListField(Assembled)
    attended = IntField(required=True, default=0)
    assembled_seconds = IntField()
    findings = ListField(StringField())
    lessons = StringField()
    cancelled = StringField()
    sheet = StringField()
    version = IntField()
