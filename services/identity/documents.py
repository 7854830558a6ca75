"""What identity stores."""

from mongoengine import DateTimeField, Document, IntField, StringField


class SigningKey(Document):
    """An ES256 key pair; the private part is sealed."""

    meta = {"db_alias": "identity", "collection": "signing_keys", "auto_create_index": False}
    id = StringField(primary_key=True)
    public = StringField(required=True)
    sealed = StringField(required=True)
    made_at = DateTimeField(required=True)
    version = IntField()
