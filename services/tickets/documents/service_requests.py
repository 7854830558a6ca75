"""Updates that partner platforms gave."""

from mongoengine import DateTimeField, Document, IntField, StringField


class PlatformUpdate(Document):
    """The id holds account and the platform's own id of the update, so that each is taken once."""

    meta = {"db_alias": "tickets", "collection": "platform_updates", "auto_create_index": False, "indexes": ["ticket"]}
    id = StringField(primary_key=True)
    ticket = StringField(required=True)
    status = StringField(required=True)
    updated_at = DateTimeField(required=True)
    received_at = DateTimeField(required=True)
    version = IntField()
