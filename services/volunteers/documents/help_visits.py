"""Visits of help."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.volunteers.help_kinds import HelpVisitKind
from shared.contracts.volunteers.help_visits import HelpPayer, HelpVisitState


class HelpDispute(EmbeddedDocument):
    """What people say is sealed."""

    by = StringField(required=True)
    opened_at = DateTimeField(required=True)
    reason = StringField()
    witness = StringField()
    witness_minutes = IntField()
    word = StringField()
    written_down_by = StringField()
    grounds = StringField()
    decided_by = StringField()


class HelpVisit(Document):
    """`volunteer` and `beneficiary` are accounts of hours; `area` is the beneficiary's, `helper_area` the volunteer's. `due_at`: when it expires; none once it has ended.

    `vouched_by`: the account of staff that confirmed for the beneficiary. `entry`: of the book, by which it was paid.
    """

    meta = {
        "db_alias": "volunteers",
        "collection": "help_visits",
        "auto_create_index": False,
        "indexes": [
            ("volunteer", "-id"),
            ("beneficiary", "-id"),
            ("within", "-id"),
            {"fields": ["due_at"], "sparse": True},
            ("within", "earned_at"),
        ],
    }
    id = StringField(primary_key=True)
    kind = EnumField(HelpVisitKind, required=True)
    state = EnumField(HelpVisitState, required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    volunteer_id = StringField(required=True)
    volunteer = StringField(required=True)
    beneficiary = StringField(required=True)
    helper_area = StringField(required=True)
    paid_by = EnumField(HelpPayer, required=True)
    booked_by = StringField(required=True)
    starts_at = DateTimeField(required=True)
    due_at = DateTimeField()
    held = IntField(required=True)
    said_by_volunteer = IntField()
    said_by_beneficiary = IntField()
    vouched_by = StringField()
    earned = IntField()
    earned_at = DateTimeField()
    entry = StringField()
    request = StringField()
    reversed_by = StringField()
    reversed_because = StringField()
    dispute = EmbeddedDocumentField(HelpDispute)
    version = IntField()
