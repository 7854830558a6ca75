"""Whom a call-out reaches, ring by ring, and how far apart places are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, inf, radians, sin, sqrt

from shared.contracts.actor import lies_in
from shared.contracts.volunteers.call_outs import Ring

Place = tuple[float, float]
"""Longitude and latitude, in degrees."""
EARTH = 6_371_008.8
"""Mean radius, metres."""
ORDER = (Ring.OWN, Ring.NEXT, Ring.TEAM, Ring.STREET)
NEXT_SQUADS = 2
STREET_SQUADS = 3


@dataclass(frozen=True)
class SquadAt:
    """A squad where it stands; `squad` is None for those of a team who are in no squad."""

    team: str
    squad: str | None
    community: str
    areas: tuple[str, ...] = ()
    estates: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True)
class Scene:
    area: str
    estate: str | None = None
    place: Place | None = None

    @property
    def community(self) -> str:
        return community_of(self.area)


@dataclass(frozen=True)
class Reached:
    """The squads of a ring, and the teams whose leaders are called with it."""

    squads: list[SquadAt]
    leaders_of: frozenset[str] = frozenset()


def community_of(area: str) -> str:
    return ".".join(area.split(".")[:3])


def street_of(area: str) -> str:
    return ".".join(area.split(".")[:2])


def metres(one: Place, other: Place) -> float:
    """Along the great circle."""
    west, south, east, north = map(radians, (*one, *other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(half, 1.0)))


def reach(ring: Ring, scene: Scene, squads: Sequence[SquadAt]) -> Reached:
    """`squads`: of all teams of the scene's street, in an order that stays. A ring reaches none that a ring before it reached."""
    here = [each for each in squads if each.community == scene.community]
    own = [each for each in here if covers(each, scene)]
    others = nearest((each for each in here if each not in own and each.squad is not None), scene)
    if ring is Ring.OWN:
        return Reached(own)
    if ring is Ring.NEXT:
        return Reached(others[:NEXT_SQUADS], frozenset(each.team for each in here))
    if ring is Ring.TEAM:
        return Reached([*others[NEXT_SQUADS:], *(each for each in here if each.squad is None and each not in own)])
    around = (each for each in squads if each.community != scene.community and each.squad is not None)
    return Reached(nearest(around, scene)[:STREET_SQUADS])


def covers(squad: SquadAt, scene: Scene) -> bool:
    of_estate = scene.estate is not None and scene.estate in squad.estates
    return of_estate or any(lies_in(scene.area, area) for area in squad.areas)


def nearest(squads: Iterable[SquadAt], scene: Scene) -> list[SquadAt]:
    """The nearest first; those whose distance is not known last, in their order."""

    def far(squad: SquadAt) -> float:
        return metres(squad.place, scene.place) if squad.place and scene.place else inf

    return sorted(squads, key=far)


def left(called: Iterable[Ring]) -> list[Ring]:
    """The rings that are still to be called."""
    done = set(called)
    return [ring for ring in ORDER if ring not in done]
