"""Rules by which deeds earn points, budgets and awards."""

from mongoengine import BooleanField, DateTimeField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.volunteers.points import Measure


class EarningRule(Document):
    """One edition of a rule; the highest edition of an area and kind counts."""

    meta = {
        "db_alias": "volunteers",
        "collection": "earning_rules",
        "auto_create_index": False,
        "indexes": [{"fields": ["area", "kind", "-edition"], "unique": True}],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    kind = StringField(required=True)
    edition = IntField(required=True)
    name = StringField(required=True)
    points = IntField(required=True)
    measure = EnumField(Measure, required=True)
    daily_cap = IntField()
    monthly_cap = IntField()
    active = BooleanField(required=True)
    by = StringField(required=True)
    since = DateTimeField(required=True)
    version = IntField()


class PointsBudget(Document):
    """`id` is area and month. `awarded`: what was awarded under it."""

    meta = {"db_alias": "volunteers", "collection": "points_budgets", "auto_create_index": False}
    id = StringField(primary_key=True)
    area = StringField(required=True)
    month = StringField(required=True)
    points = IntField(required=True)
    awarded = IntField(required=True)
    version = IntField()


class Award(Document):
    """Its entry in the book is `award:<id>`. `key` names the deed, and is given free when the award is `taken_back`, with a reason.

    `day` and `month` are those in Shanghai.
    """

    meta = {
        "db_alias": "volunteers",
        "collection": "awards",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["key"], "unique": True},
            ("kind", "deed"),
            ("account", "kind", "month"),
            ("within", "month"),
            ("within", "-id"),
        ],
    }
    id = StringField(primary_key=True)
    key = StringField(required=True)
    account = StringField()
    area = StringField(required=True)
    within = ListField(StringField())
    kind = StringField(required=True)
    deed = StringField(required=True)
    times = IntField(required=True)
    points = IntField(required=True)
    rule = StringField(required=True)
    edition = IntField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    day = StringField(required=True)
    month = StringField(required=True)
    taken_back = StringField()
    taken_back_by = StringField()
    version = IntField()
