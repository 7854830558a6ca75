"""Identity: accounts, one-time codes, passwords and second factors, tokens and the keys that sign them."""

from pydantic import Field

from shared.contracts.actor import PUBLIC
from shared.contracts.model import Command, View
from shared.contracts.operation import GET, Api, Op


class GetKeys(Command):
    pass


class PublicKey(View):
    """A JSON Web Key (RFC 7517): an elliptic-curve public key for ES256."""

    kty: str
    crv: str
    x: str
    y: str
    kid: str
    alg: str = "ES256"
    use: str = "sig"


class KeySetView(View):
    keys: list[PublicKey] = Field(description="the current signing key, and those whose tokens may still be in use")


GET_KEYS = Op("get_keys", GET("/keys"), GetKeys, KeySetView, PUBLIC, "The public keys (JWKS)", writes=False)

API = Api.of("identity", (GET_KEYS,))
