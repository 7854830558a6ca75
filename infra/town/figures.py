"""The town's totals, counted from what is generated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from infra.town.buildings import buildings, estates
from infra.town.geography import areas
from infra.town.households import AS_OF, people
from infra.town.points import points
from infra.town.staff import staff

__all__ = ["figures", "population"]

_COUNTED = ("residents", "households", "female", "male", "under 15", "65 or over", "with a phone")


def figures(seed: int) -> Iterator[tuple[str, int]]:
    """Names and counts of areas, buildings, staff and points."""
    kinds = Counter(area.kind for area in areas(seed))
    yield "districts", kinds["district"]
    yield "streets", kinds["street"]
    yield "communities", kinds["community"]
    yield "grids", kinds["grid"]
    yield "estates", len(estates(seed))
    yield "buildings", len(buildings(seed))
    yield "dwellings", sum(building.dwellings for building in buildings(seed))
    for post, count in Counter(member.post for member in staff(seed)).items():
        yield f"staff: {post}", count
    for kind, count in Counter(point.kind for point in points(seed)).items():
        yield f"points: {kind}", count


def population(size: int, seed: int) -> Iterator[tuple[str, int]]:
    """Counts of residents and households, of the young and the old, of men and women."""
    counts = Counter(dict.fromkeys(_COUNTED, 0))
    for home in people(size, seed):
        counts["households"] += 1
        for who in home.members:
            counts["residents"] += 1
            counts[who.sex] += 1
            birthday_to_come = (AS_OF.month, AS_OF.day) < (who.birth_date.month, who.birth_date.day)
            age = AS_OF.year - who.birth_date.year - birthday_to_come
            counts["under 15"] += age < 15
            counts["65 or over"] += age >= 65
            counts["with a phone"] += who.phone is not None
    yield from counts.items()
