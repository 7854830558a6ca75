"""Signing keys, and what they sign."""

import json
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from services.identity.documents import SigningKey
from services.identity.domain import rotation
from shared.contracts.actor import Actor
from shared.kernel.clock import SystemClock
from shared.runtime.settings import settings
from shared.runtime.tokens import ALGORITHM, claims_of
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

PURPOSE = "signing-key"


class KeyStore(Work):
    documents: tuple[type, ...] = (SigningKey,)

    def key_facts(self) -> list[rotation.Key]:
        return key_facts()

    def public_keys(self) -> list[dict[str, Any]]:
        return published_keys(self.now)

    def make_signing_key(self, signs_from: datetime) -> SigningKey:
        key = ECKey.generate_key("P-256", {"alg": ALGORITHM, "use": "sig"}, auto_kid=True)
        stored = SigningKey(
            id=key.kid,
            public=json.dumps(key.as_dict(private=False)),
            sealed=seal(json.dumps(key.as_dict(private=True)), PURPOSE),
            made_at=self.now,
            signs_from=signs_from,
        )
        self.save(stored)
        return stored

    def forget_old_keys(self) -> None:
        shown = [key.kid for key in rotation.published(key_facts(), self.now, token_life())]
        SigningKey.objects(id__nin=shown).delete()

    def access_token(self, actor: Actor, **claims: Any) -> tuple[str, int]:
        """A signed token for the actor, and the seconds that it is good for."""
        facts = rotation.signing(key_facts(), self.now)
        if facts is None:
            raise LookupError("no signing key")
        stored = SigningKey.objects(id=facts.kid).get()
        key = ECKey.import_key(json.loads(unseal(stored.sealed, PURPOSE)))
        content = claims_of(actor, settings().issuer, self.now.timestamp(), settings().token_seconds) | claims
        return jwt.encode({"alg": ALGORITHM, "kid": stored.id}, content, key), settings().token_seconds


def token_life() -> timedelta:
    return timedelta(seconds=settings().token_seconds)


def key_facts() -> list[rotation.Key]:
    return [
        rotation.Key(key.id, key.made_at, key.signs_from) for key in SigningKey.objects.only("made_at", "signs_from")
    ]


def published_keys(now: datetime) -> list[dict[str, Any]]:
    """Read straight from the database: identity verifies tokens with it, where others ask the service."""
    shown = [key.kid for key in rotation.published(key_facts(), now, token_life())]
    stored = {key.id: json.loads(key.public) for key in SigningKey.objects(id__in=shown).only("public")}
    return [stored[kid] for kid in shown]


def own_keys() -> dict[str, Any]:
    return {"keys": published_keys(SystemClock().now())}
