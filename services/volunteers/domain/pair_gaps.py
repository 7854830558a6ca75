"""When the next visit of a pair is due, and since when it is missed. Days are those of Shanghai."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.volunteers.domain.recurrence import recurrence
from shared.kernel.recurrence import Recurrence

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Frequency:
    """Every `interval` days, or on the days of `rule` from `first` on; a visit may be `grace` days late."""

    interval: int | None
    rule: str | None
    first: date
    grace: int


def next_due(plan: Frequency, counted_from: date, last_visit: date | None) -> date | None:
    """The day of the next planned visit; None when the rule has come to its end.

    `counted_from`: since when the pair is active; visits before that do not count.
    """
    last = last_visit if last_visit is not None and last_visit >= counted_from else None
    if plan.interval is not None:
        return (last or counted_from) + timedelta(days=plan.interval)
    days = recurrence(plan.rule, plan.first)
    if last is None:
        return days.next_after(counted_from - ONE_DAY)
    return days.next_after(_kept(days, plan.grace, last))


def _kept(days: Recurrence, grace: int, visit: date) -> date:
    """The planned day that a visit counts for: the one behind it, or one ahead that is within the grace and nearer."""
    behind = max(days.days(visit), default=None)
    ahead = days.next_after(visit)
    if (
        ahead is not None
        and (early := (ahead - visit).days) <= grace
        and (behind is None or early < (visit - behind).days)
    ):
        return ahead
    return behind or visit


def late_since(plan: Frequency, due: date) -> date:
    """The first day on which the visit is missed."""
    return due + timedelta(days=plan.grace) + ONE_DAY


def days_late(today: date, since: date | None) -> int:
    """Days beyond the grace, today with them; 0 when nothing is missed."""
    return 0 if since is None else max((today - since).days + 1, 0)


def is_in_time(plan: Frequency, counted_from: date, visit_before: date | None, visit: date) -> bool:
    due = next_due(plan, counted_from, visit_before)
    return visit < counted_from or due is None or visit < late_since(plan, due)


def in_time_permille(in_time: int, visits: int, open_gaps: int) -> int | None:
    """The share of visits in time, where each open gap counts as a visit that was not."""
    wanted = visits + open_gaps
    return in_time * 1000 // wanted if wanted else None


Span = tuple[datetime, datetime]


def minutes_anew(visit: Span, counted: Iterable[Span]) -> int:
    """Whole minutes of a visit that do not lie in those counted before: time with two at once is served once."""
    free = [visit]
    for since, until in counted:
        free = [
            part
            for left, right in free
            for part in ((left, min(right, since)), (max(left, until), right))
            if part[0] < part[1]
        ]
    return int(sum((right - left for left, right in free), timedelta()).total_seconds()) // 60
