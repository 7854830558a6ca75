"""Places of help."""

from mongoengine import (
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    PointField,
    StringField,
)

from shared.contracts.residents.points import Help, PointStatus


class OpenSpan(EmbeddedDocument):
    """`weekday` is absent in the spans of a special day."""

    weekday = IntField()
    opens = IntField(required=True)
    closes = IntField(required=True)


class OtherDay(EmbeddedDocument):
    """`day` as YYYY-MM-DD, in Asia/Shanghai."""

    day = StringField(required=True)
    spans = EmbeddedDocumentListField(OpenSpan)


class HelpPoint(Document):
    meta = {
        "db_alias": "residents",
        "collection": "points",
        "auto_create_index": False,
        "indexes": [("grid", "kind"), ("kind", "code"), "grams", {"fields": [("place", "2dsphere")]}],
    }
    code = StringField(primary_key=True)
    kind = EnumField(Help, required=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    place = PointField(required=True, auto_index=False)
    grid = StringField(required=True)
    address = StringField()
    phone = StringField()
    holder = StringField()
    services = ListField(StringField())
    hours = EmbeddedDocumentListField(OpenSpan)
    special_days = EmbeddedDocumentListField(OtherDay)
    status = EnumField(PointStatus, required=True)
    grams = ListField(StringField())
    folded = ListField(StringField())
    version = IntField()
