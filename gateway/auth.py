"""Who asks: the bearer token, verified here and again by the service."""

import time

from flask import current_app, g, request

from gateway.rpc import Services
from shared.contracts import identity
from shared.contracts.actor import Actor
from shared.contracts.call import Context
from shared.contracts.operation import Op
from shared.kernel.errors import FORBIDDEN, UNAUTHENTICATED
from shared.runtime.tokens import TokenVerifier


class Authentication:
    def __init__(self, services: Services, issuer: str) -> None:
        self._services = services
        self._verifier = TokenVerifier(self._fetch_keys, issuer)

    def actor(self, token: str) -> Actor:
        return self._verifier.actor(token)

    def _fetch_keys(self) -> dict[str, object]:
        context = Context(request_id="keys", deadline=time.time() + 3)
        keys = self._services.line.ask(identity.GET_KEYS, identity.GetKeys(), context)
        return keys.model_dump(mode="json", exclude_none=True)


def bearer_token() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token else None


def admit(op: Op) -> Actor | None:
    """Sets `g.token`; refuses with `unauthenticated` or `forbidden`. A public operation needs no token."""
    g.token = bearer_token()
    if op.public:
        return None
    if g.token is None:
        raise UNAUTHENTICATED()
    actor = current_app.extensions["auth"].actor(g.token)
    if op.roles.isdisjoint(actor.roles):
        raise FORBIDDEN()
    return actor
