"""Signing keys: publish, rotate, clear away."""

from typing import Any

from services.identity.domain import rotation
from shared.contracts.actor import Actor
from shared.contracts.identity.keys import ROTATING, GetKeys, KeyRotated, KeySetView, PublicKey, RotateKeys


def get_keys(store: Any, _actor: Actor, _command: GetKeys) -> KeySetView:
    return KeySetView(keys=[PublicKey.model_validate(key) for key in store.public_keys()])


def ensure_signing_key(store: Any, _actor: Actor) -> None:
    """The very first key signs at once: there is no verifier yet that could know another."""
    if not store.key_facts():
        store.make_signing_key(signs_from=store.now)


def rotate_keys(store: Any, _actor: Actor, _command: RotateKeys) -> KeyRotated:
    upcoming = rotation.upcoming(store.key_facts(), store.now)
    if upcoming is not None:
        raise ROTATING(retry_after=int((upcoming.signs_from - store.now).total_seconds()) + 1)
    key = store.make_signing_key(signs_from=store.now + rotation.LEAD)
    return KeyRotated(kid=key.id, signs_from=key.signs_from)


def rotate_when_due(store: Any, _actor: Actor) -> None:
    keys = store.key_facts()
    if rotation.is_due(keys, store.now) and rotation.upcoming(keys, store.now) is None:
        store.make_signing_key(signs_from=store.now + rotation.LEAD)
    store.forget_old_keys()
