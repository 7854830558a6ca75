"""People and their households, streamed in the order of their addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from infra.town.buildings import Building, buildings
from infra.town.chance import stream
from infra.town.families import Composition, Kin, Role, composition, kin
from infra.town.identity import RESIDENT_PHONES, IdentityNumbers, phone
from infra.town.names import given_name, surname

__all__ = ["AS_OF", "LARGEST", "Household", "Resident", "people"]

AS_OF = date(2026, 1, 1)
"""The day on which ages are counted when none is given; fixed, so that a seed means the same town next year."""

LARGEST = 1_000_000
_PHONE_FROM = 12  # years
_DAYS_A_YEAR = 365.2425

Sex = Literal["male", "female"]


@dataclass(frozen=True, slots=True)
class Resident:
    """A person. `phone` is None for children under 12 and for some of the very old."""

    identity_number: str
    name: str
    sex: Sex
    birth_date: date
    phone: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class Household:
    """Those who live in one dwelling; the head is the first member. No two households share a dwelling."""

    building: str
    grid: str
    dwelling: str
    moved_in: date
    members: tuple[Resident, ...]

    @property
    def head(self) -> Resident:
        return self.members[0]


def people(size: int, seed: int, as_of: date = AS_OF) -> Iterator[Household]:
    """The households of `size` residents in all, spread evenly over the district's dwellings.

    Memory does not grow with the size. ValueError when the size is not in 1 to a million.
    """
    if not 1 <= size <= LARGEST:
        raise ValueError(f"size is {size}, not in 1 to {LARGEST}")
    return _people(size, seed, as_of)


def _people(size: int, seed: int, as_of: date) -> Iterator[Household]:
    # Compositions have a stream of their own: it is run twice, first to know how many households there will be.
    count = sum(1 for _ in _compositions(size, seed))
    register = _Register(stream(seed, "people").random, as_of)
    for kind, (building, dwelling) in zip(_compositions(size, seed), _addresses(seed, count), strict=True):
        yield register.enrol(building, dwelling, kin(register.draw, kind))


def _compositions(size: int, seed: int) -> Iterator[Composition]:
    """Compositions that hold `size` people in all; the last is cut short where it has to be."""
    draw = stream(seed, "compositions").random
    left = size
    while left > 0:
        kind = composition(draw)
        yield kind if kind.size <= left else kind._replace(others=kind.others[: left - 1])
        left -= kind.size


def _addresses(seed: int, count: int) -> Iterator[tuple[Building, str]]:
    """`count` different dwellings at even distances through the whole district."""
    town = buildings(seed)
    total = sum(building.dwellings for building in town)
    if count > total:
        raise ValueError(f"{count} households do not fit into {total} dwellings")
    rest = iter(town)
    building, end = next(rest), 0
    end = building.dwellings
    for index in range(count):
        place = index * total // count
        while place >= end:
            building = next(rest)
            end += building.dwellings
        yield building, building.dwelling(place - end + building.dwellings)


class _Register:
    """Gives names, numbers and phones to one household after the other."""

    def __init__(self, draw: Callable[[], float], as_of: date) -> None:
        self.draw = draw
        self._as_of = as_of
        self._today = as_of.toordinal()
        self._identity_numbers = IdentityNumbers()
        self._people = 0

    def enrol(self, building: Building, dwelling: str, family: list[Kin]) -> Household:
        names = self._surnames(family)
        members = tuple(map(self._resident, family, names))
        moved_in = self._moved_in(building, members[0].birth_date)
        return Household(building.code, building.grid, dwelling, moved_in, members)

    def _resident(self, member: Kin, family_name: str) -> Resident:
        draw, woman = self.draw, member.woman
        birth_date = date.fromordinal(self._today - int(member.age * _DAYS_A_YEAR))
        self._people += 1
        return Resident(
            self._identity_numbers.next(birth_date, woman),
            family_name + given_name(draw, woman, birth_date.year),
            "female" if woman else "male",
            birth_date,
            phone(RESIDENT_PHONES, self._people) if self._has_phone(birth_date) else None,
            member.role,
        )

    def _has_phone(self, born: date) -> bool:
        day = self._as_of
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return age >= _PHONE_FROM and (age < 80 or self.draw() < 0.7)

    def _surnames(self, family: list[Kin]) -> list[str]:
        """Children and grandchildren have their father's surname; those who married in bring their own."""
        head = family[0]
        names = [surname(self.draw)]
        line = fathers_name = names[0]
        son = True
        for member in family[1:]:
            if member.role == "spouse":
                names.append(surname(self.draw))
                fathers_name = names[-1] if head.woman else fathers_name
            elif member.role == "child":
                names.append(fathers_name)
                line, son = names[-1], not member.woman
            elif member.role == "child_in_law":
                names.append(surname(self.draw))
                line = line if son else names[-1]
            elif member.role == "grandchild":
                names.append(line)
            else:
                names.append(surname(self.draw) if member.woman else names[0])
        return names

    def _moved_in(self, building: Building, head_born: date) -> date:
        """A day after the building was completed on which the head was of age."""
        first = max(date(building.completed, 7, 1).toordinal(), head_born.toordinal() + 18 * 366)
        return date.fromordinal(min(first, self._today) + int(max(0, self._today - first) * self.draw()))
