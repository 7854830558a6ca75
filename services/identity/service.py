"""What identity answers."""

from services.identity import usecases
from services.identity.store import IdentityStore
from shared.contracts import identity
from shared.messaging.observe import Observe
from shared.messaging.provide import Provide
from shared.messaging.relay import Relay
from shared.messaging.serve import serve
from shared.storage.database import Database


def open_database() -> Database:
    database = Database("identity", IdentityStore)
    database.act("first-signing-key", usecases.ensure_signing_key)
    return database


class Identity:
    name = "identity"
    observe = Observe()
    relay = Relay()
    store = Provide(open_database)

    @serve(identity.GET_KEYS)
    def get_keys(self, call):
        return self.store.perform(call, usecases.get_keys)


SERVICE = Identity
