"""Who was forgotten."""

from mongoengine import DateTimeField, Document, IntField, StringField

REMEMBERED_SECONDS = 90 * 24 * 3600
"""Longer than any news is on its way."""


class Forgotten(Document):
    """The key is a keyed print of an account or a person, from which neither can be told: what comes late of them is let go."""

    meta = {
        "db_alias": "volunteers",
        "collection": "forgotten",
        "auto_create_index": False,
        "indexes": [{"fields": ["at"], "expireAfterSeconds": REMEMBERED_SECONDS}],
    }
    id = StringField(primary_key=True)
    at = DateTimeField(required=True)
    version = IntField()
