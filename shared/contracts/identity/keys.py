"""The public keys that verify access tokens, and their rotation."""

from pydantic import Field

from shared.contracts.actor import PUBLIC, Role
from shared.contracts.model import Command, Moment, View
from shared.contracts.operation import GET, POST, Op
from shared.kernel.errors import ErrorCode


class GetKeys(Command):
    pass


class RotateKeys(Command):
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
    keys: list[PublicKey] = Field(
        description="the current signing key, the next one, and those whose tokens may still be in use"
    )


class KeyRotated(View):
    kid: str
    signs_from: Moment = Field(
        description="when the new key begins to sign; until then every verifier can have learnt it"
    )


ROTATING = ErrorCode(
    "identity.rotating",
    409,
    "A new key is published and begins to sign in {retry_after} s.",
    "新密钥已发布，将在 {retry_after} 秒后启用。",
)

GET_KEYS = Op("get_keys", GET("/keys"), GetKeys, KeySetView, PUBLIC, "The public keys (JWKS)", writes=False)
ROTATE_KEYS = Op(
    "rotate_keys", POST("/keys/rotate", 200), RotateKeys, KeyRotated, frozenset({Role.OPS}),
    "Publish a new signing key; nobody is signed out", errors=(ROTATING,),
)  # fmt: skip

OPERATIONS = (GET_KEYS, ROTATE_KEYS)
