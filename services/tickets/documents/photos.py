"""Photos."""

from mongoengine import BinaryField, Document, IntField, StringField


class Photo(Document):
    meta = {
        "db_alias": "tickets",
        "collection": "photos",
        "auto_create_index": False,
    }
    id = StringField(primary_key=True)
    owner = StringField(required=True)
    media_type = StringField(required=True)
    size = IntField(required=True)
    content = BinaryField(required=True)
    version = IntField()
