"""What a deed earns, and when points end: those of a calendar year at the end of the next one, the oldest first."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from services.volunteers.domain import time_bank
from shared.contracts.volunteers.points import BUDGET_SPENT, EARNING_CAP, NEEDS_APPRAISAL, NO_RULE, Measure
from shared.kernel.clock import SHANGHAI

YEARS = 2
"""Points of a year can be spent until this many years after its first day."""


def above(area: str) -> list[str]:
    """The area and all that it lies in, the smallest first."""
    parts = area.split(".")
    return [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]


def day_of(now: datetime) -> str:
    return now.astimezone(SHANGHAI).date().isoformat()


def month_of(now: datetime) -> str:
    return day_of(now)[:7]


def year_of(now: datetime) -> int:
    return now.astimezone(SHANGHAI).year


def month_bounds(month: str, now: datetime) -> tuple[datetime, datetime]:
    """From when until before when a month lasts in Shanghai: the running one ends now. Refused before it begins."""
    year, number = map(int, month.split("-"))
    return time_bank.month_of(year, number, now)


def rule_in_force(kind: str, rules: Iterable[tuple[str, bool]]) -> str:
    """The nearest area whose rule counts, from (area, active); a nearer one that is off switches those above it off."""
    nearest = max(rules, key=lambda rule: len(rule[0]), default=("", False))
    if not nearest[1]:
        raise NO_RULE("/kind", kind=kind)
    return nearest[0]


def points_for(kind: str, measure: Measure, points: int, times: int) -> int:
    if measure is Measure.VALUE:
        raise NEEDS_APPRAISAL("/kind", kind=kind)
    return points * times


def refuse_over_cap(points: int, earned: Mapping[str, int], caps: Mapping[str, int | None]) -> None:
    """`earned` and `caps` per period, day and month."""
    for period, cap in caps.items():
        if cap is not None and earned[period] + points > cap:
            raise EARNING_CAP("/kind", cap=cap, period=period, earned=earned[period])


def refuse_over_budget(points: int, awarded: int, budget: int, area: str, month: str) -> None:
    if awarded + points > budget:
        raise BUDGET_SPENT("/area", area=area, month=month)


def expires_at(year: int) -> datetime:
    """From when points issued in `year` can not be spent any more."""
    return datetime(year + YEARS, 1, 1, tzinfo=SHANGHAI).astimezone(UTC)


def last_expired_year(now: datetime) -> int:
    return year_of(now) - YEARS


def expired_points(available: int, issued: Mapping[int, int], last_year: int) -> int:
    """What of `available` was issued in or before `last_year`.

    Whatever left the account was the oldest in it, and what is held counts as on its way out. So what is left is the
    newest, and what exceeds all that was issued later is old.
    """
    return max(available - sum(points for year, points in issued.items() if year > last_year), 0)


def by_year(available: int, issued: Mapping[int, int]) -> dict[int, int]:
    """What is left of each year's points, the oldest first."""
    left, found = available, {}
    for year in sorted(issued, reverse=True):
        taken = min(left, issued[year])
        left -= taken
        if taken:
            found[year] = taken
    return dict(reversed(found.items()))
