"""Purses of points: whose they are, and how many points each was given in which year."""

from mongoengine import BooleanField, Document, IntField, StringField


class Purse(Document):
    """In the book it goes by its `id`, a number that leads to nobody once `account` is empty."""

    meta = {
        "db_alias": "volunteers",
        "collection": "purses",
        "auto_create_index": False,
        "indexes": [{"fields": ["account"], "unique": True, "sparse": True}],
    }
    id = StringField(primary_key=True)
    account = StringField()
    version = IntField()


class PointsYear(Document):
    """What a purse was given in a year. `settled`: nothing of it can expire now. `expiries` counts its entries."""

    meta = {
        "db_alias": "volunteers",
        "collection": "points_years",
        "auto_create_index": False,
        "indexes": [{"fields": ["purse", "year"], "unique": True}, ("settled", "year")],
    }
    id = StringField(primary_key=True)
    purse = StringField(required=True)
    year = IntField(required=True)
    issued = IntField(required=True)
    settled = BooleanField(required=True)
    expiries = IntField(required=True)
    version = IntField()
