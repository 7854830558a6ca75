"""The best way to give resources to needs: no other sums up to more score times priority."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from services.volunteers.domain.fitting import MISFITS, Array, Offered, Offers, Wanted, fit
from shared.contracts.volunteers.matching import Weights
from shared.contracts.volunteers.needs import Misfit

ROWS_AT_A_TIME = 200
MOST_CELLS = 20_000_000
"""Of one table to solve. Only where a single group of needs and resources that hang together is larger than that are
capacities cut to fit, and the rest has its turn in the next run."""


@dataclass(frozen=True)
class Grant:
    """`quantity` pieces of a resource for a need; `score` of each, out of 1,000."""

    need: str
    resource: str
    quantity: int
    score: int


@dataclass(frozen=True)
class Plan:
    """`unmet`: needs that are not wholly met, with the reason. `total`: score times priority over all pieces."""

    grants: tuple[Grant, ...]
    unmet: dict[str, Misfit]
    total: int


def plan(needs: Sequence[Wanted], resources: Sequence[Offered], weights: Weights) -> Plan:
    score, furthest = _scores(needs, Offers(resources), weights)
    given = assign(score, needs, resources)
    pieces = np.zeros(len(needs), dtype=int)
    grants = []
    for (row, column), quantity in sorted(given.items()):
        pieces[row] += quantity
        grants.append(Grant(needs[row].id, resources[column].id, quantity, int(score[row, column])))
    total = sum(int(score[row, column]) * needs[row].priority * many for (row, column), many in given.items())
    unmet = {need.id: MISFITS[furthest[row]] for row, need in enumerate(needs) if pieces[row] < need.count}
    return Plan(tuple(grants), unmet, total)


def assign(score: Array, needs: Sequence[Wanted], resources: Sequence[Offered]) -> dict[tuple[int, int], int]:
    """Pieces by row and column of `score`.

    What is inexhaustible needs no column of its own: it is what each row falls back on, and a column with a limit is
    worth only what it gives beyond that.
    """
    if not needs or not resources:
        return {}
    value = score.astype(np.int32) * np.array([need.priority for need in needs], dtype=np.int32)[:, None]
    endless = np.array([each.left is None for each in resources])
    left = np.array([each.left or 0 for each in resources])
    fallback = np.where(endless, value, 0)
    best = fallback.argmax(axis=1)
    gain = np.maximum(np.where(left > 0, value, 0) - fallback.max(axis=1, keepdims=True), 0)
    counts = np.array([need.count for need in needs])
    found: dict[tuple[int, int], int] = {}
    pending = counts.copy()
    for rows, columns in _groups(gain):
        for row, column in _solve(gain[np.ix_(rows, columns)], counts[rows], left[columns]):
            pair = (int(rows[row]), int(columns[column]))
            found[pair] = found.get(pair, 0) + 1
            pending[rows[row]] -= 1
    for row, many in enumerate(pending):
        if many and fallback[row, best[row]] > 0:
            found[row, int(best[row])] = int(many)
    return found


def _scores(needs: Sequence[Wanted], offers: Offers, weights: Weights) -> tuple[Array, Array]:
    """Scores of all pairs, and per need the furthest stage that any resource got to."""
    score = np.zeros((len(needs), len(offers.resources)), dtype=np.int16)
    furthest = np.zeros(len(needs), dtype=np.int8)
    if not offers.resources:
        return score, furthest
    for start in range(0, len(needs), ROWS_AT_A_TIME):
        rows = slice(start, start + ROWS_AT_A_TIME)
        found = fit(needs[rows], offers, weights)
        score[rows], furthest[rows] = found.score, found.stage.max(axis=1)
    return score, furthest


def _groups(gain: Array) -> Iterator[tuple[Array, Array]]:
    """Rows and columns that hang together; groups do not touch each other and are solved one by one."""
    rows, columns = np.nonzero(gain)
    height, size = gain.shape[0], sum(gain.shape)
    links = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns + height)), shape=(size, size))
    _, labels = connected_components(links.tocsr(), directed=False)
    by_label: dict[int, tuple[list[int], list[int]]] = {}
    for row in np.unique(rows):
        by_label.setdefault(labels[row], ([], []))[0].append(row)
    for column in np.unique(columns):
        by_label[labels[column + height]][1].append(column)
    for some, others in by_label.values():
        yield np.array(some), np.array(others)


def _solve(gain: Array, counts: Array, left: Array) -> list[tuple[int, int]]:
    """One entry per piece. A need stands in as many rows as it wants pieces, a resource in as many columns as it has."""
    rows = np.repeat(np.arange(len(counts)), counts)
    wanted_by = ((gain > 0) * counts[:, None]).sum(axis=0)
    most = max(MOST_CELLS // (len(rows) * len(left)), 1)
    columns = np.repeat(np.arange(len(left)), np.minimum(np.minimum(left, wanted_by), most))
    table = -gain[np.ix_(rows, columns)].astype(float)
    chosen = zip(*linear_sum_assignment(table), strict=True)
    return [(int(rows[row]), int(columns[column])) for row, column in chosen if table[row, column] < 0]
