"""How well resources fit needs, part by part, for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from shared.contracts.volunteers.matching import Weights
from shared.contracts.volunteers.needs import Kind, Misfit
from shared.contracts.volunteers.people import Skill

FULL = 1000
UNCONFIRMED = 600
PLACE_UNKNOWN = 500
"""The part for distance where one of the two has no point, and the resource serves the area."""
HALF_HOURS = 7 * 48
EARTH_METRES = 6_371_008.8
PARTS = ("skill", "distance", "time", "record", "fairness")
MISFITS = (Misfit.NOT_QUALIFIED, Misfit.TOO_FAR, Misfit.NO_TIME, Misfit.USED_UP)
FITS = len(MISFITS) - 1
"""A pair's stage is how many of the tests it passed: qualified, near, in time."""

Place = tuple[float, float]
Array = np.ndarray


@dataclass(frozen=True)
class Wanted:
    """`week`: the half hours of the week in Shanghai that it takes; none: any time. `count`: pieces still wanted. `length`:
    it takes so many half hours, at a stretch, at some time in `week`."""

    id: str
    kind: Kind
    skill: Skill | None
    area: str
    place: Place | None = None
    week: frozenset[int] | None = None
    count: int = 1
    priority: int = 1
    length: int | None = None


@dataclass(frozen=True)
class Offered:
    """`left`: pieces that can still be given; None is inexhaustible. `week` None is always. Place: longitude, latitude."""

    id: str
    kind: Kind
    skills: frozenset[Skill]
    area: str
    place: Place | None = None
    reach: int = 3000
    week: frozenset[int] | None = None
    left: int | None = 1
    confirmed: bool = False
    done: int = 0
    dropped: int = 0
    given: int = 0


@dataclass(frozen=True)
class Fit:
    """Rows are needs, columns resources. `score` out of 1,000, 0 where `stage` is not FITS."""

    parts: dict[str, Array]
    stage: Array
    score: Array


@dataclass(frozen=True)
class Offers:
    """Resources side by side, made ready once for many needs."""

    resources: Sequence[Offered]
    _by_area: dict[str, list[int]] = field(init=False, default_factory=dict)
    _beginnings: dict[int, Array] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for column, each in enumerate(self.resources):
            self._by_area.setdefault(each.area, []).append(column)

    @cached_property
    def places(self) -> Array:
        return np.array([each.place or (np.nan, np.nan) for each in self.resources], dtype=float).reshape(-1, 2)

    @cached_property
    def weeks(self) -> Array:
        return np.array([_week(each.week, 1.0) for each in self.resources], dtype=np.float32).reshape(-1, HALF_HOURS)

    @cached_property
    def reach(self) -> Array:
        return np.array([each.reach for each in self.resources], dtype=float)

    @cached_property
    def skill(self) -> Array:
        return np.array([FULL if each.confirmed else UNCONFIRMED for each in self.resources])

    @cached_property
    def record(self) -> Array:
        """Kept promises among all, as if one more was kept and one more was not: the unknown stand in the middle."""
        return np.array([FULL * (each.done + 1) // (each.done + each.dropped + 2) for each in self.resources])

    @cached_property
    def fairness(self) -> Array:
        """Who has given little comes first."""
        return fairness_of(np.array([each.given for each in self.resources]))

    def qualified(self, kind: Kind, skill: Skill | None) -> Array:
        return np.array([each.kind is kind and (skill is None or skill in each.skills) for each in self.resources])

    def beginnings(self, length: int) -> Array:
        """Half hours at which so many in a row begin that are all free."""
        if length not in self._beginnings:
            self._beginnings[length] = beginnings_of(self.weeks, length)
        return self._beginnings[length]

    def serving(self, area: str) -> Array:
        """Those whose area is this one or holds it."""
        found = np.zeros(len(self.resources), dtype=bool)
        parts = area.split(".")
        for depth in range(1, len(parts) + 1):
            found[self._by_area.get(".".join(parts[:depth]), [])] = True
        return found


def fit(needs: Sequence[Wanted], offers: Offers, weights: Weights) -> Fit:
    shape = (len(needs), len(offers.resources))
    kinds = {key: offers.qualified(*key) for key in {(need.kind, need.skill) for need in needs}}
    areas = {area: offers.serving(area) for area in {need.area for need in needs}}
    qualified = np.array([kinds[need.kind, need.skill] for need in needs], dtype=bool).reshape(shape)
    serving = np.array([areas[need.area] for need in needs], dtype=bool).reshape(shape)
    distance, near = _distance(needs, offers, serving)
    time = _time(needs, offers)
    parts = {
        "skill": np.where(qualified, offers.skill, 0),
        "distance": np.where(near, distance, 0),
        "time": time,
        "record": np.broadcast_to(offers.record, shape),
        "fairness": np.broadcast_to(offers.fairness, shape),
    }
    in_time = time >= weights.least_time
    stage = np.where(qualified, np.where(near, np.where(in_time, FITS, 2), 1), 0).astype(np.int8)
    by = {name: getattr(weights, name) for name in PARTS}
    total = sum(parts[name].astype(np.int64) * by[name] for name in PARTS)
    score = np.maximum(total // sum(by.values()), 1)
    return Fit(parts, stage, np.where(stage == FITS, score, 0).astype(np.int16))


def _distance(needs: Sequence[Wanted], offers: Offers, serving: Array) -> tuple[Array, Array]:
    """Out of 1,000, falling to 0 at the end of the reach; and whether it is near enough."""
    here = np.array([need.place or (np.nan, np.nan) for need in needs], dtype=float).reshape(-1, 2)
    metres = _metres(here[:, None, :], offers.places[None, :, :])
    unknown = np.isnan(metres)
    near = np.where(unknown, serving, metres <= offers.reach)
    part = FULL * (1 - np.nan_to_num(metres) / np.maximum(offers.reach, 1))
    return np.where(unknown, PLACE_UNKNOWN, np.clip(part, 0, FULL)).astype(np.int64), near


def _metres(one: Array, other: Array) -> Array:
    """Along the great circle (haversine)."""
    west, south = np.radians(one[..., 0]), np.radians(one[..., 1])
    east, north = np.radians(other[..., 0]), np.radians(other[..., 1])
    half = np.sin((north - south) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin((east - west) / 2) ** 2
    return 2 * EARTH_METRES * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def _time(needs: Sequence[Wanted], offers: Offers) -> Array:
    """The share of the wanted half hours that are free, out of 1,000; all or nothing where it may be at some time."""
    wanted = np.array([_week(need.week, 0.0) for need in needs], dtype=np.float32).reshape(-1, HALF_HOURS)
    many = wanted.sum(axis=1, keepdims=True)
    shared = FULL * (wanted @ offers.weeks.T) / np.maximum(many, 1)
    part = np.where(many == 0, FULL, shared).astype(np.int64)
    for row, need in enumerate(needs):
        if need.length is not None:
            begins = beginnings_of(wanted[row : row + 1], need.length)
            part[row] = np.where(begins @ offers.beginnings(need.length).T > 0, FULL, 0)
    return part


def beginnings_of(weeks: Array, length: int) -> Array:
    """Sunday's last half hour is followed by Monday's first."""
    free = weeks.copy()
    for ahead in range(1, length):
        free *= np.roll(weeks, -ahead, axis=1)
    return free


def fairness_of(given: Array) -> Array:
    return FULL // (1 + given)


def _week(half_hours: frozenset[int] | None, otherwise: float) -> Array:
    if half_hours is None:
        return np.full(HALF_HOURS, otherwise, dtype=np.float32)
    marked = np.zeros(HALF_HOURS, dtype=np.float32)
    marked[list(half_hours)] = 1
    return marked
