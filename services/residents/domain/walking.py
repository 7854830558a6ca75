"""How far it is on foot, and what lies within reach.

The distance on the sphere times a factor for ways that are not straight, at 75 metres a minute.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, ceil, cos, floor, pi, radians, sin, sqrt

from shared.contracts.residents.points import METRES_PER_MINUTE, Help

EARTH_METRES = 6_371_008.8
DEGREE_METRES = 2 * pi * EARTH_METRES / 360
Place = tuple[float, float]


@dataclass(frozen=True)
class Reach:
    """How many of some buildings have each kind within reach, and how many have all."""

    buildings: int
    covered: Mapping[Help, int]
    all_kinds: int


def metres_between(one: Place, other: Place) -> float:
    """Great circle distance between two places (longitude, latitude in degrees)."""
    (lon1, lat1), (lon2, lat2) = ((radians(x), radians(y)) for x, y in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(half)))


def metres_on_foot(straight: float, factor: float) -> int:
    return round(straight * factor)


def minutes_on_foot(straight: float, factor: float) -> int:
    """Whole minutes, rounded up: who has 15 minutes must not need 15 and a half."""
    return ceil(round(straight * factor, 6) / METRES_PER_MINUTE)


def straight_reach(minutes: int, factor: float) -> float:
    """The metres as the crow flies that one comes in so many minutes."""
    return minutes * METRES_PER_MINUTE / factor


def within_reach(straight: float, minutes: int, factor: float) -> bool:
    return minutes_on_foot(straight, factor) <= minutes


def box_around(places: Sequence[Place], metres: float) -> tuple[float, float, float, float] | None:
    """West, south, east and north of what lies within so many metres of any of the places; None without places."""
    if not places:
        return None
    north = metres * 1.001 / DEGREE_METRES
    south_end, north_end = min(y for _, y in places) - north, max(y for _, y in places) + north
    east = north / cos(radians(min(89.0, max(abs(south_end), abs(north_end)))))
    return (
        max(-180.0, min(x for x, _ in places) - east), max(-90.0, south_end),
        min(180.0, max(x for x, _ in places) + east), min(90.0, north_end),
    )  # fmt: skip


def reach_of(homes: Iterable[Place], points: Sequence[tuple[Help, Place]], minutes: int, factor: float) -> Reach:
    """Counts homes by the kinds of help in reach. Points are sorted into cells, so that a home looks at few of them."""
    cells = _cells(points, straight_reach(minutes, factor))
    count, all_kinds = 0, 0
    covered = dict.fromkeys(Help, 0)
    for home in homes:
        count += 1
        kinds = _kinds_near(home, cells, minutes, factor)
        for kind in kinds:
            covered[kind] += 1
        all_kinds += len(kinds) == len(Help)
    return Reach(count, covered, all_kinds)


@dataclass(frozen=True)
class _Cells:
    """Points by square of `north` degrees of latitude and `east` degrees of longitude; each at least a reach wide."""

    north: float
    east: float
    points: Mapping[tuple[int, int], list[tuple[Help, Place]]]

    def around(self, place: Place) -> Iterable[tuple[Help, Place]]:
        column, row = floor(place[0] / self.east), floor(place[1] / self.north)
        for x in (column - 1, column, column + 1):
            for y in (row - 1, row, row + 1):
                yield from self.points.get((x, y), ())


def _cells(points: Sequence[tuple[Help, Place]], metres: float) -> _Cells:
    north = metres * 1.001 / DEGREE_METRES
    steepest = min(89.0, max((abs(place[1]) for _, place in points), default=0.0) + 2 * north)
    east = north / cos(radians(steepest))
    sorted_in: dict[tuple[int, int], list[tuple[Help, Place]]] = defaultdict(list)
    for kind, place in points:
        sorted_in[floor(place[0] / east), floor(place[1] / north)].append((kind, place))
    return _Cells(north, east, sorted_in)


def _kinds_near(home: Place, cells: _Cells, minutes: int, factor: float) -> set[Help]:
    found: set[Help] = set()
    for kind, place in cells.around(home):
        if kind not in found and within_reach(metres_between(home, place), minutes, factor):
            found.add(kind)
            if len(found) == len(Help):
                break
    return found
