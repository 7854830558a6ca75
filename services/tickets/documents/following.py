"""Who follows a matter besides its reporter."""

from mongoengine import BooleanField, DateTimeField, Document, IntField, ListField, StringField


class Follower(Document):
    """One who joined, or who came with a merged matter; the key is ticket and voice, so that nobody counts twice.

    `joined`: of their own will. `origins`: the merged matters that they came with. `report`: the one of these that they
    reported. Who has neither `account` nor `person` is known from the contact of that report at most.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "ticket_followers",
        "auto_create_index": False,
        "indexes": [
            "ticket",
            {"fields": ["account", "-ticket"], "partialFilterExpression": {"account": {"$exists": True}}},
            {"fields": ["person", "-ticket"], "partialFilterExpression": {"person": {"$exists": True}}},
        ],
    }
    id = StringField(primary_key=True)
    ticket = StringField(required=True)
    account = StringField()
    person = StringField()
    joined = BooleanField(default=False)
    origins = ListField(StringField())
    report = StringField()
    since = DateTimeField(required=True)
    version = IntField()


class Headcount(Document):
    """The followers of a matter have changed, and it has not been told yet: a row each, so that no two wait for another."""

    meta = {
        "db_alias": "tickets",
        "collection": "ticket_headcounts",
        "auto_create_index": False,
        "indexes": ["ticket"],
    }
    id = StringField(primary_key=True)
    ticket = StringField(required=True)
    version = IntField()
