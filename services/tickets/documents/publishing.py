"""Policies and guides with what they said before, who found a guide helpful, and questions to the office."""

from mongoengine import BooleanField, DateTimeField, DictField, Document, EnumField, IntField, StringField

from shared.contracts.tickets.publishing import PublicationState
from shared.contracts.tickets.questions import PolicyQuestionState


class Publication(Document):
    """`fields_now` is the contract's model as plain data; what is looked up by stands beside it."""

    meta = {"abstract": True}
    id = StringField(primary_key=True)
    area = StringField(required=True)
    topic = StringField(required=True)
    state = EnumField(PublicationState, required=True)
    edition = IntField(required=True)
    changed_at = DateTimeField(required=True)
    fields_now = DictField(required=True)
    version = IntField()


class PastEdition(Document):
    """What a publication said before: the key is its id and the number of the edition."""

    meta = {"db_alias": "tickets", "collection": "past_editions", "auto_create_index": False}
    id = StringField(primary_key=True)
    changed_at = DateTimeField(required=True)
    fields_then = DictField(required=True)
    version = IntField()


class Policy(Publication):
    meta = {
        "db_alias": "tickets",
        "collection": "policies",
        "auto_create_index": False,
        "indexes": [("state", "-id"), ("topic", "state", "-id")],
    }


class Guide(Publication):
    meta = {
        "db_alias": "tickets",
        "collection": "guides",
        "auto_create_index": False,
        "indexes": [("state", "-id"), ("topic", "state", "-id"), "fields_now.items"],
    }


class GuideReads(Document):
    """Readings of one guide on one day in Shanghai, in several parts, so that readers do not wait for each other."""

    meta = {"db_alias": "tickets", "collection": "guide_reads", "auto_create_index": False, "indexes": ["guide"]}
    id = StringField(primary_key=True)
    guide = StringField(required=True)
    day = StringField(required=True)
    reads = IntField(required=True)


class GuideVote(Document):
    """One per guide and account: the key is both."""

    meta = {
        "db_alias": "tickets",
        "collection": "guide_votes",
        "auto_create_index": False,
        "indexes": [("guide", "helpful"), "account"],
    }
    id = StringField(primary_key=True)
    guide = StringField(required=True)
    account = StringField(required=True)
    helpful = BooleanField(required=True)
    version = IntField()


class PolicyQuestion(Document):
    """`sealed` is what somebody asked, and what they were told."""

    meta = {
        "db_alias": "tickets",
        "collection": "policy_questions",
        "auto_create_index": False,
        "indexes": [("asker", "-id"), ("area", "state", "-id")],
    }
    id = StringField(primary_key=True)
    asker = StringField(required=True)
    area = StringField(required=True)
    topic = StringField()
    sealed = StringField(required=True)
    state = EnumField(PolicyQuestionState, required=True)
    held = BooleanField()
    asked_at = DateTimeField(required=True)
    answered_at = DateTimeField()
    policy = StringField()
    version = IntField()
