"""Call-outs with the calls of all who are called, and the sheets of paper ledgers that have been recorded."""

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
    StringField,
)

from shared.contracts.volunteers.call_outs import CallOutState, Emergency, Outcome, Ring, SummonsState


class Summons(EmbeddedDocument):
    """One person's call. `account`: absent for who is called by telephone, and once it is forgotten."""

    member = StringField(required=True)
    account = StringField()
    team = StringField(required=True)
    squad = StringField()
    ring = EnumField(Ring, required=True)
    state = EnumField(SummonsState, required=True)
    called_at = DateTimeField(required=True)
    minutes = IntField()
    answer_seconds = IntField()
    arrival_seconds = IntField()
    metres_off = IntField()


class CallOut(Document):
    """Calls are inside, so that people who answer at once meet in one document and are counted one after the other.

    `text`: sealed.. `widens_at`: when the next ring is
    called, absent when none will be. `answers` and `arrivals`: seconds, as they are counted. `sheet`: from which sheet of a
    paper ledger it comes.
    """

    meta = {
        "db_alias": "volunteers",
        "collection": "call_outs",
        "auto_create_index": False,
        "indexes": [
            ("within", "-id"),
            ("within", "state", "-id"),
            ("within", "raised_at"),
            {"fields": ["widens_at"], "sparse": True},
            {"fields": ["origin"], "unique": True, "sparse": True},
            ("calls.account", "-id"),
            ("calls.member", "state"),
        ],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    estate = StringField()
    place = StringField(required=True)
    point = ListField(FloatField())
    kind = EnumField(Emergency, required=True)
    text = StringField()
    origin = StringField()
    state = EnumField(CallOutState, required=True)
    raised_at = DateTimeField(required=True)
    wanted = IntField(required=True)
    answer_within = IntField(required=True)
    called = IntField(required=True)
    rings = ListField(EnumField(Ring))
    widens_at = DateTimeField()
    duty_told = BooleanField(required=True, default=False)
    calls = EmbeddedDocumentListField(Summons)
    answers = ListField(IntField())
    arrivals = ListField(IntField())
    outcome = EnumField(Outcome)
    note = StringField()
    closed_at = DateTimeField()
    sheet = StringField()
    version = IntField()


class RecordedSheet(Document):
    """The key is the ledger, the district and the sheet's number."""

    meta = {"db_alias": "volunteers", "collection": "recorded_sheets", "auto_create_index": False}
    id = StringField(primary_key=True)
    day = StringField(required=True)
    rows = IntField(required=True)
    version = IntField()
