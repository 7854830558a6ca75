"""Held texts, the log of decisions on them, editions of the rules, and fingerprints of what was posted."""

from mongoengine import (
    DateTimeField,
    DictField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    StringField,
)

from shared.contracts.tickets.judged import JudgedKind, ModerationRule
from shared.contracts.tickets.moderation import (
    DecisionKind,
    HoldState,
)

PRINTS_KEPT = 10_080 * 60
"""Seconds; the longest window that the rules allow."""


class FiredEntry(EmbeddedDocument):
    rule = EnumField(ModerationRule, required=True)
    points = IntField(required=True)


class HeldText(Document):
    """`original` and `appeal` are sealed; they are deleted at `keep_until`."""

    meta = {
        "db_alias": "tickets",
        "collection": "held_texts",
        "auto_create_index": False,
        "indexes": [("area", "state", "id"), ("account", "-id"), "subject", "keep_until"],
    }
    id = StringField(primary_key=True)
    kind = EnumField(JudgedKind, required=True)
    subject = StringField(required=True)
    area = StringField(required=True)
    account = StringField(required=True)
    state = EnumField(HoldState, required=True)
    rules = EmbeddedDocumentListField(FiredEntry)
    rules_version = IntField(required=True)
    held_at = DateTimeField(required=True)
    original = StringField()
    appeal = StringField()
    reason = StringField()
    upheld_by = StringField()
    keep_until = DateTimeField()
    version = IntField()


class ModerationDecision(Document):
    """One entry of the log. It is written once; `by` is a reviewer's account and empty for what rules and authors did."""

    meta = {
        "db_alias": "tickets",
        "collection": "moderation_log",
        "auto_create_index": False,
        "indexes": [("area", "-id"), "by"],
    }
    id = StringField(primary_key=True)
    kind = EnumField(DecisionKind, required=True)
    at = DateTimeField(required=True)
    held = StringField()
    judged = EnumField(JudgedKind, required=True)
    subject = StringField(required=True)
    area = StringField(required=True)
    rules = EmbeddedDocumentListField(FiredEntry)
    rules_version = IntField(required=True)
    by = StringField()
    reason = StringField()
    version = IntField()


class RuleEdition(Document):
    """One set of rules as it was in force from `since` on. It is never changed."""

    meta = {
        "db_alias": "tickets",
        "collection": "moderation_rules",
        "auto_create_index": False,
        "indexes": [{"fields": ["-number"], "unique": True}],
    }
    id = StringField(primary_key=True)
    number = IntField(required=True)
    rules = DictField(required=True)
    by = StringField(required=True)
    since = DateTimeField(required=True)
    reason = StringField(required=True)
    version = IntField()


class PostedText(Document):
    """That an account has posted a text, known by its keyed fingerprint only. Removed after the longest window."""

    meta = {
        "db_alias": "tickets",
        "collection": "posted_texts",
        "auto_create_index": False,
        "indexes": [
            ("account", "fingerprint", "at"),
            {"fields": ["at"], "expireAfterSeconds": PRINTS_KEPT, "name": "kept"},
        ],
    }
    id = StringField(primary_key=True)
    account = StringField(required=True)
    fingerprint = StringField(required=True)
    at = DateTimeField(required=True)
    version = IntField()
