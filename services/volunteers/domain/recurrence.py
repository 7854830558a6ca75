"""The days of an activity by a rule of recurrence (RFC 5545)."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrule, rrulestr

from shared.contracts.volunteers.activities import BAD_RULE

PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
LOOK_AHEAD = timedelta(days=4 * 366 + 1)
"""The longest gap that a rule may have: from one 29 February to the next."""
LAST_DAY = date(2199, 1, 1)
WEEKDAYS = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*")
"""Higher ordinals, as in 9MO, name days that no month has."""


class Recurrence:
    """The days from `first` on; without a rule that is the only one. Refuses with `bad_rule`."""

    def __init__(self, text: str | None, first: date) -> None:
        parts = _parts(text) if text is not None else {"FREQ": "DAILY", "COUNT": "1"}
        self._count = _whole(parts.pop("COUNT", None), 1000, "COUNT")
        self._last = _last(parts.pop("UNTIL", None))
        _whole(parts.get("INTERVAL"), 400, "INTERVAL")
        self._first = first
        self._rule = _read(";".join(f"{name}={value}" for name, value in parts.items()), first)
        if self.next_after(first - timedelta(days=1)) is None:
            raise BAD_RULE("/rule", why="never")

    def days(self, until: date) -> Iterator[date]:
        """In order, up to `until` at most, so that a rule that never comes true ends all the same."""
        end = min(until, self._last or LAST_DAY, LAST_DAY)
        moments = self._rule.replace(until=datetime.combine(end, time()))
        return (moment.date() for moment in islice(moments, self._count))

    def between(self, after: date, until: date) -> list[date]:
        """The days later than `after`, up to and with `until`."""
        return [day for day in self.days(until) if day > after]

    def next_after(self, day: date) -> date | None:
        """None when there is none within four years."""
        return next((each for each in self.days(max(day, self._first) + LOOK_AHEAD) if each > day), None)


def _read(text: str, first: date) -> rrule:
    try:
        rule = rrulestr(text, dtstart=datetime.combine(first, time()))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise BAD_RULE("/rule", why="form") from error
    if not isinstance(rule, rrule):
        raise BAD_RULE("/rule", why="form")
    return rule


def _parts(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(";")]
    parts = {name: value for name, _, value in pairs}
    if len(parts) < len(pairs) or not all(parts.values()):
        raise BAD_RULE("/rule", why="pairs")
    unknown = sorted(set(parts) - PARTS)
    if unknown:
        raise BAD_RULE("/rule", why="part", part=unknown[0])
    if parts.get("FREQ") not in FREQUENCIES:
        raise BAD_RULE("/rule", why="frequency")
    if "BYDAY" in parts and not WEEKDAYS.fullmatch(parts["BYDAY"]):
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
    if not re.fullmatch(r"[0-9]{8}", text):
        raise BAD_RULE("/rule", why="until")
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as error:
        raise BAD_RULE("/rule", why="until") from error
