"""Risk points, inspections, hazards. Days are ISO, in Shanghai; accounts and names are of people, names sealed."""

from mongoengine import BooleanField, DateTimeField, Document, EnumField, FloatField, IntField, ListField, StringField

from shared.contracts.tickets.matters import TicketState
from shared.contracts.volunteers.hazards import HazardState
from shared.contracts.volunteers.risk_points import RiskKind, RiskLevel


class RiskPoint(Document):
    """`active`: on the register; `retired`: why not any more."""

    meta = {
        "db_alias": "volunteers",
        "collection": "risk_points",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["district", "code"], "unique": True},
            ("within", "active", "due_on"),
            ("within", "-id"),
            {"fields": ["responsible_account"], "sparse": True},
        ],
    }
    id = StringField(primary_key=True)
    district = StringField(required=True)
    code = StringField(required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    place = StringField(required=True)
    point = ListField(FloatField())
    kind = EnumField(RiskKind, required=True)
    level = EnumField(RiskLevel, required=True)
    unit = StringField()
    responsible = StringField()
    responsible_account = StringField()
    every_days = IntField(required=True)
    inspected_on = StringField()
    due_on = StringField(required=True)
    active = BooleanField(required=True)
    retired = StringField()
    version = IntField()


class Inspection(Document):
    """`by`: an account; empty once it is forgotten."""

    meta = {
        "db_alias": "volunteers",
        "collection": "inspections",
        "auto_create_index": False,
        "indexes": [("risk_point", "-id"), ("within", "day"), ("by",)],
    }
    id = StringField(primary_key=True)
    risk_point = StringField(required=True)
    within = ListField(StringField())
    day = StringField(required=True)
    at = DateTimeField(required=True)
    by = StringField()
    findings = StringField()
    photos = ListField(StringField())
    hazards = ListField(StringField())
    late_days = IntField(required=True)
    version = IntField()


class Hazard(Document):
    """`people`: all accounts that the document names, so that they are found when somebody is forgotten. `sheet`: from which
    sheet of a paper ledger it comes; `treated_name` and `verified_name` then stand in for accounts."""

    meta = {
        "db_alias": "volunteers",
        "collection": "hazards",
        "auto_create_index": False,
        "indexes": [
            ("within", "-id"),
            ("within", "state", "-id"),
            ("within", "found_on", "state"),
            {"fields": ["within", "treated_on"], "partialFilterExpression": {"treated_on": {"$exists": True}}},
            {"fields": ["shift"], "sparse": True},
            {"fields": ["ticket"], "sparse": True},
            ("people",),
        ],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    place = StringField(required=True)
    point = ListField(FloatField())
    kind = EnumField(RiskKind, required=True)
    level = EnumField(RiskLevel, required=True)
    text = StringField(required=True)
    photos = ListField(StringField())
    risk_point = StringField()
    shift = StringField()
    state = EnumField(HazardState, required=True)
    found_at = DateTimeField(required=True)
    found_on = StringField(required=True)
    found_by = StringField()
    assignee = StringField()
    assigned_to = StringField()
    due_on = StringField()
    treated_on = StringField()
    treated_by = StringField()
    treatment = StringField()
    treatment_photos = ListField(StringField())
    verified_on = StringField()
    verified_by = StringField()
    remark = StringField()
    ticket = StringField()
    ticket_state = EnumField(TicketState)
    sheet = StringField()
    treated_name = StringField()
    verified_name = StringField()
    people = ListField(StringField())
    version = IntField()


class KnownTicket(Document):
    """What tickets has announced: where a ticket is, and its state at a version. Kept for a year after its last move."""

    meta = {
        "db_alias": "volunteers",
        "collection": "known_tickets",
        "auto_create_index": False,
        "indexes": [{"fields": ["moved_at"], "expireAfterSeconds": 366 * 86_400}],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    state = EnumField(TicketState, required=True)
    ticket_version = IntField(required=True)
    moved_at = DateTimeField(required=True)
    version = IntField()
