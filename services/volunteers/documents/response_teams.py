"""Kinds of teams with squads."""

from mongoengine import Document, IntField, ListField, StringField


class TeamKind(Document):
    """The kind's code is the key."""

    meta = {"db_alias": "volunteers", "collection": "team_kinds", "auto_create_index": False}
    id = StringField(primary_key=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    team_least = IntField(required=True)
    team_most = IntField(required=True)
    squad_least = IntField(required=True)
    squad_most = IntField(required=True)
    version = IntField()


class StreetDuty(Document):
    """The street's path is the key."""

    meta = {
        "db_alias": "volunteers",
        "collection": "street_duties",
        "auto_create_index": False,
        "indexes": [("accounts",)],
    }
    id = StringField(primary_key=True)
    accounts = ListField(StringField())
    version = IntField()
