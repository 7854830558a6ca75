"""Identity: accounts, one-time codes, passwords and second factors, tokens and the keys that sign them."""

from shared.contracts.identity import keys, sessions, sign_in
from shared.contracts.identity.keys import GET_KEYS, GetKeys
from shared.contracts.operation import Api

__all__ = ["API", "GET_KEYS", "GetKeys"]

API = Api.of(
    "identity",
    (*keys.OPERATIONS, *sign_in.OPERATIONS, *sessions.OPERATIONS),
    (*sign_in.EVENTS,),
)
