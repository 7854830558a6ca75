"""Loading the town into a running suite, batch by batch, with progress and rate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from typing import Protocol, TypeVar

from infra.town.buildings import Building, Estate, buildings, estates
from infra.town.geography import Area, areas
from infra.town.households import Household, people
from infra.town.points import ServicePoint, points
from infra.town.staff import StaffMember, staff

__all__ = ["Measure", "Stage", "Town", "load"]

T = TypeVar("T")
Report = Callable[["Stage"], None]

_BATCH = 500


class Town(Protocol):
    """The suite as the loader sees it. A batch is taken whole or raises; sending one twice must change nothing.

    Batches may be on their way when a method returns; after `finish` all of them are taken.
    """

    def is_empty(self) -> bool: ...
    def send_areas(self, batch: Sequence[Area]) -> None: ...
    def send_estates(self, batch: Sequence[Estate]) -> None: ...
    def send_buildings(self, batch: Sequence[Building]) -> None: ...
    def send_staff(self, batch: Sequence[StaffMember]) -> None: ...
    def send_points(self, batch: Sequence[ServicePoint]) -> None: ...
    def send_households(self, batch: Sequence[Household]) -> None: ...
    def finish(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Stage:
    """How far one kind of record is: `done` of `total` (residents for households) after `seconds`."""

    subject: str
    done: int
    total: int
    seconds: float

    @property
    def rate(self) -> float:
        """Records a second so far."""
        return self.done / self.seconds if self.seconds else 0.0


class Measure:
    """A town that takes everything and keeps nothing: shows what generating alone costs."""

    def is_empty(self) -> bool:
        return True

    def _take(self, batch: Sequence[object]) -> None:
        del batch

    def finish(self) -> None:
        pass

    send_areas = send_estates = send_buildings = send_staff = send_points = send_households = _take


def load(town: Town, size: int, seed: int, report: Report, if_empty: bool = False) -> bool:
    """Send areas, estates, buildings, staff, points, then households; `report` is called after each batch.

    With `if_empty` a town that has people already is left as it is. True when something was sent.
    """
    if if_empty and not town.is_empty():
        return False
    crew, places = tuple(staff(seed)), tuple(points(seed))
    _send("areas", areas(seed), town.send_areas, town.finish, len(areas(seed)), report)
    _send("estates", estates(seed), town.send_estates, town.finish, len(estates(seed)), report)
    _send("buildings", buildings(seed), town.send_buildings, town.finish, len(buildings(seed)), report)
    _send("staff", crew, town.send_staff, town.finish, len(crew), report)
    _send("points", places, town.send_points, town.finish, len(places), report)
    _send(
        "residents", people(size, seed), town.send_households, town.finish, size, report, lambda home: len(home.members)
    )
    return True


def _send(
    subject: str,
    records: Iterable[T],
    send: Callable[[Sequence[T]], None],
    finish: Callable[[], None],
    total: int,
    report: Report,
    weight: Callable[[T], int] = lambda _: 1,
) -> None:
    start, done = perf_counter(), 0
    for batch in _batches(records):
        send(batch)
        done += sum(map(weight, batch))
        if done == total:
            finish()
        report(Stage(subject, done, total, perf_counter() - start))


def _batches(records: Iterable[T]) -> Iterator[tuple[T, ...]]:
    rest = iter(records)
    while batch := tuple(islice(rest, _BATCH)):
        yield batch
