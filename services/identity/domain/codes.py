"""One-time codes: how often they are sent, how long they are good and how often they may be tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from services.identity.domain.repeats import is_repeat
from shared.contracts.identity.sign_in import CODE_TOO_SOON, CODE_USED_UP, TOO_MANY_CODES, WRONG_CODE

GOOD_FOR = timedelta(minutes=5)
PAUSE = timedelta(seconds=60)
HOUR = timedelta(hours=1)
PER_HOUR = 5
TRIES = 5


@dataclass(frozen=True)
class Code:
    """What is kept of a code that was sent; `used_by` is the idempotency key of the request that used it."""

    print: str | None
    expires_at: datetime
    tries_left: int
    used_at: datetime | None = None
    used_by: str | None = None


def recent(sent: Sequence[datetime], now: datetime) -> list[datetime]:
    return [moment for moment in sent if now - moment < HOUR]


def refuse_too_many(sent: Sequence[datetime], now: datetime) -> None:
    """Refuses with `code_too_soon` or `too_many_codes` and the seconds to wait. `sent` is in order of time."""
    counted = recent(sent, now)
    if counted and now - counted[-1] < PAUSE:
        raise CODE_TOO_SOON("/phone", retry_after=_seconds(counted[-1] + PAUSE - now))
    if len(counted) >= PER_HOUR:
        raise TOO_MANY_CODES("/phone", retry_after=_seconds(counted[-PER_HOUR] + HOUR - now))


def refuse_untriable(code: Code | None, key: str | None, now: datetime) -> None:
    """Refuses when there is nothing to try: no code was sent, it has expired, was used, or was tried too often.

    A code that was just used may be tried again by the same request, whose reply may have been lost.
    """
    if code is None or code.print is None or now >= code.expires_at:
        raise WRONG_CODE("/code")
    if code.used_at is not None and not is_repeat(key, code.used_by, code.used_at, now):
        raise WRONG_CODE("/code")
    if code.tries_left <= 0:
        raise CODE_USED_UP("/code")


def refuse_wrong(code: Code | None, given: str, key: str | None, now: datetime) -> None:
    """`given` is the fingerprint of what was sent in. The try itself has been counted before."""
    if code is None or code.print is None or now >= code.expires_at or code.print != given:
        raise WRONG_CODE("/code")
    if code.used_at is not None and not is_repeat(key, code.used_by, code.used_at, now):
        raise WRONG_CODE("/code")


def _seconds(span: timedelta) -> int:
    return max(ceil(span.total_seconds()), 1)
