"""Households and who has belonged to them, since when and until when."""

from mongoengine import BooleanField, DateField, DateTimeField, Document, EnumField, IntField, StringField

from shared.contracts.residents.households import Relation


class Household(Document):
    """`closed_on` is the day on which the last member left; until then it is `current`."""

    meta = {
        "db_alias": "residents",
        "collection": "households",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["number"], "unique": True},
            {"fields": ["building", "room"], "unique": True, "partialFilterExpression": {"current": True}},
            ("area", "-id"),
        ],
    }
    id = StringField(primary_key=True)
    number = StringField(required=True)
    building = StringField(required=True)
    room = StringField(required=True)
    area = StringField(required=True)
    opened_on = DateField(required=True)
    closed_on = DateField()
    current = BooleanField()
    version = IntField()


class Membership(Document):
    """A row for each stay of somebody in a household; without `until` it lasts and is `current`."""

    meta = {
        "db_alias": "residents",
        "collection": "memberships",
        "auto_create_index": False,
        "indexes": [
            {
                "fields": ["person"],
                "unique": True,
                "name": "one_household",
                "partialFilterExpression": {"current": True},
            },
            "household",
            ("person", "since"),
        ],
    }
    id = StringField(primary_key=True)
    household = StringField(required=True)
    person = StringField(required=True)
    relation = EnumField(Relation, required=True)
    since = DateField(required=True)
    until = DateField()
    current = BooleanField()
    ended_by = StringField()
    recorded_at = DateTimeField(required=True)
    version = IntField()
