"""Teams and activities."""

from mongoengine import (
    BooleanField,
    DateField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    FloatField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.volunteers.activities import Category
from shared.contracts.volunteers.people import Skill
from shared.contracts.volunteers.responders import RosterPlace


class Squad(EmbeddedDocument):
    """`point`: longitude and latitude of where it starts from."""

    id = StringField(required=True)
    name = StringField(required=True)
    areas = ListField(StringField())
    estates = ListField(StringField())
    point = ListField(FloatField())


class Team(Document):
    """`leaders`: ids of volunteers. `within`: the area and all above it. `kind`, `sole` and `squads`: of teams that are kept
    by roster; `sole` is kind and community, which have one team together."""

    meta = {
        "db_alias": "volunteers",
        "collection": "teams",
        "auto_create_index": False,
        "indexes": [
            ("within", "category", "-id"),
            {"fields": ["within", "kind", "-id"], "partialFilterExpression": {"kind": {"$exists": True}}},
            {"fields": ["sole"], "unique": True, "sparse": True},
        ],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    name = StringField(required=True)
    category = EnumField(Category, required=True)
    leaders = ListField(StringField())
    members = IntField(required=True)
    formed_at = DateTimeField(required=True)
    kind = StringField()
    sole = StringField()
    squads = EmbeddedDocumentListField(Squad)
    version = IntField()


class TeamMember(Document):
    """Somebody on a roster who is not enrolled has `name` and `phone`, sealed, and `phone_mark`, by which they are found
    again; all others have `volunteer`."""

    meta = {
        "db_alias": "volunteers",
        "collection": "team_members",
        "auto_create_index": False,
        "indexes": [
            {
                "fields": ["team", "volunteer"],
                "unique": True,
                "partialFilterExpression": {"volunteer": {"$exists": True}},
            },
            ("team", "squad"),
            ("team", "-id"),
            ("volunteer",),
        ],
    }
    id = StringField(primary_key=True)
    team = StringField(required=True)
    volunteer = StringField()
    squad = StringField()
    place = EnumField(RosterPlace)
    name = StringField()
    phone = StringField()
    phone_mark = StringField()
    joined_at = DateTimeField(required=True)
    version = IntField()


class PlacesNeeded(EmbeddedDocument):
    skill = EnumField(Skill)
    places = IntField(required=True)


class Activity(Document):
    """`made_until`: the last day in Shanghai for which shifts were made. `due_at`: when more are made; absent: no more."""

    meta = {
        "db_alias": "volunteers",
        "collection": "activities",
        "auto_create_index": False,
        "indexes": [("within", "-id"), {"fields": ["due_at"], "sparse": True}],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    title = StringField(required=True)
    category = EnumField(Category, required=True)
    team = StringField()
    place = StringField(required=True)
    starts = DateTimeField(required=True)
    minutes = IntField(required=True)
    rule = StringField()
    needs = EmbeddedDocumentListField(PlacesNeeded)
    reserve = IntField(required=True)
    stand_by = IntField(required=True, default=0)
    most_each = IntField()
    opens_before = IntField(required=True)
    closes_before = IntField(required=True)
    made_until = DateField()
    due_at = DateTimeField()
    cancelled = BooleanField(required=True, default=False)
    paused = StringField()
    version = IntField()
