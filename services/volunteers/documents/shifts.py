"""Shifts with who signed up, and what each volunteer has served."""

from mongoengine import (
    BooleanField,
    DateField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from services.volunteers.documents.activities import PlacesNeeded
from shared.contracts.volunteers.people import Skill
from shared.contracts.volunteers.shifts import EntryState


class ShiftEntry(EmbeddedDocument):
    """`came_step`, `left_step`: the time steps of the codes that were used. `by`: who signed them up, if not themselves."""

    account = StringField(required=True)
    volunteer = StringField(required=True)
    skill = EnumField(Skill)
    state = EnumField(EntryState, required=True)
    signed_at = DateTimeField(required=True)
    came_at = DateTimeField()
    came_step = IntField()
    left_at = DateTimeField()
    left_step = IntField()
    minutes = IntField(required=True, default=0)
    struck = StringField()
    by = StringField()


class Shift(Document):
    """`day`: of the rule, which stays when the shift is moved. Entries are inside, so that two sign-ups for the last
    place meet in one document and only one of them is kept."""

    meta = {
        "db_alias": "volunteers",
        "collection": "shifts",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["activity", "day"], "unique": True},
            ("within", "starts", "id"),
            ("entries.account", "starts"),
            ("closed", "ends"),
        ],
    }
    id = StringField(primary_key=True)
    activity = StringField(required=True)
    day = DateField(required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    team = StringField()
    title = StringField(required=True)
    place = StringField(required=True)
    starts = DateTimeField(required=True)
    ends = DateTimeField(required=True)
    opens_at = DateTimeField(required=True)
    closes_at = DateTimeField(required=True)
    needs = EmbeddedDocumentListField(PlacesNeeded)
    reserve = IntField(required=True)
    stand_by = IntField(required=True, default=0)
    most_each = IntField()
    entries = EmbeddedDocumentListField(ShiftEntry)
    cancelled = StringField()
    paused = StringField()
    paused_with_activity = StringField()
    closed = BooleanField(required=True, default=False)
    version = IntField()


class ServiceRecord(Document):
    """By account. Every sign-up writes it, so that two at once for colliding shifts meet here."""

    meta = {"db_alias": "volunteers", "collection": "service_records", "auto_create_index": False}
    id = StringField(primary_key=True)
    minutes = IntField(required=True, default=0)
    outside = IntField(required=True, default=0)
    shifts = IntField(required=True, default=0)
    no_shows = IntField(required=True, default=0)
    signed_at = DateTimeField()
    version = IntField()


class HoursOutside(Document):
    """What staff recorded that a volunteer did outside of any shift."""

    meta = {
        "db_alias": "volunteers",
        "collection": "hours_outside",
        "auto_create_index": False,
        "indexes": [("account", "-id")],
    }
    id = StringField(primary_key=True)
    account = StringField(required=True)
    volunteer = StringField(required=True)
    day = DateField(required=True)
    minutes = IntField(required=True)
    what = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    struck = StringField()
    struck_by = StringField()
    version = IntField()
