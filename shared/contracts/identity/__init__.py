"""Identity: accounts, one-time codes, passwords and second factors, tokens and the keys that sign them."""

from shared.contracts.identity import accounts, clients, keys, privacy, sessions, sign_in, staff
from shared.contracts.identity.keys import GET_KEYS, GetKeys
from shared.contracts.identity.privacy import AccountCollected
from shared.contracts.operation import Api

__all__ = ["API", "GET_KEYS", "AccountCollected", "GetKeys"]

API = Api.of(
    "identity",
    (
        *keys.OPERATIONS,
        *sign_in.OPERATIONS,
        *staff.OPERATIONS,
        *sessions.OPERATIONS,
        *accounts.OPERATIONS,
        *clients.OPERATIONS,
    ),
    (*accounts.EVENTS, *privacy.EVENTS),
)
