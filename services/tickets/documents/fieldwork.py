"""Home visits and patrols. `day` is the one in Shanghai, as ISO text."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.tickets.fieldwork import VisitKind


class FoundEntry(EmbeddedDocument):
    ticket = StringField(required=True)
    number = StringField(required=True)
    category = StringField(required=True)
    settled = BooleanField(required=True)


class Visit(Document):
    """`settled`: how many of those found were settled on the spot; kept for the figures, which read no entries."""

    meta = {
        "db_alias": "tickets",
        "collection": "visits",
        "auto_create_index": False,
        "indexes": [("area", "-id"), ("area", "day", "kind"), "by", "companions"],
    }
    id = StringField(primary_key=True)
    kind = EnumField(VisitKind, required=True)
    area = StringField(required=True)
    building = StringField()
    route = StringField()
    began_at = DateTimeField(required=True)
    day = StringField(required=True)
    minutes = IntField(required=True)
    by = StringField(required=True)
    companions = ListField(StringField())
    met = IntField(required=True)
    note = StringField()
    entries = EmbeddedDocumentListField(FoundEntry)
    found = IntField(required=True)
    settled = IntField(required=True)
    version = IntField()
