"""Service points of the five kinds of help, with the hours in which they are open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from infra.town.chance import stream
from infra.town.geography import Area, areas_of
from infra.town.tiling import Point, point_within

__all__ = ["POINTS", "Help", "Opening", "ServicePoint", "points"]

Help = Literal["children", "learning", "medical", "elders", "hardship"]


class Opening(NamedTuple):
    """Open on this weekday (1 Monday to 7 Sunday) from and to these minutes after midnight, local time."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class ServicePoint:
    """A place that gives one kind of help; it lies in `grid`."""

    code: str
    kind: Help
    name_zh: str
    name_en: str
    grid: str
    position: Point
    hours: tuple[Opening, ...]


def _daily(first: int, last: int, *spans: tuple[int, int]) -> tuple[Opening, ...]:
    """The same spans (hours of the day) on each weekday from `first` to `last`."""
    return tuple(Opening(day, opens * 60, closes * 60) for day in range(first, last + 1) for opens, closes in spans)


class _Facility(NamedTuple):
    kind: Help
    sites: int  # at most one to a community
    zh: str
    en: str
    hours: tuple[Opening, ...]


_FACILITIES = (
    _Facility("children", 40, "儿童之家", "Children's Home", _daily(2, 7, (9, 12), (14, 18))),
    _Facility("children", 30, "托育点", "Day Nursery", _daily(1, 5, (7, 18))),
    _Facility("learning", 50, "社区书屋", "Reading Room", _daily(1, 7, (9, 20))),
    _Facility("learning", 32, "市民学堂", "Evening School", _daily(2, 6, (14, 21))),
    _Facility("medical", 60, "卫生服务站", "Health Station", _daily(1, 6, (8, 12), (14, 18))),
    _Facility("medical", 30, "便民药房", "Pharmacy", _daily(1, 7, (8, 22))),
    _Facility("elders", 50, "长者食堂", "Elders' Canteen", _daily(1, 7, (7, 9), (11, 13), (17, 19))),
    _Facility("elders", 58, "日间照料站", "Day Care Station", _daily(1, 6, (8, 18))),
    _Facility("hardship", 30, "爱心超市", "Charity Shop", _daily(3, 7, (10, 17))),
    _Facility("hardship", 20, "救助服务点", "Assistance Desk", _daily(1, 5, (9, 12), (14, 17))),
)
POINTS = sum(facility.sites for facility in _FACILITIES)


def points(seed: int) -> Iterator[ServicePoint]:
    """All service points, kind by kind; a community has at most one of each facility."""
    rng = stream(seed, "points")
    communities = list(areas_of(seed, "community"))
    grids_of: dict[str, list[Area]] = {}
    for grid in areas_of(seed, "grid"):
        grids_of.setdefault(grid.code.rpartition(".")[0], []).append(grid)
    number = 0
    for facility in _FACILITIES:
        for community in sorted(rng.sample(communities, facility.sites), key=lambda area: area.code):
            number += 1
            grid = rng.choice(grids_of[community.code])
            yield ServicePoint(
                code=f"SP{number:04d}",
                kind=facility.kind,
                name_zh=community.name_zh + facility.zh,
                name_en=f"{community.name_en} {facility.en}",
                grid=grid.code,
                position=point_within(rng, grid.ring[:-1]),
                hours=facility.hours,
            )
