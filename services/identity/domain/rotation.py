"""Rotation of signing keys: published first, then signing, then only verifying, then gone.

A verifier that meets an unknown key id asks for the keys again, but not more often than every ten seconds. So a key that
has been published for longer than that is known, or can be learnt, everywhere by the time its first token is seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LEAD = timedelta(seconds=12)
"""From publication to the first signature: the verifiers' ten seconds, and two for clocks that differ."""
LEEWAY = timedelta(minutes=1)
AGE = timedelta(days=30)


@dataclass(frozen=True)
class Key:
    kid: str
    made_at: datetime
    signs_from: datetime


def signing(keys: Sequence[Key], now: datetime) -> Key | None:
    """The newest key that may sign yet."""
    return max((key for key in keys if key.signs_from <= now), key=lambda key: key.signs_from, default=None)


def upcoming(keys: Sequence[Key], now: datetime) -> Key | None:
    """The key that is published but does not sign yet."""
    return next((key for key in keys if key.signs_from > now), None)


def published(keys: Sequence[Key], now: datetime, token_life: timedelta) -> list[Key]:
    """Newest first: upcoming and signing keys, and the older ones whose last token may still be good."""
    ordered = sorted(keys, key=lambda key: key.signs_from, reverse=True)
    shown = []
    successor: Key | None = None
    for key in ordered:
        if successor is None or now < successor.signs_from + token_life + LEEWAY:
            shown.append(key)
        successor = key
    return shown


def is_due(keys: Sequence[Key], now: datetime) -> bool:
    """Whether the newest key is old enough to be followed by another."""
    return all(now - key.made_at >= AGE for key in keys)
