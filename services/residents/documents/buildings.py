"""Estates and buildings."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    PointField,
    StringField,
)


class Estate(Document):
    meta = {
        "db_alias": "residents",
        "collection": "estates",
        "auto_create_index": False,
        "indexes": ["community", "grams"],
    }
    code = StringField(primary_key=True)
    community = StringField(required=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    grams = ListField(StringField())
    folded = ListField(StringField())
    version = IntField()


class Stay(EmbeddedDocument):
    """In which grid a building lay, from when until when."""

    grid = StringField(required=True)
    since = DateTimeField(required=True)
    until = DateTimeField()


class Building(Document):
    """`grid` is that of the last stay; `dwelling_count` is kept for figures."""

    meta = {
        "db_alias": "residents",
        "collection": "buildings",
        "auto_create_index": False,
        "indexes": [("grid", "code"), "stays.grid", "estate", "grams", {"fields": [("place", "2dsphere")]}],
    }
    code = StringField(primary_key=True)
    estate = StringField()
    address = StringField(required=True)
    number = StringField()
    storeys = IntField(required=True)
    units = IntField(required=True)
    landing = IntField(required=True)
    completed = IntField()
    dwellings = ListField(StringField())
    dwelling_count = IntField(required=True)
    place = PointField(required=True, auto_index=False)
    grid = StringField(required=True)
    stays = EmbeddedDocumentListField(Stay)
    grams = ListField(StringField())
    folded = ListField(StringField())
    version = IntField()
