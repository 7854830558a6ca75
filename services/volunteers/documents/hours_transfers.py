"""Hours that were given without a visit; the amounts stand in the book."""

from mongoengine import DateTimeField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.volunteers.help_kinds import HelpVisitKind
from shared.contracts.volunteers.hours_transfers import HoursTransferKind


class HoursTransfer(Document):
    """`payer` and `payee` are accounts of hours, `area` and `to_area` the communities of both when it was given.

    `within`: both communities and all above them. `by`: who in office granted or vouched. What people say is sealed.
    """

    meta = {
        "db_alias": "volunteers",
        "collection": "hours_transfers",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["payer", "-id"], "sparse": True},
            {"fields": ["payee", "-id"], "sparse": True},
            ("within", "-id"),
            ("within", "at"),
        ],
    }
    id = StringField(primary_key=True)
    kind = EnumField(HoursTransferKind, required=True)
    payer = StringField()
    payee = StringField()
    area = StringField(required=True)
    to_area = StringField(required=True)
    within = ListField(StringField())
    minutes = IntField(required=True)
    help = EnumField(HelpVisitKind)
    request = StringField()
    reason = StringField()
    by = StringField()
    at = DateTimeField(required=True)
    reversed_at = DateTimeField()
    reversed_by = StringField()
    reversed_because = StringField()
    version = IntField()
