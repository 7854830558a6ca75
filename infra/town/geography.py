"""The district cut into streets, communities and grids, each with a code, a name and a polygon.

Every area is a convex polygon and is cut by straight lines into its parts, so parts never overlap and always tile
their parent (to the centimetre that coordinates are rounded to).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Literal

from infra.town.chance import share_out, stream
from infra.town.names import PlaceName, place_names
from infra.town.tiling import Point, cut

__all__ = ["COMMUNITIES", "DISTRICT_CODE", "GRIDS", "STREETS", "Area", "Kind", "areas", "areas_of"]

STREETS, COMMUNITIES, GRIDS = 14, 115, 731
DISTRICT_CODE = "150202"
_DISTRICT_NAME = PlaceName("邻里区", "Linli District")
# Counter-clockwise, WGS84; inside 109.99-110.12 east, 40.55-40.65 north.
_BOUNDARY: tuple[Point, ...] = (
    (110.003, 40.5585), (110.041, 40.5510), (110.083, 40.5530), (110.112, 40.5665), (110.119, 40.5990),
    (110.106, 40.6320), (110.072, 40.6485), (110.030, 40.6450), (109.998, 40.6240), (109.991, 40.5880),
)  # fmt: skip

Kind = Literal["district", "street", "community", "grid"]


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the tree.

    `level` is 1 for the district to 4 for a grid; `ring` is the closed outline, longitude first.
    """

    code: str
    kind: Kind
    level: int
    parent: str | None
    name_zh: str
    name_en: str
    ring: tuple[Point, ...]

    @property
    def polygon(self) -> dict[str, object]:
        """The outline as a GeoJSON Polygon (WGS84, outer ring counter-clockwise)."""
        return {"type": "Polygon", "coordinates": [[list(point) for point in self.ring]]}


@lru_cache(maxsize=4)
def areas(seed: int) -> tuple[Area, ...]:
    """All 861 areas, each parent directly before its parts, in the order of their codes."""
    rng = stream(seed, "geography")
    communities = share_out(rng, COMMUNITIES, STREETS, 4, [14] * STREETS)
    grids = share_out(rng, GRIDS, COMMUNITIES, 3, [10] * COMMUNITIES)
    street_names = place_names(rng, STREETS, ("街道",), ("Subdistrict",))
    community_names = place_names(rng, COMMUNITIES, ("社区",), ("Community",))
    return tuple(_district(rng, communities, grids, street_names, community_names))


def areas_of(seed: int, kind: Kind) -> Iterator[Area]:
    """The areas of one kind in the order of their codes."""
    return (area for area in areas(seed) if area.kind == kind)


def _district(
    rng: Random,
    communities: list[int],
    grids: list[int],
    street_names: list[PlaceName],
    community_names: list[PlaceName],
) -> Iterator[Area]:
    yield _area(DISTRICT_CODE, "district", 1, None, _DISTRICT_NAME, _BOUNDARY)
    starts = [sum(communities[:street]) for street in range(STREETS)]
    loads = [sum(grids[start : start + count]) for start, count in zip(starts, communities, strict=True)]
    for street, outline in enumerate(_tiles(rng, _BOUNDARY, loads)):
        code = f"{DISTRICT_CODE}.{street + 1:03d}"
        yield _area(code, "street", 2, DISTRICT_CODE, street_names[street], outline)
        mine = range(starts[street], starts[street] + communities[street])
        pieces = _tiles(rng, outline, [grids[community] for community in mine])
        for number, (community, piece) in enumerate(zip(mine, pieces, strict=True), start=1):
            community_code = f"{code}.{number:03d}"
            yield _area(community_code, "community", 3, code, community_names[community], piece)
            yield from _grids(rng, community_code, piece, grids[community])


def _grids(rng: Random, community: str, outline: tuple[Point, ...], count: int) -> Iterator[Area]:
    for number, piece in enumerate(_tiles(rng, outline, [1] * count), start=1):
        name = PlaceName(f"第{number}网格", f"Grid {number}")
        yield _area(f"{community}.{number:03d}", "grid", 4, community, name, piece)


def _tiles(rng: Random, outline: tuple[Point, ...], loads: list[int]) -> list[tuple[Point, ...]]:
    """Pieces about as large as their loads: busy centres are denser than edges, hence the spread."""
    return cut(rng, outline, [load * rng.uniform(0.6, 1.4) for load in loads])


def _area(code: str, kind: Kind, level: int, parent: str | None, name: PlaceName, outline: tuple[Point, ...]) -> Area:
    return Area(code, kind, level, parent, name.zh, name.en, (*outline, outline[0]))
