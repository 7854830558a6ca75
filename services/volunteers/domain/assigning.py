"""The best way to give resources to needs: no other sums up to more score times priority.

The more a resource gives in one go, the less its next piece is worth, as it would be in the next run: so work is spread.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from services.volunteers.domain.fitting import MISFITS, PARTS, Array, Offered, Offers, Wanted, fairness_of, fit
from shared.contracts.volunteers.matching import Weights
from shared.contracts.volunteers.needs import Misfit

ROWS_AT_A_TIME = 200
MOST_CELLS = 20_000_000
"""Of a table to begin with; what turns out to be wanted more often than it stands in it gets further columns."""


@dataclass(frozen=True)
class Grant:
    """Pieces of a resource for a need, with the score of each out of 1,000."""

    need: str
    resource: str
    scores: tuple[int, ...]

    @property
    def quantity(self) -> int:
        return len(self.scores)

    @property
    def score(self) -> int:
        """Their mean."""
        return sum(self.scores) // len(self.scores)


@dataclass(frozen=True)
class Plan:
    """`unmet`: needs that are not wholly met, with the reason. `total`: score times priority over all pieces."""

    grants: tuple[Grant, ...]
    unmet: dict[str, Misfit]
    total: int


def plan(needs: Sequence[Wanted], resources: Sequence[Offered], weights: Weights) -> Plan:
    score, furthest = _scores(needs, Offers(resources), weights)
    given = assign(score, needs, resources, weights)
    pieces = np.zeros(len(needs), dtype=int)
    grants = []
    for (row, column), scores in sorted(given.items()):
        pieces[row] += len(scores)
        grants.append(Grant(needs[row].id, resources[column].id, tuple(scores)))
    total = sum(sum(scores) * needs[row].priority for (row, _), scores in given.items())
    unmet = {need.id: MISFITS[furthest[row]] for row, need in enumerate(needs) if pieces[row] < need.count}
    return Plan(tuple(grants), unmet, total)


def assign(
    score: Array, needs: Sequence[Wanted], resources: Sequence[Offered], weights: Weights
) -> dict[tuple[int, int], list[int]]:
    """The score of each piece, by row and column of `score`.

    What is inexhaustible needs no column of its own: it is what each row falls back on, and a column with a limit is
    worth only what it gives beyond that.
    """
    if not needs or not resources:
        return {}
    endless = np.array([each.left is None for each in resources])
    left = np.array([each.left or 0 for each in resources])
    given = np.array([each.given for each in resources])
    fallback = np.where(endless, score, 0)
    best, instead = fallback.argmax(axis=1), fallback.max(axis=1).astype(int)
    gain = np.maximum(np.where(left > 0, score, 0) - instead[:, None], 0).astype(np.int16)
    counts = np.array([need.count for need in needs])
    priority = np.array([need.priority for need in needs])
    found: dict[tuple[int, int], list[int]] = {}
    pending = counts.copy()
    for rows, columns in _groups(gain):
        group = _Group(
            gain[np.ix_(rows, columns)],
            counts[rows],
            priority[rows],
            instead[rows],
            left[columns],
            given[columns],
            weights,
        )
        for row, column, more in _solve(group):
            pair = (int(rows[row]), int(columns[column]))
            found.setdefault(pair, []).append(int(instead[pair[0]]) + more)
            pending[rows[row]] -= 1
    for row, many in enumerate(pending):
        if many and instead[row] > 0:
            found[row, int(best[row])] = [int(instead[row])] * int(many)
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


@dataclass(frozen=True)
class _Group:
    """`gain`: what the first piece of each resource adds to the score of what the row has `instead`."""

    gain: Array
    counts: Array
    priority: Array
    instead: Array
    left: Array
    given: Array
    weights: Weights


def _solve(group: _Group) -> list[tuple[int, int, int]]:
    """One entry per piece: row, column, and what it adds. A need stands in as many rows as it wants pieces, a resource in
    as many columns as it may be given.

    A resource that could be given often stands in few columns first, so that the table fits. Where all of them are used it
    is solved again with more; where one is not, more would change nothing, so the last solution is the best of all.
    """
    rows = np.repeat(np.arange(len(group.counts)), group.counts)
    most = np.minimum(group.left, ((group.gain > 0) * group.counts[:, None]).sum(axis=0))
    columns_of = np.minimum(most, max(MOST_CELLS // (len(rows) * len(most)), 1))
    while True:
        chosen = _best(group, rows, columns_of)
        used = np.bincount([column for _, column, _ in chosen], minlength=len(most))
        short = (used == columns_of) & (columns_of < most)
        if not short.any():
            return chosen
        columns_of = np.where(short, np.minimum(2 * columns_of, most), columns_of)


def _best(group: _Group, rows: Array, columns_of: Array) -> list[tuple[int, int, int]]:
    """Each further piece of a resource is worth less by what it falls in fairness, and at least one point in all."""
    columns = np.repeat(np.arange(len(columns_of)), columns_of)
    before = np.concatenate([np.arange(many) for many in columns_of])
    fallen = fairness_of(group.given[columns]) - fairness_of(group.given[columns] + before)
    lost = group.weights.fairness * fallen // sum(getattr(group.weights, name) for name in PARTS)
    cost = group.gain[np.ix_(rows, columns)].astype(float)
    misfit = cost <= 0
    cost -= lost
    np.maximum(cost, np.where(group.instead[rows] == 0, 1, 0)[:, None], out=cost)
    cost[misfit] = 0
    cost *= -group.priority[rows][:, None]
    return [
        (int(rows[row]), int(columns[column]), int(-cost[row, column]) // int(group.priority[rows[row]]))
        for row, column in zip(*linear_sum_assignment(cost), strict=True)
        if cost[row, column] < 0
    ]
