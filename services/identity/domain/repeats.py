"""Repeats: the same request again, because its reply was lost on the way.

Replies that hold tokens are not kept, so a repeat cannot be given the first reply. Within a minute, and only under the same
idempotency key, it is instead done again in a way that leaves one effect.
"""

from datetime import datetime, timedelta

WITHIN = timedelta(seconds=60)


def is_repeat(key: str | None, first: str | None, first_at: datetime | None, now: datetime) -> bool:
    return key is not None and key == first and first_at is not None and now - first_at < WITHIN
