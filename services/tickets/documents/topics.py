"""Topics, who seconds them, and what is said to them."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    MapField,
    StringField,
)

from shared.contracts.tickets.topics import MatterKind, Standpoint, TopicPhase


class TopicExpert(EmbeddedDocument):
    name = StringField(required=True)
    field = StringField(required=True)
    account = StringField()


class TopicStep(EmbeddedDocument):
    action = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    phase = EnumField(TopicPhase, required=True)
    note = StringField()


class Topic(Document):
    """`rights` holds, per phase, what the host has switched; a phase that is not in it has the usual ones."""

    meta = {
        "db_alias": "tickets",
        "collection": "topics",
        "auto_create_index": False,
        "indexes": [("area", "-id"), ("area", "phase", "-id"), "tickets", "proposer"],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    kind = EnumField(MatterKind, required=True)
    title = StringField(required=True)
    text = StringField(required=True)
    tickets = ListField(StringField())
    seconds_needed = IntField(required=True)
    phase = EnumField(TopicPhase, required=True)
    proposer = StringField(required=True)
    proposed_at = DateTimeField(required=True)
    experts = EmbeddedDocumentListField(TopicExpert)
    rights = MapField(ListField(StringField()))
    outcome = StringField()
    stars = IntField()
    comment = StringField()
    comment_held = BooleanField()
    lesson = StringField()
    history = EmbeddedDocumentListField(TopicStep)
    version = IntField()


class Seconding(Document):
    """One per topic and account: the key is both, so that nobody counts twice."""

    meta = {
        "db_alias": "tickets",
        "collection": "secondings",
        "auto_create_index": False,
        "indexes": ["topic", "account"],
    }
    id = StringField(primary_key=True)
    topic = StringField(required=True)
    account = StringField(required=True)
    at = DateTimeField(required=True)
    version = IntField()


class Statement(Document):
    meta = {
        "db_alias": "tickets",
        "collection": "statements",
        "auto_create_index": False,
        "indexes": [("topic", "id"), "account"],
    }
    id = StringField(primary_key=True)
    topic = StringField(required=True)
    account = StringField(required=True)
    standpoint = EnumField(Standpoint, required=True)
    text = StringField(required=True)
    held = BooleanField()
    at = DateTimeField(required=True)
    version = IntField()
