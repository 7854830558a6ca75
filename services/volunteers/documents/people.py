"""Volunteers."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    PointField,
    StringField,
)

from shared.contracts.volunteers.people import Skill


class FreeSlot(EmbeddedDocument):
    """`since` and `until`: minutes of the day in Shanghai."""

    weekday = IntField(required=True)
    since = IntField(required=True)
    until = IntField(required=True)


class Confirmation(EmbeddedDocument):
    skill = EnumField(Skill, required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    evidence = StringField(required=True)


class Volunteer(Document):
    """`account`: the one account of the person. `within`: the area and all above it."""

    meta = {
        "db_alias": "volunteers",
        "collection": "volunteers",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["account"], "unique": True},
            {"fields": ["person"], "sparse": True},
            ("within", "-id"),
            {"fields": [("place", "2dsphere")]},
        ],
    }
    id = StringField(primary_key=True)
    account = StringField(required=True)
    person = StringField()
    area = StringField(required=True)
    within = ListField(StringField())
    place = PointField(auto_index=False)
    radius = IntField(required=True)
    birth_year = IntField()
    occupation = StringField()
    skills = ListField(EnumField(Skill))
    wishes = ListField(StringField())
    slots = EmbeddedDocumentListField(FreeSlot)
    confirmations = EmbeddedDocumentListField(Confirmation)
    resting_until = DateTimeField()
    enrolled_at = DateTimeField(required=True)
    version = IntField()
