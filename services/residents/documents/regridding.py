"""Regriddings: planned, done, failed or called off."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    PolygonField,
    StringField,
)

from shared.contracts.residents.regridding import RegriddingKind, RegriddingState


class DrawnGrid(EmbeddedDocument):
    path = StringField(required=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    altnames = ListField(StringField())
    outline = PolygonField(required=True, auto_index=False)


class Regridding(Document):
    meta = {
        "db_alias": "residents",
        "collection": "regriddings",
        "auto_create_index": False,
        "indexes": [("state", "effective_at"), "ended"],
    }
    id = StringField(primary_key=True)
    kind = EnumField(RegriddingKind, required=True)
    state = EnumField(RegriddingState, required=True)
    ended = ListField(StringField())
    drawn = EmbeddedDocumentListField(DrawnGrid)
    effective_at = DateTimeField(required=True)
    reason = StringField(required=True)
    by = StringField(required=True)
    buildings_moved = IntField(default=0)
    points_moved = IntField(default=0)
    failure = StringField()
    version = IntField()
