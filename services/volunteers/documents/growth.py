"""Postings to groups, formulas and kept honours."""

from mongoengine import DateTimeField, DictField, Document, IntField, ListField, StringField


class Posting(Document):
    """A volunteer posted to a group; `account` is forgotten with the person. `active_group` is there while it lasts."""

    meta = {
        "db_alias": "volunteers",
        "collection": "group_postings",
        "auto_create_index": False,
        "indexes": [
            ("within", "-id"),
            ("account",),
            {"fields": ["active_group"], "unique": True, "sparse": True},
        ],
    }
    id = StringField(primary_key=True)
    group = StringField(required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    account = StringField()
    active_group = StringField()
    posted_at = DateTimeField(required=True)
    ended_at = DateTimeField()
    version = IntField()


class GroupAnswer(Document):
    """One matter that one volunteer answered; both are the key. `day`: ISO, in Shanghai, of the first answer."""

    meta = {
        "db_alias": "volunteers",
        "collection": "group_answers",
        "auto_create_index": False,
        "indexes": [("within", "day")],
    }
    id = StringField(primary_key=True)
    volunteer = StringField(required=True)
    within = ListField(StringField())
    day = StringField(required=True)
    version = IntField()


class Formula(Document):
    """`id`: district and number."""

    meta = {
        "db_alias": "volunteers",
        "collection": "growth_formulas",
        "auto_create_index": False,
        "indexes": [("district", "number")],
    }
    id = StringField(primary_key=True)
    district = StringField(required=True)
    number = IntField(required=True)
    since = StringField(required=True)
    weights = DictField(required=True)
    version = IntField()


class GrowthStanding(Document):
    """What is on record of one volunteer in an area and period, and their index by the formula of that period; the three
    are the key. Kept with each fact, so that a rank is counted and nobody else's facts are read for it."""

    meta = {
        "db_alias": "volunteers",
        "collection": "growth_standings",
        "auto_create_index": False,
        "indexes": [("area", "period", "-index")],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    period = StringField(required=True)
    volunteer = StringField(required=True)
    deeds = IntField(required=True)
    sessions = IntField(required=True)
    answers = IntField(required=True)
    ratings = IntField(required=True)
    shifts = IntField(required=True)
    index = IntField(required=True)
    version = IntField()


class Honours(Document):
    """`rows`: as they were reckoned when the period was closed."""

    meta = {
        "db_alias": "volunteers",
        "collection": "growth_honours",
        "auto_create_index": False,
        "indexes": [{"fields": ["area", "period"], "unique": True}],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    period = StringField(required=True)
    formula = IntField(required=True)
    volunteers = IntField(required=True)
    least = IntField(required=True)
    rows = ListField(DictField())
    closed_at = DateTimeField(required=True)
    version = IntField()
