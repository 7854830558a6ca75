"""Accounts of hours; what is in them stands in the book."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    IntField,
    ListField,
    StringField,
)


class HoursAccount(Document):
    """`account` signs in, `person` is of the register; both are gone once the person is forgotten.

    `within`: the area and all above it. `engaged` counts what relied on where the account stands.
    """

    meta = {
        "db_alias": "volunteers",
        "collection": "hours_accounts",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["account"], "unique": True, "sparse": True},
            {"fields": ["person"], "unique": True, "sparse": True},
        ],
    }
    id = StringField(primary_key=True)
    account = StringField()
    person = StringField()
    area = StringField(required=True)
    within = ListField(StringField())
    priority = BooleanField(required=True, default=False)
    priority_by = StringField()
    priority_reason = StringField()
    engaged = IntField(required=True, default=0)
    opened_at = DateTimeField(required=True)
    version = IntField()

    @property
    def forgotten(self) -> bool:
        return self.account is None and self.person is None
