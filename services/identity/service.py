"""What identity answers."""

from services.identity.outside.sms import sms_sender
from services.identity.store import IdentityStore
from services.identity.store.keys import own_keys
from services.identity.usecases import keys, phone, sessions
from services.identity.usecases.steps import apart
from shared.contracts.identity import keys as keys_api
from shared.contracts.identity import sessions as sessions_api
from shared.contracts.identity import sign_in as sign_in_api
from shared.messaging.every import every
from shared.messaging.observe import Observe
from shared.messaging.provide import Provide
from shared.messaging.relay import Relay
from shared.messaging.serve import serve
from shared.storage.database import Database

HOUR = 3600


def open_database() -> Database:
    database = Database("identity", IdentityStore)
    database.act("first-signing-key", keys.ensure_signing_key)
    return database


class Identity:
    name = "identity"
    observe = Observe()
    relay = Relay()
    store = Provide(open_database)
    sms = Provide(sms_sender)
    own_keys = staticmethod(own_keys)

    @serve(keys_api.GET_KEYS)
    def get_keys(self, call):
        return self.store.perform(call, keys.get_keys)

    @serve(keys_api.ROTATE_KEYS)
    def rotate_keys(self, call):
        return self.store.perform(call, keys.rotate_keys)

    @every(HOUR)
    def rotate_keys_when_due(self):
        apart(self.store, "rotate-keys", keys.rotate_when_due)

    @serve(sign_in_api.SEND_CODE)
    def send_code(self, call):
        return phone.send_code(self.store, self.sms, call)

    @serve(sign_in_api.SIGN_IN_BY_PHONE)
    def sign_in_by_phone(self, call):
        return phone.sign_in_by_phone(self.store, call)

    @serve(sign_in_api.REFRESH_TOKENS)
    def refresh_tokens(self, call):
        return sessions.refresh_tokens(self.store, call)

    @serve(sessions_api.GET_ME)
    def get_me(self, call):
        return self.store.perform(call, sessions.get_me)

    @serve(sessions_api.LIST_SESSIONS)
    def list_sessions(self, call):
        return self.store.perform(call, sessions.list_sessions)

    @serve(sessions_api.END_SESSION)
    def end_session(self, call):
        return self.store.perform(call, sessions.end_session)

    @serve(sessions_api.SIGN_OUT)
    def sign_out(self, call):
        return self.store.perform(call, sessions.sign_out)


SERVICE = Identity
