"""A client's secrets: how many are good at a time, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

MOST = 5


@dataclass(frozen=True)
class ClientSecretFacts:
    """`good_until` None: no end."""

    print: str
    made_at: datetime
    good_until: datetime | None = None


def good(secrets: Sequence[ClientSecretFacts], now: datetime) -> list[ClientSecretFacts]:
    return [secret for secret in secrets if secret.good_until is None or now < secret.good_until]


def rotated(
    secrets: Sequence[ClientSecretFacts], fresh: ClientSecretFacts, overlap: timedelta, now: datetime
) -> list[ClientSecretFacts]:
    """Newest first: the fresh one, and those that are still good, each at most for the overlap from now."""
    end = now + overlap
    kept = [replace(old, good_until=min(old.good_until or end, end)) for old in good(secrets, now)]
    return [fresh, *good(kept, now)][:MOST]
