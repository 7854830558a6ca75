"""Things that people throw away."""

from mongoengine import Document, EnumField, IntField, ListField, StringField

from shared.contracts.tickets.waste import Bin


class WasteThing(Document):
    meta = {"db_alias": "tickets", "collection": "waste_things", "auto_create_index": False}
    code = StringField(primary_key=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    bin = EnumField(Bin, required=True)
    words = ListField(StringField())
    hint = StringField()
    version = IntField()
