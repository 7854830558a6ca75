"""Dwelling numbers: unit, floor and door, as on the doors of an estate."""

from collections.abc import Iterator, Sequence

MOST = 3000


def numbered(storeys: int, units: int, landing: int) -> Iterator[str]:
    """All dwellings, unit by unit from the ground up: `2-301` is unit 2, floor 3, door 01."""
    for unit in range(1, units + 1):
        for floor in range(1, storeys + 1):
            for door in range(1, landing + 1):
                yield f"{unit}-{floor}{door:02d}"


def first_twice(dwellings: Sequence[str]) -> str | None:
    """The first number that is listed twice, or None."""
    seen: set[str] = set()
    for dwelling in dwellings:
        if dwelling in seen:
            return dwelling
        seen.add(dwelling)
    return None
