"""Which rounds were due, and what became of each: worked out from the rules and from the days of emptying alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from services.tickets.domain.recurrence import recurrence
from shared.contracts.tickets.letter_boxes import BoxRoundState

DAY = timedelta(days=1)
LONGEST_GRACE = 30
AHEAD = timedelta(days=400)
"""How far is looked for the next rounds."""


@dataclass(frozen=True)
class Schedule:
    """`rule`, counted from `begins`, says which days are due from `from_day` on, until the next schedule takes over."""

    rule: str
    begins: date
    from_day: date
    grace_days: int


@dataclass(frozen=True)
class JudgedRound:
    """`closes`: the last day on which it can be made, which lies before the next one is due."""

    due: date
    closes: date
    state: BoxRoundState
    emptied_on: date | None = None


def rounds(
    schedules: Sequence[Schedule], ends: date | None, emptied: Iterable[date], since: date, until: date, today: date
) -> list[JudgedRound]:
    """Rounds due from `since` to `until`, in their order. `ends` is the last day on which one is due, if there is one.

    Made on the day itself it is done, later but before it closes it is late; else it is due, or missed once it has closed.
    """
    due = due_days(schedules, ends, since, until + timedelta(days=LONGEST_GRACE + 1))
    made = sorted(set(emptied))
    found: list[JudgedRound] = []
    for number, (day, grace) in enumerate(due):
        if day > until:
            break
        closes = day + timedelta(days=grace)
        if number + 1 < len(due):
            closes = min(closes, due[number + 1][0] - DAY)
        found.append(_judged(day, closes, next((each for each in made if day <= each <= closes), None), today))
    return found


@lru_cache(maxsize=4096)
def occurrences(rule: str, begins: date, since: date, until: date) -> tuple[date, ...]:
    """The days from `since` to `until` on which the rule, counted from `begins`, falls."""
    return tuple(day for day in recurrence(rule, begins).days(until) if day >= since)


def due_days(schedules: Sequence[Schedule], ends: date | None, since: date, until: date) -> list[tuple[date, int]]:
    """Days on which rounds are due, each with its days of grace."""
    found: list[tuple[date, int]] = []
    for number, schedule in enumerate(schedules):
        last = min(until, ends or until)
        if number + 1 < len(schedules):
            last = min(last, schedules[number + 1].from_day - DAY)
        first = max(since, schedule.from_day)
        found += [(day, schedule.grace_days) for day in occurrences(schedule.rule, schedule.begins, first, last)]
    return found


def next_days(schedules: Sequence[Schedule], ends: date | None, today: date, most: int) -> list[date]:
    """The next days on which rounds are due, today's among them."""
    return [day for day, _ in due_days(schedules, ends, today, today + AHEAD)[:most]]


def closed_between(
    schedules: Sequence[Schedule], ends: date | None, emptied: Iterable[date], after: date, until: date
) -> list[JudgedRound]:
    """Rounds whose last day lies after `after` and not after `until`, as they stand on the day after it."""
    looked = rounds(schedules, ends, emptied, after - timedelta(days=LONGEST_GRACE), until, until + DAY)
    return [each for each in looked if after < each.closes <= until]


def _judged(due: date, closes: date, made: date | None, today: date) -> JudgedRound:
    if made is not None:
        return JudgedRound(due, closes, BoxRoundState.DONE if made == due else BoxRoundState.LATE, made)
    return JudgedRound(due, closes, BoxRoundState.MISSED if today > closes else BoxRoundState.DUE)
