"""Groups, their members, what they posted and what was done in them."""

from mongoengine import BooleanField, DateTimeField, Document, EnumField, IntField, StringField

from shared.contracts.residents.groups import Door, GroupKind, MemberRole, MemberState, PostKind


class Group(Document):
    """`members` is counted by the database itself, beside the version."""

    meta = {
        "db_alias": "residents",
        "collection": "groups",
        "auto_create_index": False,
        "indexes": [("area", "-id")],
    }
    id = StringField(primary_key=True)
    kind = EnumField(GroupKind, required=True)
    area = StringField(required=True)
    name = StringField(required=True)
    about = StringField()
    door = EnumField(Door, required=True)
    capacity = IntField(required=True)
    members = IntField(required=True, default=0)
    volunteer = StringField()
    founded_at = DateTimeField(required=True)
    dissolved = BooleanField(default=False)
    version = IntField()


class GroupMember(Document):
    meta = {
        "db_alias": "residents",
        "collection": "group_members",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["group", "account"], "unique": True},
            ("group", "state", "id"),
            ("account", "state"),
        ],
    }
    id = StringField(primary_key=True)
    group = StringField(required=True)
    account = StringField(required=True)
    person = StringField()
    called = StringField(required=True)
    greeting = StringField()
    role = EnumField(MemberRole, required=True)
    state = EnumField(MemberState, required=True)
    since = DateTimeField(required=True)
    reason = StringField()
    version = IntField()


class GroupPost(Document):
    meta = {
        "db_alias": "residents",
        "collection": "group_posts",
        "auto_create_index": False,
        "indexes": [("group", "-id"), ("group", "author", "-at")],
    }
    id = StringField(primary_key=True)
    group = StringField(required=True)
    kind = EnumField(PostKind, required=True)
    author = StringField(required=True)
    called = StringField(required=True)
    text = StringField(required=True)
    answers = StringField()
    at = DateTimeField(required=True)
    removed = BooleanField(default=False)
    removed_for = StringField()
    version = IntField()


class GroupRecord(Document):
    """One thing that was done in a group. Never changed."""

    meta = {
        "db_alias": "residents",
        "collection": "group_records",
        "auto_create_index": False,
        "indexes": [("group", "-id")],
    }
    id = StringField(primary_key=True)
    group = StringField(required=True)
    at = DateTimeField(required=True)
    by = StringField(required=True)
    action = StringField(required=True)
    subject = StringField()
    reason = StringField()
