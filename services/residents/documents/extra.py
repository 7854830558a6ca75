"""The fields that districts add to people."""

from mongoengine import BooleanField, Document, EmbeddedDocument, EmbeddedDocumentListField, IntField, StringField


class ExtraField(EmbeddedDocument):
    name = StringField(required=True)
    title = StringField(required=True)
    json_schema = StringField(required=True)
    required = BooleanField()
    unique = BooleanField()


class ExtraFields(Document):
    meta = {"db_alias": "residents", "collection": "extra_fields", "auto_create_index": False}
    district = StringField(primary_key=True)
    fields_added = EmbeddedDocumentListField(ExtraField)
    version = IntField()
