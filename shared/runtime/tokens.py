"""Access tokens: short-lived JWTs (ES256). Whoever takes one in verifies it, gateway and services alike."""

import threading
import time
from collections.abc import Callable
from typing import Any

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import KeySet

from shared.contracts.actor import Actor, Role
from shared.kernel.errors import TOKEN_EXPIRED, UNAUTHENTICATED

ALGORITHM = "ES256"
ANONYMOUS = Actor(account="anonymous", roles=frozenset())
REMEMBERED = 20_000
REFETCH_SECONDS = 10


class TokenVerifier:
    """Turns a token into an actor. Keys are fetched when an unknown key id turns up, at most every ten seconds.

    A verified token is remembered until it expires, since the signature check is the dearest part of a small read.
    """

    def __init__(self, fetch_keys: Callable[[], dict[str, Any]], issuer: str) -> None:
        self._fetch_keys = fetch_keys
        self._keys: KeySet | None = None
        self._fetched = 0.0
        self._known: dict[str, tuple[float, Actor]] = {}
        self._lock = threading.Lock()
        self._claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": issuer}, sub={"essential": True}, exp={"essential": True}
        )

    def knows(self, token: str | None) -> bool:
        return token is None or token in self._known

    def actor(self, token: str) -> Actor:
        """Refuses with `unauthenticated` or `token_expired`."""
        known = self._known.get(token)
        if known is None:
            known = self._verify(token)
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[token] = known
        expires, actor = known
        if time.time() >= expires:
            self._known.pop(token, None)
            raise TOKEN_EXPIRED()
        return actor

    def _verify(self, token: str) -> tuple[float, Actor]:
        try:
            decoded = self._decode(token)
            self._claims.validate(decoded.claims)
            return float(decoded.claims["exp"]), actor_of(decoded.claims)
        except ExpiredTokenError as error:
            raise TOKEN_EXPIRED() from error
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise UNAUTHENTICATED() from error

    def _decode(self, token: str) -> jwt.Token:
        keys = self._keys or self._refetch()
        try:
            return jwt.decode(token, keys, algorithms=[ALGORITHM])
        except (JoseError, ValueError):
            if time.monotonic() - self._fetched < REFETCH_SECONDS:
                raise
            return jwt.decode(token, self._refetch(), algorithms=[ALGORITHM])

    def _refetch(self) -> KeySet:
        with self._lock:
            self._keys = KeySet.import_key_set(self._fetch_keys())  # type: ignore[arg-type]
            self._fetched = time.monotonic()
            return self._keys


def actor_of(claims: dict[str, Any]) -> Actor:
    return Actor(
        account=claims["sub"],
        roles=frozenset(Role(role) for role in claims.get("roles", ())),
        person=claims.get("person"),
        areas=tuple(claims.get("areas", ())),
        name=claims.get("name", ""),
    )


def claims_of(actor: Actor, issuer: str, now: float, seconds: int) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "iss": issuer,
        "sub": actor.account,
        "iat": int(now),
        "exp": int(now) + seconds,
        "roles": sorted(actor.roles),
    }
    optional = {"person": actor.person, "areas": list(actor.areas), "name": actor.name}
    return claims | {name: value for name, value in optional.items() if value}
