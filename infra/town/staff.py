"""Those who work for the district: each with a staff number, a post and an area of duty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Literal

from infra.town.buildings import Building, buildings
from infra.town.chance import share_out, stream
from infra.town.geography import COMMUNITIES, Kind, areas_of
from infra.town.identity import STAFF_PHONES, phone
from infra.town.names import given_name, surname

__all__ = ["CONSTABLES", "Post", "StaffMember", "staff"]

CONSTABLES = 546

Post = Literal[
    "district_officer",
    "street_director",
    "street_clerk",
    "community_secretary",
    "grid_worker",
    "building_constable",
]

# post, first letters of its staff numbers, kind of the area of duty, how many to each area
_POSTS: tuple[tuple[Post, str, Kind, int], ...] = (
    ("district_officer", "DO", "district", 6),
    ("street_director", "SD", "street", 1),
    ("street_clerk", "SC", "street", 4),
    ("community_secretary", "CS", "community", 1),
    ("grid_worker", "GW", "grid", 1),
)


@dataclass(frozen=True, slots=True)
class StaffMember:
    """`area` is the code of the area of duty; a constable also has the codes of the buildings he or she answers for."""

    number: str
    post: Post
    name: str
    sex: Literal["male", "female"]
    phone: str
    area: str
    buildings: tuple[str, ...] = ()


def staff(seed: int) -> Iterator[StaffMember]:
    """Officers, street staff, secretaries, one worker for each grid, then the 546 building constables."""
    rng = stream(seed, "staff")
    hired = count()
    for post, letters, kind, each in _POSTS:
        numbers = count(1)
        for area in areas_of(seed, kind):
            for _ in range(each):
                yield _hire(rng, f"{letters}{next(numbers):04d}", post, area.code, next(hired))
    numbers = count(1)
    for community, beat in _beats(rng, seed):
        codes = tuple(building.code for building in beat)
        yield _hire(rng, f"BC{next(numbers):04d}", "building_constable", community, next(hired), codes)


def _beats(rng: Random, seed: int) -> Iterator[tuple[str, list[Building]]]:
    """Runs of neighbouring buildings of one community; together they are all buildings, each once."""
    of_community: dict[str, list[Building]] = {}
    for building in buildings(seed):
        of_community.setdefault(building.grid.rpartition(".")[0], []).append(building)
    most = [len(mine) // 4 for mine in of_community.values()]
    shares = share_out(rng, CONSTABLES, COMMUNITIES, 1, most)
    for (community, mine), share in zip(of_community.items(), shares, strict=True):
        for beat in range(share):
            yield community, mine[beat * len(mine) // share : (beat + 1) * len(mine) // share]


def _hire(rng: Random, number: str, post: Post, area: str, index: int, codes: tuple[str, ...] = ()) -> StaffMember:
    woman = rng.random() < (0.25 if post == "building_constable" else 0.6)
    name = surname(rng.random) + given_name(rng.random, woman, rng.randint(1968, 2001))
    return StaffMember(number, post, name, "female" if woman else "male", phone(STAFF_PHONES, index), area, codes)
