"""Days by a rule of recurrence (RFC 5545), and what becomes of those that fall on a holiday."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from chinese_calendar.constants import holidays
from dateutil.rrule import rrule, rrulestr

from services.tickets.domain.work_calendar import OFFICE_HOURS
from shared.contracts.tickets.round_series import BAD_RULE, OnHoliday

PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
WEEKDAY = re.compile(r"[+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU)")
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
LOOK_AHEAD = timedelta(days=4 * 366 + 1)
"""The longest gap that a rule may have: from one 29 February to the next."""
LAST_YEAR = 2199


@dataclass(frozen=True)
class Recurrence:
    """The rule from `first` on. It is asked up to a day only, so that a rule that never comes true ends all the same."""

    rule: rrule
    first: date
    count: int | None
    last: date | None

    def days(self, until: date) -> Iterator[date]:
        """The days of the rule, in order, up to `until` at most."""
        end = min(until, self.last) if self.last else until
        moments = self.rule.replace(until=datetime.combine(end, time()))
        return (moment.date() for moment in islice(moments, self.count))

    def holds(self, day: date) -> bool:
        return any(each == day for each in self.days(day))

    def next_from(self, day: date) -> date | None:
        """The first day of the rule that is not before `day`; None when there is none within four years."""
        until = min(max(day, self.first), date(LAST_YEAR, 1, 1)) + LOOK_AHEAD
        return next((each for each in self.days(until) if each >= day), None)


def recurrence(text: str, first: date) -> Recurrence:
    """Refuses with `bad_rule` what is no rule over days, or never comes true."""
    parts = _parts(text)
    count = _whole(parts.pop("COUNT", None), 1000, "COUNT")
    last = _last(parts.pop("UNTIL", None))
    _whole(parts.get("INTERVAL"), 400, "INTERVAL")
    try:
        rule = rrulestr(
            ";".join(f"{name}={value}" for name, value in parts.items()), dtstart=datetime.combine(first, time())
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise BAD_RULE("/rule", why="form") from error
    if not isinstance(rule, rrule):
        raise BAD_RULE("/rule", why="form")
    found = Recurrence(rule, first, count, last)
    if found.next_from(first) is None:
        raise BAD_RULE("/rule", why="never")
    return found


def _parts(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(";")]
    names = [name for name, _, _ in pairs]
    if len(set(names)) < len(names) or not all(value for _, _, value in pairs):
        raise BAD_RULE("/rule", why="pairs")
    unknown = sorted(set(names) - PARTS)
    if unknown:
        raise BAD_RULE("/rule", why="part", part=unknown[0])
    parts = {name: value for name, _, value in pairs}
    if parts.get("FREQ") not in FREQUENCIES:
        raise BAD_RULE("/rule", why="frequency")
    if not all(WEEKDAY.fullmatch(day) for day in parts.get("BYDAY", "MO").split(",")):
        raise BAD_RULE("/rule", why="weekdays")
    return parts


def _whole(text: str | None, most: int, name: str) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= most:
        raise BAD_RULE("/rule", why="number", part=name)
    return int(text)


def _last(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y%m%d").date() if len(text) == 8 else _no_date()  # noqa: DTZ007
    except ValueError as error:
        raise BAD_RULE("/rule", why="until") from error


def _no_date() -> date:
    raise ValueError


@dataclass(frozen=True)
class Held:
    """On which day a round is held, if it is; `reason` where that is not the day of the rule."""

    on: date | None
    reason: str | None = None


def settle(day: date, exceptions: Mapping[date, Held], on_holiday: OnHoliday) -> Held:
    """What the station says of a day goes before what the calendar says."""
    if day in exceptions:
        return exceptions[day]
    holiday = holidays.get(day)
    if holiday is None or on_holiday == OnHoliday.KEEP:
        return Held(day)
    if on_holiday == OnHoliday.DROP:
        return Held(None, holiday)
    following = day + timedelta(days=1)
    while not OFFICE_HOURS.is_working_day(following):
        following += timedelta(days=1)
    return Held(following, holiday)
