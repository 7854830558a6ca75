"""When a fair is open, what can be had there, and that nothing is lost between shelf and stall."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.fairs import (
    FAIR,
    LONGEST_DAYS,
    refuse_beyond,
    refuse_not_open,
    refuse_times,
    refuse_too_many,
    set_aside,
)
from shared.contracts.volunteers.fairs import FairState
from shared.kernel.errors import Refusal

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_every_state_of_a_fair_can_be_reached():
    assert FAIR.reachable() == set(FAIR.states)


@pytest.mark.parametrize(
    ("starts", "ends"), [(HOUR, HOUR), (-2 * HOUR, -HOUR), (HOUR, HOUR + timedelta(days=LONGEST_DAYS, seconds=1))]
)
def test_a_fair_ends_after_it_starts_and_not_too_late(starts: timedelta, ends: timedelta):
    refuse_times(NOW + starts, NOW + max(starts, timedelta()) + HOUR, NOW)
    with pytest.raises(Refusal, match=r"volunteers\.fair_times"):
        refuse_times(NOW + starts, NOW + ends, NOW)


def test_nothing_is_had_before_a_fair_opens_or_after_its_end():
    refuse_not_open(FairState.OPEN, NOW + HOUR, NOW)
    for state, ends in [(FairState.PLANNED, NOW + HOUR), (FairState.CLOSED, NOW + HOUR), (FairState.OPEN, NOW)]:
        with pytest.raises(Refusal, match=r"volunteers\.fair_not_open"):
            refuse_not_open(state, ends, NOW)


def test_the_last_points_of_the_budget_can_be_spent_and_no_more():
    refuse_beyond(2, 2, 10, 90, 100)
    with pytest.raises(Refusal, match=r"volunteers\.fair_budget"):
        refuse_beyond(2, 2, 11, 90, 100)
    with pytest.raises(Refusal, match=r"volunteers\.out_of_stock"):
        refuse_beyond(3, 2, 1, 0, 100)


def test_a_fair_has_so_many_stalls_and_goods():
    refuse_too_many(stalls=100, goods=500)
    with pytest.raises(Refusal, match=r"volunteers\.stalls_full"):
        refuse_too_many(stalls=101)
    with pytest.raises(Refusal, match=r"volunteers\.fair_goods_full"):
        refuse_too_many(goods=501)


@given(st.integers(0, 20), st.lists(st.tuples(st.booleans(), st.integers(0, 12)), max_size=20))
def test_shelf_stall_and_what_is_gone_add_up(stock: int, steps: list[tuple[bool, int]]):
    shelf, before, left, gone = stock, 0, 0, 0
    for sets, count in steps:
        if sets:
            try:
                left, shelf = set_aside(count, before, left, shelf)
                before = count
            except Refusal as refusal:
                assert count < gone or count - before > shelf, refusal
        else:
            taken = min(count, left)
            left, gone = left - taken, gone + taken
        assert shelf + left + gone == stock and min(shelf, left) >= 0 and before == left + gone


def test_goods_without_end_stay_without_end():
    assert set_aside(50, 0, 0, None) == (50, None)
