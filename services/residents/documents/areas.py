"""Areas and their outlines."""

from mongoengine import Document, EnumField, IntField, PolygonField, StringField

from shared.contracts.residents.areas import AreaKind


class Area(Document):
    meta = {
        "db_alias": "residents",
        "collection": "areas",
        "auto_create_index": False,
        "indexes": ["parent", {"fields": [("outline", "2dsphere")]}],
    }
    path = StringField(primary_key=True)
    kind = EnumField(AreaKind, required=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    outline = PolygonField(required=True, auto_index=False)
    parent = StringField()
    version = IntField()
