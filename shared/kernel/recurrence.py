"""Days by a rule of recurrence (RFC 5545). Every rule is bounded, so that no text that somebody sends keeps one busy."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrule, rrulestr

from shared.kernel.errors import ErrorCode, Refusal

PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
LOOK_AHEAD = timedelta(days=4 * 366 + 1)
"""The longest gap that a rule may have: from one 29 February to the next."""
LAST_DAY = date(2199, 1, 1)
WEEKDAYS = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*")
"""Higher ordinals, as in 9MO, name days that no month has."""


class Recurrence:
    """The days from `first` on; without a rule that is the only one.

    What is no rule over days, or never comes true, is refused at `/rule` for the reason `refused`, whose facts are `why`,
    a word, and for some words the `part` of the rule.
    """

    def __init__(self, text: str | None, first: date, refused: ErrorCode) -> None:
        self._refused = refused
        parts = self._parts(text) if text is not None else {"FREQ": "DAILY", "COUNT": "1"}
        self._count = self._whole(parts.pop("COUNT", None), 1000, "COUNT")
        self._last = self._until(parts.pop("UNTIL", None))
        self._whole(parts.get("INTERVAL"), 400, "INTERVAL")
        self._first = first
        self._rule = self._read(";".join(f"{name}={value}" for name, value in parts.items()))
        if self.next_from(first) is None:
            raise self._refusal("never")

    def days(self, until: date) -> Iterator[date]:
        """In order, up to `until` at most, so that a rule that never comes true ends all the same."""
        end = min(until, self._last or LAST_DAY, LAST_DAY)
        moments = self._rule.replace(until=datetime.combine(end, time()))
        return (moment.date() for moment in islice(moments, self._count))

    def between(self, after: date, until: date) -> list[date]:
        """The days later than `after`, up to and with `until`."""
        return [day for day in self.days(until) if day > after]

    def holds(self, day: date) -> bool:
        return any(each == day for each in self.days(day))

    def next_from(self, day: date) -> date | None:
        """The first day that is not before `day`; None when there is none within four years."""
        until = min(max(day, self._first), LAST_DAY) + LOOK_AHEAD
        return next((each for each in self.days(until) if each >= day), None)

    def next_after(self, day: date) -> date | None:
        return self.next_from(day + timedelta(days=1))

    def _refusal(self, why: str, **part: str) -> Refusal:
        return self._refused("/rule", why=why, **part)

    def _parts(self, text: str) -> dict[str, str]:
        pairs = [part.partition("=") for part in text.split(";")]
        parts = {name: value for name, _, value in pairs}
        if len(parts) < len(pairs) or not all(parts.values()):
            raise self._refusal("pairs")
        unknown = sorted(set(parts) - PARTS)
        if unknown:
            raise self._refusal("part", part=unknown[0])
        if parts.get("FREQ") not in FREQUENCIES:
            raise self._refusal("frequency")
        if "BYDAY" in parts and not WEEKDAYS.fullmatch(parts["BYDAY"]):
            raise self._refusal("weekdays")
        return parts

    def _whole(self, text: str | None, most: int, name: str) -> int | None:
        if text is None:
            return None
        if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= most:
            raise self._refusal("number", part=name)
        return int(text)

    def _until(self, text: str | None) -> date | None:
        if text is None:
            return None
        try:
            if re.fullmatch(r"[0-9]{8}", text):
                return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            pass
        raise self._refusal("until")

    def _read(self, text: str) -> rrule:
        try:
            rule = rrulestr(text, dtstart=datetime.combine(self._first, time()))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
            raise self._refusal("form") from error
        if not isinstance(rule, rrule):
            raise self._refusal("form")
        return rule
