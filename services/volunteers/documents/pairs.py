"""Pairs with their plans, visits and gaps. Days are ISO, in Shanghai; what people say is sealed."""

from mongoengine import BooleanField, DateTimeField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.volunteers.pair_visits import FailedBecause, PairVisitState
from shared.contracts.volunteers.pairing import PairKind, PairState, PlannedActivity


class PairRule(Document):
    """The key is area and kind."""

    meta = {"db_alias": "volunteers", "collection": "pair_rules", "auto_create_index": False}
    id = StringField(primary_key=True)
    area = StringField(required=True)
    kind = EnumField(PairKind, required=True)
    most_active = IntField(required=True)
    training = StringField()
    set_by = StringField(required=True)
    version = IntField()


class PlanEdition(Document):
    """The key is pair and edition; editions are never changed."""

    meta = {
        "db_alias": "volunteers",
        "collection": "pair_plans",
        "auto_create_index": False,
        "indexes": [("pair", "-edition")],
    }
    id = StringField(primary_key=True)
    pair = StringField(required=True)
    edition = IntField(required=True)
    interval = IntField()
    rule = StringField()
    first = StringField(required=True)
    grace = IntField(required=True)
    what = ListField(EnumField(PlannedActivity))
    by = StringField(required=True)
    since = DateTimeField(required=True)
    version = IntField()


class Pair(Document):
    """`account` of the volunteer, gone once they are forgotten. `late_since`: the first day on which a visit is missed,
    absent unless the pair is active. `gap`: the one that is announced and open."""

    meta = {
        "db_alias": "volunteers",
        "collection": "pairs",
        "auto_create_index": False,
        "indexes": [
            ("within", "-id"),
            ("account", "-id"),
            ("ward", "-id"),
            ("volunteer", "state"),
            ("within", "late_since", "id"),
            {"fields": ["late_since"], "sparse": True},
        ],
    }
    id = StringField(primary_key=True)
    kind = EnumField(PairKind, required=True)
    state = EnumField(PairState, required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    volunteer = StringField(required=True)
    account = StringField()
    ward = StringField(required=True)
    proposed_by = StringField(required=True)
    accepted = ListField(StringField())
    paper = StringField()
    edition = IntField(required=True, default=0)
    reason = StringField()
    active_since = StringField()
    counted_from = StringField()
    paused_on = StringField()
    last_visit = StringField()
    due = StringField()
    late_since = StringField()
    gap = StringField()
    version = IntField()


class PairVisit(Document):
    """`day`: when it began. `needs_open`: what it showed to be needed is not answered."""

    meta = {
        "db_alias": "volunteers",
        "collection": "pair_visits",
        "auto_create_index": False,
        "indexes": [
            ("pair", "-id"),
            ("within", "-id"),
            ("within", "day"),
            ("volunteer", "began_at"),
            ("pair", "began_at"),
        ],
    }
    id = StringField(primary_key=True)
    pair = StringField(required=True)
    kind = EnumField(PairKind, required=True)
    state = EnumField(PairVisitState, required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    volunteer = StringField(required=True)
    day = StringField(required=True)
    began_at = DateTimeField(required=True)
    ended_at = DateTimeField(required=True)
    minutes = IntField(required=True)
    what = ListField(EnumField(PlannedActivity))
    because = EnumField(FailedBecause)
    note = StringField()
    needs = StringField()
    needs_open = BooleanField(required=True, default=False)
    answer = StringField()
    answered_by = StringField()
    decided_by = StringField()
    decided_at = DateTimeField()
    in_time = BooleanField()
    version = IntField()


class PairGap(Document):
    """From the first day on which a visit was missed until the day of the next one, or until the pair paused or ended."""

    meta = {
        "db_alias": "volunteers",
        "collection": "pair_gaps",
        "auto_create_index": False,
        "indexes": [("within", "since")],
    }
    id = StringField(primary_key=True)
    pair = StringField(required=True)
    kind = EnumField(PairKind, required=True)
    within = ListField(StringField())
    since = StringField(required=True)
    closed_on = StringField()
    version = IntField()
