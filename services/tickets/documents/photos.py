"""Photos."""

from mongoengine import BinaryField, Document, IntField, ListField, StringField


class Photo(Document):
    """`shown_in`: areas whose staff may see it, because it was attached to something that they decide on."""

    meta = {
        "db_alias": "tickets",
        "collection": "photos",
        "auto_create_index": False,
        "indexes": ["owner"],
    }
    id = StringField(primary_key=True)
    owner = StringField(required=True)
    media_type = StringField(required=True)
    size = IntField(required=True)
    content = BinaryField(required=True)
    shown_in = ListField(StringField())
    version = IntField()
