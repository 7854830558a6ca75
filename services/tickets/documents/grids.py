"""Where areas and buildings lie."""

from mongoengine import BooleanField, Document, IntField, PointField, PolygonField, StringField


class Grid(Document):
    """A copy of residents' areas, kept by events; `source_version` is residents' version of it.

    `depth`: 1 district, 2 street, 3 community, 4 grid. One that has ended stays as a mark, so that an older event that
    comes late does not bring it back.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "grids",
        "auto_create_index": False,
        "indexes": [{"fields": [("outline", "2dsphere")]}],
    }
    path = StringField(primary_key=True)
    depth = IntField(required=True)
    outline = PolygonField(auto_index=False)
    ended = BooleanField(default=False)
    source_version = IntField(required=True)


class Building(Document):
    """A copy of residents' buildings, kept by events."""

    meta = {
        "db_alias": "tickets",
        "collection": "buildings",
        "auto_create_index": False,
        "indexes": ["address"],
    }
    code = StringField(primary_key=True)
    address = StringField(required=True)
    area = StringField(required=True)
    place = PointField(auto_index=False)
    source_version = IntField(required=True)
