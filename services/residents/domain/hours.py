"""Opening hours: weekly spans in local minutes, special days that replace them."""

from collections.abc import Iterable
from datetime import datetime

from shared.contracts.residents.points import PointStatus, Span, SpecialDay, WeeklySpan
from shared.kernel.clock import SHANGHAI


def fault_of(hours: Iterable[WeeklySpan], special_days: Iterable[SpecialDay]) -> str | None:
    """Why the hours do not hold, or None: spans end after they begin and do not overlap, a date is named once."""
    weekly: dict[int, list[Span]] = {}
    for span in hours:
        weekly.setdefault(span.weekday, []).append(span)
    for weekday, spans in weekly.items():
        fault = _fault_of_day(spans)
        if fault:
            return f"{fault} on weekday {weekday}"
    days = set()
    for special in special_days:
        if special.day in days:
            return f"{special.day} is named twice"
        days.add(special.day)
        fault = _fault_of_day(special.spans)
        if fault:
            return f"{fault} on {special.day}"
    return None


def is_open(
    status: PointStatus, hours: Iterable[WeeklySpan], special_days: Iterable[SpecialDay], moment: datetime
) -> bool:
    """Whether the place is open at the moment. A place without any hours is taken as never closed."""
    if status != PointStatus.OPEN:
        return False
    local = moment.astimezone(SHANGHAI)
    minute = local.hour * 60 + local.minute
    for special in special_days:
        if special.day == local.date():
            return any(span.opens <= minute < span.closes for span in special.spans)
    weekly = tuple(hours)
    if not weekly:
        return True
    return any(span.weekday == local.isoweekday() and span.opens <= minute < span.closes for span in weekly)


def _fault_of_day(spans: Iterable[Span]) -> str | None:
    end = -1
    for span in sorted(spans, key=lambda span: span.opens):
        if span.closes <= span.opens:
            return "a span ends before it begins"
        if span.opens < end:
            return "spans overlap"
        end = span.closes
    return None
