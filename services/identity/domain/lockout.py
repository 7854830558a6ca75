"""Lock-out: after a few failed sign-ins each further one has to wait longer, up to an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from shared.contracts.identity.staff import LOCKED

FREE = 5
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Attempts:
    """Attempts since the last success; each is counted before it is known to fail."""

    count: int = 0
    last_at: datetime | None = None


def pause_after(count: int) -> timedelta:
    """None for the first five, then half a minute, doubled by every further one."""
    if count < FREE:
        return timedelta()
    return min(FIRST_PAUSE * 2 ** min(count - FREE, 16), LONGEST_PAUSE)


def refuse_locked(attempts: Attempts, now: datetime) -> Attempts:
    """What the attempts are with this one; refuses with `locked` and the seconds to wait."""
    if attempts.last_at is None or now - attempts.last_at >= FORGOTTEN_AFTER:
        return Attempts(1, now)
    left = attempts.last_at + pause_after(attempts.count) - now
    if left > timedelta():
        raise LOCKED(retry_after=max(ceil(left.total_seconds()), 1))
    return Attempts(attempts.count + 1, now)
