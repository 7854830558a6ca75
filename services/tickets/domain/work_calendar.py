"""Office hours on working days, with the holidays and make-up days of China."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from chinese_calendar import is_workday
from chinese_calendar.constants import holidays

from shared.kernel.clock import SHANGHAI

KNOWN_YEARS = range(min(holidays).year, max(holidays).year + 1)
DAY = timedelta(days=1)
NO_TIME = timedelta()
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class WorkCalendar:
    """hours: the office hours of a working day, in Shanghai, in order and apart from each other.

    In years whose holidays are not published yet, Monday to Friday are working days.
    """

    hours: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(13), time(18)))
    _days: dict[date, tuple[Span, ...]] = field(default_factory=dict, compare=False, repr=False)

    def knows(self, year: int) -> bool:
        """Whether the year's holidays and make-up days are known."""
        return year in KNOWN_YEARS

    def is_working_day(self, day: date) -> bool:
        return is_workday(day) if self.knows(day.year) else day.weekday() < 5

    def add(self, start: datetime, seconds: int) -> datetime:
        """The first moment (UTC) at which `seconds` of office hours have passed since `start`."""
        return self.after(start, timedelta(seconds=seconds))

    def between(self, start: datetime, end: datetime) -> int:
        """Whole seconds of office hours from `start` to `end`; 0 where that lies before."""
        return self.worked(start, end) // timedelta(seconds=1)

    def after(self, start: datetime, amount: timedelta) -> datetime:
        if amount <= NO_TIME:
            return start.astimezone(UTC)
        day = start.astimezone(SHANGHAI).date()
        while True:
            for opens, closes in self._office(day):
                begin = max(opens, start)
                if begin >= closes:
                    continue
                if closes - begin >= amount:
                    return (begin + amount).astimezone(UTC)
                amount -= closes - begin
            day += DAY

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """The office hours from `start` to `end`, exactly."""
        total = NO_TIME
        day, last = start.astimezone(SHANGHAI).date(), end.astimezone(SHANGHAI).date()
        while day <= last:
            for opens, closes in self._office(day):
                begin, stop = max(opens, start), min(closes, end)
                if begin < stop:
                    total += stop - begin
            day += DAY
        return total

    def _office(self, day: date) -> tuple[Span, ...]:
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = self._spans(day) if self.is_working_day(day) else ()
        return known

    def _spans(self, day: date) -> tuple[Span, ...]:
        return tuple((_utc(day, opens), _utc(day, closes)) for opens, closes in self.hours)


def _utc(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI).astimezone(UTC)


OFFICE_HOURS = WorkCalendar()
