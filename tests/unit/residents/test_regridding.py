"""Regridding rules: numbers, ground, nobody left out."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.ground import contains
from services.residents.domain.regridding import (
    FLOW,
    new_home,
    refuse_other_ground,
    refuse_wrong_numbers,
    successors,
)
from shared.contracts.residents.regridding import RegriddingKind
from shared.kernel.errors import Refusal
from tests.support.ground import square


def strip(west: float, width: float):
    return [[tuple(point) for point in ring] for ring in square(west, 0, width, 0.01)]


@st.composite
def cuts(draw):
    """A strip of a tenth of a degree cut into two to six pieces."""
    borders = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=5)))
    edges = [0, *borders, 100]
    return {f"{at:03d}": strip(west / 1000, (east - west) / 1000) for at, (west, east) in enumerate(pairwise(edges))}


@given(cuts(), st.floats(0, 0.1), st.floats(0, 0.01))
def test_whoever_lay_in_the_old_grid_lies_in_a_new_one(drawn, x, y):
    refuse_other_ground([strip(0, 0.1)], drawn)
    assert contains(drawn[new_home("B1", (x, y), drawn)], (x, y))


@given(cuts())
def test_all_pieces_of_a_grid_come_after_it(drawn):
    assert successors(strip(0, 0.1), [], drawn) == sorted(drawn)


@given(cuts())
def test_what_shares_no_ground_does_not_come_after(drawn):
    far = {"999": strip(1, 0.1)}
    assert successors(strip(0, 0.1), [], drawn | far) == sorted(drawn)


@given(cuts().filter(lambda drawn: len(drawn) > 2))
def test_missing_piece_is_other_ground(drawn):
    largest = max(drawn, key=lambda path: drawn[path][0][1][0] - drawn[path][0][0][0])
    with pytest.raises(Refusal, match=r"residents\.other_ground"):
        refuse_other_ground([strip(0, 0.1)], {path: rings for path, rings in drawn.items() if path != largest})


def test_place_outside_of_all_is_left_out():
    with pytest.raises(Refusal, match=r"residents\.left_out"):
        new_home("B1", (5, 5), {"1": strip(0, 0.1)})


@given(st.sampled_from(RegriddingKind), st.integers(1, 5), st.integers(1, 5))
def test_numbers_fit_the_kind(kind, ended, drawn):
    fits = {"split": ended == 1 and drawn > 1, "merge": ended > 1 and drawn == 1, "recut": True}[kind]
    try:
        refuse_wrong_numbers(kind, [str(n) for n in range(ended)], [str(n) for n in range(drawn)])
        assert fits
    except Refusal as refusal:
        assert not fits and refusal.reason.code == "residents.regridding_numbers"


def test_every_state_can_be_reached_and_only_planned_ones_move():
    assert FLOW.reachable() == set(FLOW.states)
    assert {source for move in FLOW.moves for source in move.sources} == {"planned"}
