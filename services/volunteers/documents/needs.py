"""Needs, resources, bookings of idle assets, and projects."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    FloatField,
    IntField,
    ListField,
    MapField,
    StringField,
)

from services.volunteers.documents.people import FreeSlot
from shared.contracts.volunteers.needs import Kind, Misfit, NeedState
from shared.contracts.volunteers.people import Skill
from shared.contracts.volunteers.projects import ProjectState
from shared.contracts.volunteers.resources import Source


class Need(Document):
    """`wanting` is set while something of it is in no project yet and it is not withdrawn. `within`: area and all above.
    `looked_at`: by a matching that could not look at all; who was looked at longest ago has the next turn.

    `help_call` and `counts`: the call that nobody took, and how many volunteers did not for which reason.
    """

    meta = {
        "db_alias": "volunteers",
        "collection": "needs",
        "auto_create_index": False,
        "indexes": [
            ("within", "-id"),
            {"fields": ["within", "looked_at", "-priority", "id"], "partialFilterExpression": {"wanting": True}},
        ],
    }
    id = StringField(primary_key=True)
    title = StringField(required=True)
    survey = StringField()
    kind = EnumField(Kind, required=True)
    skill = EnumField(Skill)
    area = StringField(required=True)
    within = ListField(StringField())
    longitude = FloatField()
    latitude = FloatField()
    starts_at = DateTimeField()
    ends_at = DateTimeField()
    minutes = IntField()
    quantity = IntField(required=True)
    remaining = IntField(required=True)
    priority = IntField(required=True)
    state = EnumField(NeedState, required=True)
    reason = EnumField(Misfit)
    help_call = StringField()
    counts = MapField(IntField())
    wanting = BooleanField()
    looked_at = DateTimeField()
    listed_at = DateTimeField(required=True)
    version = IntField()


class Resource(Document):
    """`left` is missing where it is inexhaustible. `account` is who listed it; forgotten with the person."""

    meta = {
        "db_alias": "volunteers",
        "collection": "resources",
        "auto_create_index": False,
        "indexes": [("within", "kind", "-id"), ("within", "-id"), ("area", "kind", "-id"), "account"],
    }
    id = StringField(primary_key=True)
    account = StringField()
    unit = StringField(required=True)
    source = EnumField(Source, required=True)
    kind = EnumField(Kind, required=True)
    skills = ListField(EnumField(Skill))
    area = StringField(required=True)
    within = ListField(StringField())
    longitude = FloatField()
    latitude = FloatField()
    reach = IntField(required=True)
    capacity = IntField()
    left = IntField()
    by_booking = BooleanField(required=True)
    slots = EmbeddedDocumentListField(FreeSlot)
    confirmed_by = StringField()
    evidence = StringField()
    withdrawn = BooleanField(required=True)
    given = IntField(required=True)
    done = IntField(required=True)
    dropped = IntField(required=True)
    listed_at = DateTimeField(required=True)
    version = IntField()


class AssetBooking(Document):
    meta = {
        "db_alias": "volunteers",
        "collection": "asset_bookings",
        "auto_create_index": False,
        "indexes": [("resource", "ends_at"), ("resource", "-id"), "account"],
    }
    id = StringField(primary_key=True)
    resource = StringField(required=True)
    account = StringField()
    starts_at = DateTimeField(required=True)
    ends_at = DateTimeField(required=True)
    quantity = IntField(required=True)
    purpose = StringField(required=True)
    version = IntField()


class Step(EmbeddedDocument):
    text = StringField(required=True)
    done_at = DateTimeField()


class Project(Document):
    meta = {
        "db_alias": "volunteers",
        "collection": "projects",
        "auto_create_index": False,
        "indexes": [("within", "-id"), ("within", "state", "-id")],
    }
    id = StringField(primary_key=True)
    need = StringField(required=True)
    resource = StringField(required=True)
    title = StringField(required=True)
    unit = StringField(required=True)
    kind = EnumField(Kind, required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    quantity = IntField(required=True)
    score = IntField(required=True)
    claimed = BooleanField(required=True)
    state = EnumField(ProjectState, required=True)
    steps = EmbeddedDocumentListField(Step)
    reason = StringField()
    planned_at = DateTimeField(required=True)
    version = IntField()


class MatchingWeights(Document):
    """One only, once somebody has changed what the code begins with."""

    meta = {"db_alias": "volunteers", "collection": "matching_weights", "auto_create_index": False}
    id = StringField(primary_key=True)
    skill = IntField(required=True)
    distance = IntField(required=True)
    time = IntField(required=True)
    record = IntField(required=True)
    fairness = IntField(required=True)
    least_time = IntField(required=True)
    version = IntField()
