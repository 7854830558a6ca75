"""Batches of needs and resources, held against trying out everything."""

from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain import assigning
from services.volunteers.domain.assigning import assign, plan
from services.volunteers.domain.fitting import Offered, Offers, Wanted, fit
from shared.contracts.volunteers.matching import Weights
from shared.contracts.volunteers.needs import Kind, Misfit
from shared.contracts.volunteers.people import Skill

AREA = "150454.001.001"
LEFT = st.one_of(st.none(), st.integers(0, 3))


def need(name: str = "n", **fields) -> Wanted:
    return Wanted(name, fields.pop("kind", Kind.VENUE), fields.pop("skill", None), AREA, **fields)


def resource(name: str = "r", **fields) -> Offered:
    return Offered(name, fields.pop("kind", Kind.VENUE), fields.pop("skills", frozenset()), AREA, **fields)


def best_by_trying(score: list[list[int]], needs: list[Wanted], resources: list[Offered], weights: Weights) -> int:
    """The largest sum of score times priority, by trying for every piece every piece of every resource."""
    parts = weights.skill + weights.distance + weights.time + weights.record + weights.fairness

    def worth(row: int, column: int, before: int) -> int:
        given = resources[column].given
        fallen = 1000 // (1 + given) - 1000 // (1 + given + before)
        return max(score[row][column] - weights.fairness * fallen // parts, 1) * needs[row].priority

    wanted = [row for row, each in enumerate(needs) for _ in range(each.count)]

    @cache
    def best(piece: int, used: tuple[frozenset[int], ...]) -> int:
        if piece == len(wanted):
            return 0
        row, found = wanted[piece], best(piece + 1, used)
        for column, each in enumerate(resources):
            if score[row][column] == 0:
                continue
            if each.left is None:
                found = max(found, worth(row, column, 0) + best(piece + 1, used))
            for before in set(range(each.left or 0)) - used[column]:
                after = (*used[:column], used[column] | {before}, *used[column + 1 :])
                found = max(found, worth(row, column, before) + best(piece + 1, after))
        return found

    return best(0, (frozenset(),) * len(resources))


CELLS = st.one_of(st.just(0), st.integers(1, 3), st.integers(1, 1000))
"""What does not fit, what is worth nearly or quite the same, and anything."""


@st.composite
def batches(draw: st.DrawFn):
    height, width = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    score = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=height, max_size=height))
    needs = [need(f"n{n}", count=draw(st.integers(1, 2)), priority=draw(st.integers(1, 5))) for n in range(height)]
    resources = [resource(f"r{n}", left=draw(LEFT), given=draw(st.integers(0, 2))) for n in range(width)]
    return np.array(score, dtype=np.int16), needs, resources, draw(WEIGHTS)


WEIGHTS = st.builds(Weights, fairness=st.integers(0, 100))


@given(batches(), st.sampled_from((1, 20_000_000)))
def test_assignment_equals_the_best_by_trying(batch, cells: int):
    score, needs, resources, weights = batch
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assigning, "MOST_CELLS", cells)
        found = assign(score, needs, resources, weights)
    total = sum(sum(scores) * needs[row].priority for (row, _), scores in found.items())
    assert total == best_by_trying(score.tolist(), needs, resources, weights)
    for number, each in enumerate(needs):
        assert sum(len(scores) for (row, _), scores in found.items() if row == number) <= each.count
    for number, each in enumerate(resources):
        taken = sum(len(scores) for (_, column), scores in found.items() if column == number)
        assert each.left is None or taken <= each.left
    assert all(score[pair] >= max(scores) and min(scores) > 0 for pair, scores in found.items())


WEEKS = st.one_of(st.none(), st.frozensets(st.integers(0, 5), min_size=1))


@st.composite
def problems(draw: st.DrawFn):
    kinds = st.sampled_from((Kind.VENUE, Kind.SPORTS))
    places = st.one_of(st.none(), st.tuples(st.sampled_from((124.0, 124.01, 124.1)), st.just(30.0)))
    needs = [
        need(
            f"n{n}", kind=draw(kinds), place=draw(places), week=draw(WEEKS), length=draw(st.sampled_from((None, 2))),
            count=draw(st.integers(1, 2)), priority=draw(st.integers(1, 3)),
        )
        for n in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    resources = [
        resource(
            f"r{n}", kind=draw(kinds), place=draw(places), week=draw(WEEKS), left=draw(LEFT), given=draw(st.integers(0, 2)),
            confirmed=draw(st.booleans()),
        )
        for n in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    return needs, resources


@given(problems())
def test_plan_equals_the_best_by_trying(problem):
    needs, resources = problem
    found = plan(needs, resources, Weights())
    score = fit(needs, Offers(resources), Weights()).score.tolist()
    assert found.total == best_by_trying(score, needs, resources, Weights())
    met = Counter({each.id: 0 for each in needs})
    for grant in found.grants:
        met[grant.need] += grant.quantity
    assert {each.id for each in needs if met[each.id] < each.count} == found.unmet.keys()


def test_work_is_spread_over_those_who_fit_as_well():
    teams = [resource(f"r{n}", left=9) for n in range(3)]
    found = plan([need(f"n{n}") for n in range(9)], teams, Weights())
    assert Counter(each.resource for each in found.grants) == {"r0": 3, "r1": 3, "r2": 3}


def test_who_fits_much_better_gives_more():
    near, far = resource("near", left=9, place=(124.0, 30.0)), resource("far", left=9, place=(124.02, 30.0))
    wanted = [need(f"n{n}", place=(124.0, 30.0)) for n in range(9)]
    spread = Counter(each.resource for each in plan(wanted, [near, far], Weights()).grants)
    assert spread["near"] > spread["far"]
    assert Counter(each.resource for each in plan(wanted, [near, far], Weights(fairness=0)).grants) == {"near": 9}


def test_plan_does_not_take_the_first_best():
    """The resource near both goes to the need that has no other."""
    both = resource("both", place=(124.0, 30.0), reach=3000)
    one = resource("one", place=(124.02, 30.0), reach=2500)
    needs = [need("east", place=(124.009, 30.0)), need("west", place=(123.98, 30.0))]
    found = plan(needs, [both, one], Weights())
    assert {(each.need, each.resource) for each in found.grants} == {("east", "one"), ("west", "both")}


def test_plan_says_why_a_need_is_left_over():
    needs = [
        need("unknown", kind=Kind.PEOPLE, skill=Skill.MEDICAL),
        need("far", kind=Kind.SPORTS, place=(125.0, 30.0)),
        need("late", kind=Kind.VEHICLE, week=frozenset({40, 41})),
        need("first", count=2),
    ]
    resources = [
        resource("hall"),
        resource("court", kind=Kind.SPORTS, place=(124.0, 30.0)),
        resource("van", kind=Kind.VEHICLE, week=frozenset({10, 11})),
    ]
    found = plan(needs, resources, Weights())
    assert found.unmet == {
        "unknown": Misfit.NOT_QUALIFIED, "far": Misfit.TOO_FAR, "late": Misfit.NO_TIME, "first": Misfit.USED_UP,
    }  # fmt: skip
    assert [(each.need, each.resource, each.quantity) for each in found.grants] == [("first", "hall", 1)]


def test_inexhaustible_resource_serves_all():
    found = plan([need("a", count=150), need("b", count=50)], [resource(left=None)], Weights())
    assert sorted(each.quantity for each in found.grants) == [50, 150] and found.unmet == {}


def test_nothing_to_match_gives_nothing():
    assert plan([], [resource()], Weights()).grants == ()
    assert plan([need()], [], Weights()).unmet == {"n": Misfit.NOT_QUALIFIED}
