"""People. Numbers are sealed; `*_mark` is the keyed fingerprint by which one is found, `*_shown` its masked form."""

from mongoengine import DateField, DateTimeField, DictField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.residents.people import Mark, PaperKind, PersonState, Sex


class Person(Document):
    meta = {
        "db_alias": "residents",
        "collection": "people",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["paper_mark"], "unique": True, "partialFilterExpression": {"paper_mark": {"$gt": ""}}},
            {"fields": ["account"], "unique": True, "partialFilterExpression": {"account": {"$gt": ""}}},
            {"fields": ["phone_mark"], "partialFilterExpression": {"phone_mark": {"$gt": ""}}},
            "birth_date",
            ("area", "-id"),
            "name",
            ("area", "state", "birth_date"),
        ],
    }
    id = StringField(primary_key=True)
    name = StringField(required=True)
    sex = EnumField(Sex, required=True)
    birth_date = DateField(required=True)
    paper_kind = EnumField(PaperKind)
    paper = StringField()
    paper_mark = StringField()
    paper_shown = StringField()
    phone = StringField()
    phone_mark = StringField()
    phone_shown = StringField()
    state = EnumField(PersonState, required=True)
    area = StringField(required=True)
    account = StringField()
    marks = ListField(EnumField(Mark))
    extra = DictField()
    different_from = ListField(StringField())
    registered_at = DateTimeField(required=True)
    version = IntField()
