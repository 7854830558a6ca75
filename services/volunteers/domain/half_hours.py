"""Times of the week in half hours, counted from Monday midnight in Shanghai."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from services.volunteers.domain.availability import minutes
from services.volunteers.domain.fitting import HALF_HOURS
from shared.contracts.volunteers.needs import BAD_TIME, TAKES_TOO_LONG
from shared.contracts.volunteers.people import Slot
from shared.kernel.clock import SHANGHAI

LONGEST = timedelta(days=7)
LONGEST_CHOICE = timedelta(days=92)
"""Of a time in which something shorter may be at any time: three hours some time in this quarter."""
STEP = timedelta(minutes=30)


def refuse_bad_time(
    starts_at: datetime | None, ends_at: datetime | None, at: str = "", longest: timedelta = LONGEST
) -> None:
    """Both or neither, in order, not too far apart."""
    if starts_at is None and ends_at is None:
        return
    if starts_at is None or ends_at is None or not timedelta() < ends_at - starts_at <= longest:
        raise BAD_TIME(f"{at}/ends_at", days=longest.days)


def refuse_too_long(minutes: int | None, starts_at: datetime | None, ends_at: datetime | None, at: str) -> None:
    if minutes is None:
        return
    if starts_at is None or ends_at is None or timedelta(minutes=minutes) > ends_at - starts_at:
        raise TAKES_TOO_LONG(f"{at}/minutes", minutes=minutes)


def touched(starts_at: datetime, ends_at: datetime) -> frozenset[int]:
    """All half hours of the week that the time touches."""
    local = starts_at.astimezone(SHANGHAI)
    since = (local.isoweekday() - 1) * 1440 + local.hour * 60 + local.minute
    until = since + -(-(ends_at - starts_at).total_seconds() // 60)
    return frozenset(number % HALF_HOURS for number in range(since // 30, int(-(-until // 30))))


def half_hours_of(minutes: int) -> int:
    return -(-minutes // 30)


def within(slots: Iterable[Slot]) -> frozenset[int] | None:
    """The half hours that lie wholly within slots; None where no slot is named: at any time."""
    slots = list(slots)
    if not slots:
        return None
    return frozenset(
        (slot.weekday - 1) * 48 + number
        for slot in slots
        for number in range(-(-minutes(slot.since) // 30), _end(minutes(slot.until)))
    )


def _end(minute: int) -> int:
    """23:59 means to the end of the day."""
    return 48 if minute >= 1439 else minute // 30
