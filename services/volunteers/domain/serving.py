"""When one may check in and out, what time counts as served, and what becomes of entries when a shift is over."""

from datetime import datetime, timedelta

from shared.contracts.volunteers.attendance import NOT_AT_THIS_TIME
from shared.contracts.volunteers.shifts import EntryState

EARLY = timedelta(hours=1)
"""So long before the start one may check in."""
GRACE = timedelta(hours=2)
"""So long after the end one may check out; then the shift is closed."""
AT_THE_END = {
    EntryState.SIGNED_UP: EntryState.NO_SHOW,
    EntryState.PRESENT: EntryState.UNFINISHED,
    EntryState.WAITING: EntryState.PASSED_OVER,
    EntryState.STANDING_BY: EntryState.PASSED_OVER,
}


def refuse_arrival_out_of_time(starts: datetime, ends: datetime, now: datetime) -> None:
    if not starts - EARLY <= now < ends:
        raise NOT_AT_THIS_TIME()


def refuse_departure_out_of_time(starts: datetime, ends: datetime, now: datetime) -> None:
    """Who leaves before the start has not served."""
    if not starts <= now < ends + GRACE:
        raise NOT_AT_THIS_TIME()


def minutes_served(starts: datetime, ends: datetime, came: datetime, left: datetime) -> int:
    """Whole minutes within the shift between coming and leaving."""
    return max(int((min(left, ends) - max(came, starts)).total_seconds()) // 60, 0)
