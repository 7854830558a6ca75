"""The log of escalations: rows are added, and never changed or removed."""

from mongoengine import BooleanField, DateTimeField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.tickets.escalations import EscalationClock
from shared.contracts.tickets.matters import TicketState


class TicketEscalation(Document):
    """`within`: the area and all above it. `against`: whom the matter is about; the entry does not exist for them."""

    meta = {
        "db_alias": "tickets",
        "collection": "ticket_escalations",
        "auto_create_index": False,
        "indexes": [("ticket", "-id"), ("within", "-id")],
    }
    id = StringField(primary_key=True)
    ticket = StringField(required=True)
    number = StringField(required=True)
    task = StringField()
    within = ListField(StringField(), required=True)
    state = EnumField(TicketState, required=True)
    clock = EnumField(EscalationClock, required=True)
    from_desk = StringField(required=True)
    to_desk = StringField(required=True)
    at_top = BooleanField(required=True)
    named = BooleanField(required=True)
    due = DateTimeField(required=True)
    at = DateTimeField(required=True)
    overdue_seconds = IntField(required=True)
    against = StringField()
    version = IntField()
