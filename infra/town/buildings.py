"""Estates and buildings: every estate lies in one community, every building in one grid of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import NamedTuple

from infra.town.chance import share_out, stream
from infra.town.geography import COMMUNITIES, GRIDS, Area, areas
from infra.town.names import place_names
from infra.town.tiling import Point, point_within

__all__ = ["BUILDINGS", "ESTATES", "Building", "Estate", "buildings", "dwellings", "estates"]

BUILDINGS, ESTATES = 3_898, 431
_PER_GRID = (3, 8)


class _Style(NamedTuple):
    share: float  # of all estates
    storeys: tuple[int, int]
    units: tuple[int, int]
    landing: int  # dwellings on a floor of a unit
    years: tuple[int, int]  # of completion


_STYLES = (
    _Style(0.38, (5, 7), (3, 6), 2, (1984, 2006)),
    _Style(0.26, (9, 12), (2, 5), 2, (1998, 2018)),
    _Style(0.23, (16, 18), (2, 4), 4, (2006, 2023)),
    _Style(0.13, (24, 33), (2, 3), 4, (2010, 2024)),
)


@dataclass(frozen=True, slots=True)
class Estate:
    """A housing estate: its code is its community's with `-E01`, counted within the community."""

    code: str
    community: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Building:
    """A residential building.

    `number` counts within its estate; `landing` is the number of dwellings on a floor of a unit; `completed` is a year;
    `position` is longitude and latitude in degrees, WGS84.
    """

    code: str
    grid: str
    estate: str
    estate_name: str
    number: int
    storeys: int
    units: int
    landing: int
    completed: int
    position: Point

    @property
    def dwellings(self) -> int:
        return self.storeys * self.units * self.landing

    def dwelling(self, index: int) -> str:
        """The number of the `index`-th dwelling (from 0), unit and room: `2-301` is unit 2, floor 3, door 01."""
        staircase, door = divmod(index, self.landing)
        unit, floor = divmod(staircase, self.storeys)
        return f"{unit + 1}-{floor + 1}{door + 1:02d}"


def dwellings(building: Building) -> Iterator[str]:
    """All dwelling numbers of a building, unit by unit from the ground up."""
    return (building.dwelling(index) for index in range(building.dwellings))


def buildings(seed: int) -> tuple[Building, ...]:
    """All 3,898 buildings in the order of their codes."""
    return _housing(seed)[1]


def estates(seed: int) -> tuple[Estate, ...]:
    """All 431 estates in the order of their codes."""
    return _housing(seed)[0]


@lru_cache(maxsize=4)
def _housing(seed: int) -> tuple[tuple[Estate, ...], tuple[Building, ...]]:
    rng = stream(seed, "buildings")
    grids_of: dict[str, list[Area]] = {}
    for area in areas(seed):
        if area.kind == "grid" and area.parent is not None:
            grids_of.setdefault(area.parent, []).append(area)
    counts = iter(share_out(rng, BUILDINGS, GRIDS, _PER_GRID[0], [_PER_GRID[1]] * GRIDS))
    places = {code: [grid for grid in grids for _ in range(next(counts))] for code, grids in grids_of.items()}
    # At least three buildings to an estate, and never more than eight estates in a community.
    most = [min(8, len(slots) // 3) for slots in places.values()]
    shares = share_out(rng, ESTATES, COMMUNITIES, 1, most)
    names = iter(
        place_names(
            rng,
            ESTATES,
            ("小区", "家园", "花园", "新村", "公寓", "苑"),
            ("Residence", "Homes", "Gardens", "New Village", "Apartments", "Court"),
        )
    )
    styles = iter(_styles(rng))
    in_grid: Counter[str] = Counter()
    found: list[Estate] = []
    built: list[Building] = []
    for (community, slots), count in zip(places.items(), shares, strict=True):
        for number, plots in enumerate(_runs(rng, slots, count), start=1):
            name = next(names)
            estate = Estate(f"{community}-E{number:02d}", community, name.zh, name.en)
            found.append(estate)
            built.extend(_estate_buildings(rng, estate, plots, next(styles), in_grid))
    return tuple(found), tuple(built)


def _runs(rng: Random, plots: list[Area], count: int) -> Iterator[list[Area]]:
    """Neighbouring plots in `count` runs of at least three."""
    sizes = share_out(rng, len(plots), count, 3, [len(plots)] * count)
    ends = [0]
    for size in sizes:
        ends.append(ends[-1] + size)
    return (plots[start:end] for start, end in pairwise(ends))


def _styles(rng: Random) -> list[_Style]:
    """A style for each estate.

    Dealt from a deck rather than drawn one by one, so that the number of dwellings varies little with the seed.
    """
    deck = [style for style in _STYLES for _ in range(round(style.share * ESTATES))]
    deck += [_STYLES[0]] * (ESTATES - len(deck))
    rng.shuffle(deck)
    return deck[:ESTATES]


def _estate_buildings(
    rng: Random, estate: Estate, plots: list[Area], style: _Style, in_grid: Counter[str]
) -> Iterator[Building]:
    """An estate is built in one style and one year. `in_grid` counts the buildings of each grid, for their codes."""
    year = rng.randint(*style.years)
    for number, grid in enumerate(plots, start=1):
        in_grid[grid.code] += 1
        yield Building(
            code=f"{grid.code}-B{in_grid[grid.code]:02d}",
            grid=grid.code,
            estate=estate.code,
            estate_name=estate.name_zh,
            number=number,
            storeys=rng.randint(*style.storeys),
            units=rng.randint(*style.units),
            landing=style.landing,
            completed=year,
            position=point_within(rng, grid.ring[:-1]),
        )
