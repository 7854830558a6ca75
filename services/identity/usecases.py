"""What one can ask of identity."""

from typing import Any

from shared.contracts.actor import Actor
from shared.contracts.identity import GetKeys, KeySetView, PublicKey


def get_keys(store: Any, _actor: Actor, _command: GetKeys) -> KeySetView:
    return KeySetView(keys=[PublicKey.model_validate(key) for key in store.public_keys()])


def ensure_signing_key(store: Any, _actor: Actor) -> None:
    if not store.public_keys():
        store.make_signing_key()
