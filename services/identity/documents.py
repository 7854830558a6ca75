"""What identity stores. Phones and secrets are sealed; what is only ever compared is kept as a keyed fingerprint."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.actor import Role
from shared.contracts.identity.accounts import AccountState


class SigningKey(Document):
    """An ES256 key pair; the private part is sealed."""

    meta = {"db_alias": "identity", "collection": "signing_keys", "auto_create_index": False}
    id = StringField(primary_key=True)
    public = StringField(required=True)
    sealed = StringField(required=True)
    made_at = DateTimeField(required=True)
    signs_from = DateTimeField(required=True)
    version = IntField()


class Account(Document):
    """Somebody who may sign in; `phone_print` and `staff_number` find it."""

    meta = {
        "db_alias": "identity",
        "collection": "accounts",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["phone_print"], "unique": True, "partialFilterExpression": {"phone_print": {"$exists": True}}},
            {
                "fields": ["staff_number"],
                "unique": True,
                "partialFilterExpression": {"staff_number": {"$exists": True}},
            },
            ("areas", "id"),
            {"fields": ["ticket_print"], "sparse": True},
        ],
    }
    id = StringField(primary_key=True)
    state = EnumField(AccountState, required=True)
    name = StringField()
    roles = ListField(EnumField(Role))
    areas = ListField(StringField())
    phone_print = StringField()
    phone_sealed = StringField()
    staff_number = StringField()
    staff_version = IntField()
    person = StringField()
    person_version = IntField()
    home = StringField()
    password_hash = StringField()
    enrolled = BooleanField(required=True, default=False)
    ticket_print = StringField()
    ticket_until = DateTimeField()
    totp_sealed = StringField()
    totp_step = IntField()
    backup_prints = ListField(StringField())
    opened_at = DateTimeField(required=True)
    version = IntField()


class OneTimeCode(Document):
    """The last code of a phone, and when codes were sent to it within the hour."""

    meta = {
        "db_alias": "identity",
        "collection": "one_time_codes",
        "auto_create_index": False,
        "indexes": [{"fields": ["gone_at"], "expireAfterSeconds": 0}],
    }
    phone_print = StringField(primary_key=True)
    code_print = StringField()
    sent = ListField(DateTimeField())
    asked_by = StringField()
    tries_left = IntField(required=True)
    expires_at = DateTimeField(required=True)
    used_at = DateTimeField()
    used_by = StringField()
    session = StringField()
    gone_at = DateTimeField(required=True)
    version = IntField()


class Session(Document):
    """One sign-in on one device: a line of refresh tokens of which only the newest is good."""

    meta = {
        "db_alias": "identity",
        "collection": "sessions",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["line_print"], "unique": True},
            ("account", "-id"),
            {"fields": ["expires_at"], "expireAfterSeconds": 0},
        ],
    }
    id = StringField(primary_key=True)
    account = StringField(required=True)
    device = StringField()
    began_at = DateTimeField(required=True)
    last_used_at = DateTimeField(required=True)
    expires_at = DateTimeField(required=True)
    ended_at = DateTimeField()
    line_print = StringField(required=True)
    current_print = StringField(required=True)
    previous_print = StringField()
    rotated_by = StringField()
    rotated_at = DateTimeField()
    version = IntField()


class AccountChange(Document):
    """One entry of an account's history."""

    meta = {
        "db_alias": "identity",
        "collection": "account_changes",
        "auto_create_index": False,
        "indexes": [("account", "-id")],
    }
    id = StringField(primary_key=True)
    account = StringField(required=True)
    action = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    roles = ListField(EnumField(Role), default=None)
    areas = ListField(StringField(), default=None)
    reason = StringField()
    version = IntField()


class FailedSignIns(Document):
    """Attempts on one staff number since its last success, whether there is such an account or not."""

    meta = {
        "db_alias": "identity",
        "collection": "failed_sign_ins",
        "auto_create_index": False,
        "indexes": [{"fields": ["gone_at"], "expireAfterSeconds": 0}],
    }
    staff_number = StringField(primary_key=True)
    count = IntField(required=True)
    last_at = DateTimeField(required=True)
    gone_at = DateTimeField(required=True)
    version = IntField()


class OidcSignIn(Document):
    """A sign-in that has been sent to the city's provider and is to come back, once."""

    meta = {
        "db_alias": "identity",
        "collection": "oidc_sign_ins",
        "auto_create_index": False,
        "indexes": [{"fields": ["gone_at"], "expireAfterSeconds": 0}],
    }
    state_print = StringField(primary_key=True)
    sealed = StringField(required=True)
    gone_at = DateTimeField(required=True)
    version = IntField()


class ClientKey(EmbeddedDocument):
    print = StringField(required=True)
    made_at = DateTimeField(required=True)
    good_until = DateTimeField()


class Client(Document):
    """A partner's machine."""

    meta = {"db_alias": "identity", "collection": "clients", "auto_create_index": False}
    id = StringField(primary_key=True)
    name = StringField(required=True)
    areas = ListField(StringField())
    disabled = BooleanField(required=True, default=False)
    keys = EmbeddedDocumentListField(ClientKey)
    version = IntField()
