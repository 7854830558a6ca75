"""Outside desks, what was sent to them, and what they reported."""

from mongoengine import BooleanField, DateTimeField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.tickets.matters import ReferralState
from shared.contracts.tickets.outside import ReportedState


class DeskOutside(Document):
    """`clients`: the partner's accounts."""

    meta = {
        "db_alias": "tickets",
        "collection": "outside_desks",
        "auto_create_index": False,
        "indexes": ["clients"],
    }
    id = StringField(primary_key=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    clients = ListField(StringField())
    active = BooleanField(required=True)
    version = IntField()


class Referral(Document):
    """One hand-off of a matter. `within`: the matter's area and all above it."""

    meta = {
        "db_alias": "tickets",
        "collection": "referrals",
        "auto_create_index": False,
        "indexes": [("ticket", "-id"), ("desk", "-id"), ("within", "-id")],
    }
    id = StringField(primary_key=True)
    ticket = StringField(required=True)
    number = StringField(required=True)
    desk = StringField(required=True)
    area = StringField(required=True)
    within = ListField(StringField(), required=True)
    against = StringField()
    from_desk = StringField(required=True)
    state = EnumField(ReferralState, required=True)
    reference = StringField()
    note = StringField(required=True)
    sent_at = DateTimeField(required=True)
    updated_at = DateTimeField()
    ended_at = DateTimeField()
    version = IntField()


class ReferralUpdate(Document):
    """One per desk and the desk's own update id: the key is both."""

    meta = {
        "db_alias": "tickets",
        "collection": "referral_updates",
        "auto_create_index": False,
        "indexes": [("referral", "updated_at")],
    }
    id = StringField(primary_key=True)
    referral = StringField(required=True)
    update_id = StringField(required=True)
    state = EnumField(ReportedState, required=True)
    text = StringField(required=True)
    reference = StringField(required=True)
    updated_at = DateTimeField(required=True)
    received_at = DateTimeField(required=True)
    late = BooleanField(required=True)
    by = StringField(required=True)
    version = IntField()
