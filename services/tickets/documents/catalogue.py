"""The catalogue, and how each category came to be what it is."""

from mongoengine import BooleanField, DateTimeField, Document, IntField, ListField, StringField


class CategoryEntry(Document):
    """`fields` are the contract's CategoryFields as JSON text: a district's JSON Schemas may use words that a database
    reads as its own. `version` is the revision."""

    meta = {"db_alias": "tickets", "collection": "categories", "auto_create_index": False}
    id = StringField(primary_key=True)
    fields = StringField(required=True)
    retired = BooleanField(required=True)
    version = IntField()


class CategoryChange(Document):
    """One revision of a category; never changed."""

    meta = {
        "db_alias": "tickets",
        "collection": "category_changes",
        "auto_create_index": False,
        "indexes": [{"fields": ["code", "-revision"], "unique": True}],
    }
    id = StringField(primary_key=True)
    code = StringField(required=True)
    revision = IntField(required=True)
    at = DateTimeField(required=True)
    by = StringField(required=True)
    changed = ListField(StringField())
    retired = BooleanField(required=True)
    fields = StringField(required=True)
    version = IntField()
