"""Cameras that units share."""

from mongoengine import Document, EnumField, IntField, ListField, PointField, StringField

from shared.contracts.residents.cameras import CameraStatus


class Camera(Document):
    """`units` is the owner and all that share it."""

    meta = {
        "db_alias": "residents",
        "collection": "cameras",
        "auto_create_index": False,
        "indexes": [("grid", "code"), ("units", "code"), {"fields": [("place", "2dsphere")]}],
    }
    code = StringField(primary_key=True)
    name = StringField(required=True)
    place = PointField(required=True, auto_index=False)
    grid = StringField(required=True)
    owner = StringField(required=True)
    shared_with = ListField(StringField())
    units = ListField(StringField())
    purpose = StringField(required=True)
    kept_days = IntField(required=True)
    status = EnumField(CameraStatus, required=True)
    version = IntField()
