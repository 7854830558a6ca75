"""Batches of needs and resources, held against trying out everything."""

from functools import cache

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.assigning import assign, plan
from services.volunteers.domain.fitting import Offered, Wanted
from shared.contracts.volunteers.matching import Weights
from shared.contracts.volunteers.needs import Kind, Misfit
from shared.contracts.volunteers.people import Skill

AREA = "150454.001.001"
LEFT = st.one_of(st.none(), st.integers(0, 3))


def need(name: str = "n", **fields) -> Wanted:
    return Wanted(name, fields.pop("kind", Kind.VENUE), fields.pop("skill", None), AREA, **fields)


def resource(name: str = "r", **fields) -> Offered:
    return Offered(name, fields.pop("kind", Kind.VENUE), fields.pop("skills", frozenset()), AREA, **fields)


def best_by_trying(value: list[list[int]], counts: list[int], left: list[int | None]) -> int:
    """The largest sum, by trying every resource for every piece."""
    pieces = [row for row, count in enumerate(counts) for _ in range(count)]

    @cache
    def best(piece: int, remaining: tuple[int | None, ...]) -> int:
        if piece == len(pieces):
            return 0
        found = best(piece + 1, remaining)
        for column, worth in enumerate(value[pieces[piece]]):
            many = remaining[column]
            if worth and many != 0:
                after = remaining if many is None else (*remaining[:column], many - 1, *remaining[column + 1 :])
                found = max(found, worth + best(piece + 1, after))
        return found

    return best(0, tuple(left))


@st.composite
def batches(draw: st.DrawFn):
    height, width = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    cells = st.one_of(st.just(0), st.integers(1, 1000))
    score = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=height, max_size=height))
    needs = [need(f"n{n}", count=draw(st.integers(1, 2)), priority=draw(st.integers(1, 5))) for n in range(height)]
    return np.array(score, dtype=np.int16), needs, [resource(f"r{n}", left=draw(LEFT)) for n in range(width)]


@given(batches())
def test_assignment_equals_the_best_by_trying(batch):
    score, needs, resources = batch
    value = [[int(cell) * needs[row].priority for cell in line] for row, line in enumerate(score)]
    given_out = assign(score, needs, resources)
    assert sum(value[row][column] * many for (row, column), many in given_out.items()) == best_by_trying(
        value, [each.count for each in needs], [each.left for each in resources]
    )
    for number, each in enumerate(needs):
        assert sum(many for (row, _), many in given_out.items() if row == number) <= each.count
    for number, each in enumerate(resources):
        taken = sum(many for (_, column), many in given_out.items() if column == number)
        assert each.left is None or taken <= each.left
    assert all(score[pair] > 0 for pair in given_out)


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
