"""Areas and their outlines."""

from mongoengine import DateTimeField, Document, EnumField, IntField, ListField, PolygonField, StringField

from shared.contracts.residents.areas import AreaKind


class Area(Document):
    """`grams` and `folded` are what it is found by; `until` is absent while it is valid."""

    meta = {
        "db_alias": "residents",
        "collection": "areas",
        "auto_create_index": False,
        "indexes": ["parent", "grams", ("kind", "path"), {"fields": [("outline", "2dsphere")]}],
    }
    path = StringField(primary_key=True)
    kind = EnumField(AreaKind, required=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    altnames = ListField(StringField())
    outline = PolygonField(required=True, auto_index=False)
    parent = StringField()
    since = DateTimeField(required=True)
    until = DateTimeField()
    succeeds = ListField(StringField())
    succeeded_by = ListField(StringField())
    grams = ListField(StringField())
    folded = ListField(StringField())
    version = IntField()
