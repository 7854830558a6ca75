"""One need after the other, each with the best that is left: what a matching is measured against. And the solver without a service."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from services.volunteers.domain.assigning import ROWS_AT_A_TIME, plan
from services.volunteers.domain.fitting import Array, Offered, Offers, Wanted, fit
from services.volunteers.domain.half_hours import touched, within
from shared.contracts.volunteers.matching import Weights
from shared.contracts.volunteers.needs import NeedFields
from shared.contracts.volunteers.resources import ResourceFields


@dataclass(frozen=True)
class Solved:
    """`total` sums score times priority over all pieces; `seconds` of wall clock, `cpu` of processor."""

    total: int
    pieces: int
    seconds: float
    cpu: float


def best_of_all(needs: Sequence[NeedFields], resources: Sequence[ResourceFields]) -> Solved:
    """By the solver itself, in this process."""
    wanted, offered = _posed(needs, resources)
    began, spent = time.perf_counter(), time.process_time()
    found = plan(wanted, offered, Weights())
    return Solved(
        found.total,
        sum(grant.quantity for grant in found.grants),
        time.perf_counter() - began,
        time.process_time() - spent,
    )


def best_for_each(needs: Sequence[NeedFields], resources: Sequence[ResourceFields]) -> Solved:
    """The most urgent need first, then the oldest."""
    wanted, offered = _posed(needs, resources)
    began, spent = time.perf_counter(), time.process_time()
    left = np.array([each.left if each.left is not None else np.iinfo(np.int64).max for each in offered])
    total = pieces = 0
    urgent = sorted(wanted, key=lambda need: -need.priority)
    for need, score in zip(urgent, _scores(urgent, Offers(offered)), strict=True):
        for _ in range(need.count):
            best = int(np.where(left > 0, score, 0).argmax())
            if left[best] <= 0 or not score[best]:
                break
            left[best] -= 1
            total, pieces = total + int(score[best]) * need.priority, pieces + 1
    return Solved(total, pieces, time.perf_counter() - began, time.process_time() - spent)


def _scores(needs: Sequence[Wanted], offers: Offers) -> Iterator[Array]:
    for start in range(0, len(needs), ROWS_AT_A_TIME):
        yield from fit(needs[start : start + ROWS_AT_A_TIME], offers, Weights()).score


def _posed(
    needs: Sequence[NeedFields], resources: Sequence[ResourceFields]
) -> tuple[tuple[Wanted, ...], tuple[Offered, ...]]:
    """As the service reads them out of its store."""
    wanted = tuple(
        Wanted(
            f"n{number}", each.kind, each.skill, each.area, _place(each),
            touched(each.starts_at, each.ends_at) if each.starts_at and each.ends_at else None, each.quantity,
            each.priority,
        )
        for number, each in enumerate(needs)
    )  # fmt: skip
    offered = tuple(
        Offered(
            f"r{number}", each.kind, frozenset(each.skills), each.area, _place(each), each.reach, within(each.slots),
            each.capacity,
        )
        for number, each in enumerate(resources)
    )  # fmt: skip
    return wanted, offered


def _place(fields: NeedFields | ResourceFields) -> tuple[float, float] | None:
    return (fields.point.longitude, fields.point.latitude) if fields.point else None
