"""Who follows a matter besides its reporter."""

from mongoengine import DateTimeField, Document, IntField, StringField


class Follower(Document):
    """`origin`: the ticket that was merged into this one; without it somebody has joined."""

    meta = {
        "db_alias": "tickets",
        "collection": "ticket_followers",
        "auto_create_index": False,
        "indexes": ["ticket", ("account", "-ticket")],
    }
    id = StringField(primary_key=True)
    ticket = StringField(required=True)
    account = StringField(required=True)
    origin = StringField()
    since = DateTimeField(required=True)
    version = IntField()
