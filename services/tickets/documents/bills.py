"""Shared bills with their rows and payments; amounts in fen."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    StringField,
)

from shared.contracts.tickets.bills import BillState


class HouseholdRow(EmbeddedDocument):
    household = StringField(required=True)
    account = StringField()
    before = IntField()
    after = IntField()
    amount = IntField()
    paid = IntField(required=True)


class BillPayment(EmbeddedDocument):
    household = StringField(required=True)
    amount = IntField(required=True)
    at = DateTimeField(required=True)
    by = StringField(required=True)
    note = StringField()


class Bill(Document):
    """`since` and `until` are days in Shanghai as ISO text."""

    meta = {
        "db_alias": "tickets",
        "collection": "bills",
        "auto_create_index": False,
        "indexes": [("area", "-id")],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    title = StringField(required=True)
    unit = StringField(required=True)
    total = IntField(required=True)
    since = StringField(required=True)
    until = StringField(required=True)
    topic = StringField()
    state = EnumField(BillState, required=True)
    rows = EmbeddedDocumentListField(HouseholdRow)
    payments = EmbeddedDocumentListField(BillPayment)
    settled_at = DateTimeField()
    version = IntField()
