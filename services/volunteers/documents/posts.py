"""Posts and deeds. `volunteer` is a volunteer's id, never an account."""

from mongoengine import BooleanField, DateTimeField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.volunteers.posts import DeedState


class PostKind(Document):
    meta = {"db_alias": "volunteers", "collection": "post_kinds", "auto_create_index": False}
    id = StringField(primary_key=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    version = IntField()


class Post(Document):
    """`holders`: at most `places` volunteers."""

    meta = {
        "db_alias": "volunteers",
        "collection": "posts",
        "auto_create_index": False,
        "indexes": [("within", "-id"), ("within", "kind", "-id"), ("holders",)],
    }
    id = StringField(primary_key=True)
    community = StringField(required=True)
    within = ListField(StringField())
    kind = StringField(required=True)
    title = StringField(required=True)
    places = IntField(required=True)
    holders = ListField(StringField())
    open = BooleanField(required=True)
    version = IntField()


class Deed(Document):
    """`day`: ISO, in Shanghai."""

    meta = {
        "db_alias": "volunteers",
        "collection": "deeds",
        "auto_create_index": False,
        "indexes": [("within", "-id"), ("within", "state", "day"), ("volunteer", "-id")],
    }
    id = StringField(primary_key=True)
    post = StringField(required=True)
    volunteer = StringField(required=True)
    community = StringField(required=True)
    within = ListField(StringField())
    kind = StringField(required=True)
    day = StringField(required=True)
    minutes = IntField(required=True)
    note = StringField(required=True)
    state = EnumField(DeedState, required=True)
    rating = IntField()
    decided_by = StringField()
    decided_at = DateTimeField()
    version = IntField()
