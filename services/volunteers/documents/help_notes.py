"""Notes on calls for help."""

from mongoengine import BooleanField, DateTimeField, Document, IntField, ListField, StringField


class HelpNote(Document):
    """`text` and `outcome` are sealed. `due`: ISO day in Shanghai. `pending` is set while it is to be followed up."""

    meta = {
        "db_alias": "volunteers",
        "collection": "help_notes",
        "auto_create_index": False,
        "indexes": [
            ("call", "-id"),
            {"fields": ["within", "due", "id"], "partialFilterExpression": {"pending": True}},
        ],
    }
    id = StringField(primary_key=True)
    call = StringField(required=True)
    area = StringField(required=True)
    within = ListField(StringField())
    by = StringField(required=True)
    text = StringField()
    due = StringField()
    pending = BooleanField()
    outcome = StringField()
    closed_by = StringField()
    closed_at = DateTimeField()
    written_at = DateTimeField(required=True)
    version = IntField()
