"""Standings in the growth ranking are kept as facts come on record and go off it."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from services.volunteers.domain.growth import Facts, Gained, days_of, index, sums, version_for
from shared.contracts.volunteers.growth import FormulaView
from shared.kernel.clock import SHANGHAI

DISTRICT_LENGTH = len("150202")


def keep_standings(store: Any, gained: Iterable[Gained]) -> None:
    @cache
    def weights(district: str, period: str) -> FormulaView:
        return formula_for(store, district, period)

    store.add_to_standings(
        {
            (area, period, volunteer): (facts, index(facts, weights(area[:DISTRICT_LENGTH], period)))
            for (area, period, volunteer), facts in sums(gained).items()
        }
    )


def served(shift: Any, volunteer: str, shifts: int = 1) -> Gained:
    """A shift that counts for a volunteer from now on, or with -1 no more."""
    return Gained(shift.within, shift.starts.astimezone(SHANGHAI).date(), volunteer, Facts(shifts=shifts))


def formula_for(store: Any, area: str, period: str) -> FormulaView:
    """Which holds for a period; of one that has begun it stays."""
    formulas = store.formulas(area[:DISTRICT_LENGTH])
    first = days_of(period)[0]
    number = version_for(first, [(each.number, each.since) for each in formulas if each.since is not None])
    return next(each for each in formulas if each.number == number)
