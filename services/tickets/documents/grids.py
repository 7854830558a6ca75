"""Where grids lie."""

from mongoengine import BooleanField, Document, IntField, PolygonField, StringField


class Grid(Document):
    """A copy of residents' grids, kept by events; `source_version` is residents' version of it.

    One that has ended stays as a mark, so that an older event that comes late does not bring it back.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "grids",
        "auto_create_index": False,
        "indexes": [{"fields": [("outline", "2dsphere")]}],
    }
    path = StringField(primary_key=True)
    outline = PolygonField(auto_index=False)
    ended = BooleanField(default=False)
    source_version = IntField(required=True)
