"""What residents' register has told: who is behind an account, and which households live where."""

from mongoengine import Document, IntField, StringField


class KnownAccount(Document):
    """`id`: an account that signs in."""

    meta = {"db_alias": "volunteers", "collection": "known_accounts", "auto_create_index": False, "indexes": ["person"]}
    id = StringField(primary_key=True)
    person = StringField(required=True)


class KnownHousehold(Document):
    """`id` is that of the register; without `area` nobody lives there any more. `version`: of the last news of it."""

    meta = {"db_alias": "volunteers", "collection": "known_households", "auto_create_index": False}
    id = StringField(primary_key=True)
    area = StringField()
    version = IntField(required=True)
