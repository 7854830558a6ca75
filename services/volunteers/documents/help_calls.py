"""Calls for help with whom they asked and who answered, rings, turns and blocks."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.volunteers.help_calls import HelpAnswerState, HelpAudience, HelpCallState, HelpUrgency, Sight
from shared.contracts.volunteers.people import Skill

TURN_SECONDS = 365 * 24 * 3600


class RingKept(EmbeddedDocument):
    """Metres, minutes, people."""

    radius = IntField(required=True)
    wait = IntField(required=True)
    most = IntField(required=True)


class Asked(EmbeddedDocument):
    volunteer = StringField(required=True)
    account = StringField(required=True)
    at = DateTimeField(required=True)


class Feedback(EmbeddedDocument):
    """`text` is sealed."""

    rating = IntField(required=True)
    text = StringField()
    given_at = DateTimeField(required=True)


class HelpAnswer(EmbeddedDocument):
    """Without `volunteer`, `account` and `person` once they are forgotten. `reason` is sealed."""

    id = StringField(required=True)
    volunteer = StringField()
    account = StringField()
    person = StringField()
    state = EnumField(HelpAnswerState, required=True)
    taken_at = DateTimeField(required=True)
    reason = StringField()
    said_by_volunteer = IntField()
    said_by_caller = IntField()
    minutes = IntField()
    done_at = DateTimeField()
    by_volunteer = EmbeddedDocumentField(Feedback)
    by_caller = EmbeddedDocumentField(Feedback)


class HelpCall(Document):
    """`text`, `place` (point and address) and `reason` are sealed. `live` is set until it has ended.

    Answers are inside, so that two volunteers who take the last place meet in one document and only one of them is kept.
    `caller` and `person` are the account and the person of whoever wants help, `opened_by` who wrote it down.
    """

    meta = {
        "db_alias": "volunteers",
        "collection": "help_calls",
        "auto_create_index": False,
        "indexes": [
            ("within", "-id"),
            {"fields": ["within", "on_board", "-id"], "partialFilterExpression": {"on_board": True}},
            ("caller", "-id"),
            ("person", "-id"),
            ("asked.account", "-id"),
            {"fields": ["due_at"], "sparse": True},
            {"fields": ["opened_by"], "sparse": True},
        ],
    }
    id = StringField(primary_key=True)
    caller = StringField()
    person = StringField()
    opened_by = StringField()
    skill = EnumField(Skill, required=True)
    text = StringField()
    place = StringField()
    area = StringField(required=True)
    within = ListField(StringField())
    starts_at = DateTimeField(required=True)
    ends_at = DateTimeField(required=True)
    minutes = IntField(required=True)
    urgency = EnumField(HelpUrgency, required=True)
    helpers = IntField(required=True)
    confirmed_only = BooleanField(required=True)
    audience = EnumField(HelpAudience, required=True)
    before = EnumField(Sight, required=True)
    after = EnumField(Sight, required=True)
    state = EnumField(HelpCallState, required=True)
    live = BooleanField()
    on_board = BooleanField()
    rings = EmbeddedDocumentListField(RingKept)
    ring = IntField(required=True, default=0)
    widens_at = DateTimeField()
    due_at = DateTimeField()
    asked = EmbeddedDocumentListField(Asked)
    answers = EmbeddedDocumentListField(HelpAnswer)
    taken_at = DateTimeField()
    need = StringField()
    reason = StringField()
    opened_at = DateTimeField(required=True)
    version = IntField()


class RingRule(Document):
    """`id`: area and urgency."""

    meta = {"db_alias": "volunteers", "collection": "help_rings", "auto_create_index": False}
    id = StringField(primary_key=True)
    area = StringField(required=True)
    rings = EmbeddedDocumentListField(RingKept)
    version = IntField()


class HelpTurn(Document):
    """When a call asked a volunteer; the latest counts. Rows are only added, so that calls at once do not stand in each other's way."""

    meta = {
        "db_alias": "volunteers",
        "collection": "help_turns",
        "auto_create_index": False,
        "indexes": [("volunteer", "-at"), {"fields": ["at"], "expireAfterSeconds": TURN_SECONDS}],
    }
    id = StringField(primary_key=True)
    volunteer = StringField(required=True)
    at = DateTimeField(required=True)


class HelpBlock(Document):
    """`by` does not want to have to do with `other`: accounts, or `person:<id>` for those who do not sign in."""

    meta = {
        "db_alias": "volunteers",
        "collection": "help_blocks",
        "auto_create_index": False,
        "indexes": [{"fields": ["by", "other"], "unique": True}, "other"],
    }
    id = StringField(primary_key=True)
    by = StringField(required=True)
    other = StringField(required=True)
    call = StringField(required=True)
    at = DateTimeField(required=True)
    version = IntField()


class Errand(Document):
    """What elder care planned: the newest version that was heard, and the call that came of it. `id`: kind and errand."""

    meta = {"db_alias": "volunteers", "collection": "help_errands", "auto_create_index": False}
    id = StringField(primary_key=True)
    heard = IntField(required=True)
    call = StringField()
    called_off = BooleanField()
    version = IntField()
