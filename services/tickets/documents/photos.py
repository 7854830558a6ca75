"""Photos."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    StringField,
)


class Showing(EmbeddedDocument):
    """A thing outside of tickets that shows the photo: to staff of `areas`, or to everybody."""

    thing = StringField(required=True)
    areas = ListField(StringField())
    everybody = BooleanField(required=True)


class Photo(Document):
    """What is known of a photo; picture and thumbnail lie in GridFS under its id and `<id>.thumbnail`.

    It is written before them and deleted after them, so that no picture is there without it. While it has no owner there
    is no photo for anybody. `goes_at`: when it is deleted, unless something shows it by then.
    `shown_in`: areas whose staff may see it, because it was attached to something that they decide on.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "photos",
        "auto_create_index": False,
        "indexes": ["owner", "showings.thing", {"fields": ["goes_at"], "sparse": True}],
    }
    id = StringField(primary_key=True)
    owner = StringField()
    media_type = StringField(required=True)
    size = IntField(required=True)
    width = IntField(required=True)
    height = IntField(required=True)
    goes_at = DateTimeField()
    shown_in = ListField(StringField())
    showings = EmbeddedDocumentListField(Showing)
    version = IntField()
