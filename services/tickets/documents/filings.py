"""Applications for e-service items."""

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

from shared.contracts.tickets.filings import FilingState, HandOver
from shared.contracts.tickets.items import FilingPlace


class HandedIn(EmbeddedDocument):
    paper = StringField(required=True)
    photos = ListField(StringField(), required=True)


class FiledStep(EmbeddedDocument):
    action = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    target = EnumField(FilingState, required=True)
    note = StringField()


class Filing(Document):
    """`sealed` holds form and on whose behalf. `day` is the one of filing, in Shanghai, as ISO text.

    `in_time` is absent until it is decided. `asked` are the papers that were asked for after filing.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "filings",
        "auto_create_index": False,
        "indexes": [
            ("filer", "-id"),
            ("person", "-id"),
            ("area", "-id"),
            ("area", "state", "due_at"),
            {"fields": ["receipt"], "unique": True, "sparse": True},
            {
                "fields": ["day", "area", "department", "item", "place", "decision", "in_time"],
                "partialFilterExpression": {"day": {"$exists": True}},
            },
        ],
    }
    id = StringField(primary_key=True)
    receipt = StringField()
    item = StringField(required=True)
    edition = IntField(required=True)
    department = StringField(required=True)
    area = StringField(required=True)
    place = EnumField(FilingPlace, required=True)
    platform = StringField()
    filer = StringField(required=True)
    person = StringField()
    sealed = StringField()
    papers = EmbeddedDocumentListField(HandedIn)
    asked = ListField(StringField())
    state = EnumField(FilingState, required=True)
    decision = EnumField(FilingState)
    drafted_at = DateTimeField(required=True)
    filed_at = DateTimeField()
    day = StringField()
    asked_at = DateTimeField()
    due_at = DateTimeField()
    decided_at = DateTimeField()
    in_time = BooleanField()
    handed_over = EnumField(HandOver)
    stars = IntField()
    comment = StringField()
    history = EmbeddedDocumentListField(FiledStep)
    version = IntField()
