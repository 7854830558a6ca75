"""Food is given out while it is good, the oldest first, and the books add up at any time."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.pantry import (
    BATCH,
    CLOCK,
    DESK,
    ENDED,
    discard,
    give_out,
    is_good,
    period_of,
    refuse_donors,
    refuse_many_foods,
    refuse_over_allowance,
    refuse_past,
    refuse_period,
    refuse_stranger,
    today,
)
from shared.contracts.volunteers.pantry import BatchState, Period
from shared.kernel.errors import Refusal

FIRST = date(2026, 11, 22)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("receive"), st.integers(1, 20), st.integers(0, 4)),
        st.tuples(st.just("shelve"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("serve"), st.integers(1, 25), st.just(0)),
        st.tuples(st.just("discard"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("night"), st.integers(1, 3), st.just(0)),
    ),
    max_size=40,
)


def batch(number: int, portions: int, best_before: date, state: BatchState = BatchState.SHELVED) -> SimpleNamespace:
    return SimpleNamespace(
        id=f"{number:03}", best_before=best_before.isoformat(), state=state, received=portions, given=0, discarded=0,
        left=portions, reason=None,
    )  # fmt: skip


@given(STEPS)
def test_received_is_given_discarded_or_left_at_any_time(steps: list[tuple[str, int, int]]):
    batches: list[SimpleNamespace] = []
    received = given = thrown = 0
    day = FIRST
    for step, number, later in steps:
        if step == "receive":
            batches.append(batch(len(batches), number, day + timedelta(days=later), BatchState.RECEIVED))
            received += number
        elif step == "night":
            day += timedelta(days=number)
            for each in batches:
                if each.state not in BATCH.terminal and each.best_before < day.isoformat():
                    thrown += discard(each, "end", CLOCK, ENDED)
        elif step == "serve":
            good = [each for each in batches if is_good(each, day)]
            try:
                parts = give_out(batches, number, day)
            except Refusal:
                assert number > sum(each.left for each in good)
                continue
            given += number
            assert sum(taken for _, taken in parts) == number
            assert all(each.best_before >= day.isoformat() for each, _ in parts)
            oldest = max(each.best_before for each, _ in parts)
            assert all(each.left == 0 for each in good if each.best_before < oldest)
        elif batches:
            each = batches[number % len(batches)]
            if each.state in BATCH.terminal:
                continue
            if step == "discard":
                thrown += discard(each, "discard", DESK, "破损")
            elif each.state is BatchState.RECEIVED:
                each.state = BatchState.SHELVED
        assert all(each.received == each.given + each.discarded + each.left for each in batches)
        assert all(each.left >= 0 for each in batches)
        assert received == given + thrown + sum(each.left for each in batches)


def test_all_portions_or_none():
    batches = [batch(1, 2, FIRST), batch(2, 2, FIRST)]
    with pytest.raises(Refusal, match=r"volunteers\.out_of_food"):
        give_out(batches, 5, FIRST)
    assert [each.left for each in batches] == [2, 2]
    give_out(batches, 4, FIRST)
    assert {each.state for each in batches} == {BatchState.FINISHED}


def test_food_is_good_on_its_last_day_and_not_after():
    refuse_past(FIRST, FIRST)
    with pytest.raises(Refusal, match=r"volunteers\.past_best_before"):
        refuse_past(FIRST, FIRST + timedelta(days=1))
    assert is_good(batch(1, 1, FIRST), FIRST) and not is_good(batch(1, 1, FIRST), FIRST + timedelta(days=1))


def test_the_day_is_that_of_shanghai():
    assert today(datetime(2026, 11, 22, 15, 59, tzinfo=UTC)) == FIRST
    assert today(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == FIRST + timedelta(days=1)


def test_periods_are_weeks_from_monday_and_months():
    assert period_of(Period.WEEK, date(2026, 11, 22)) == "2026-W47"
    assert period_of(Period.WEEK, date(2026, 11, 23)) == "2026-W48"
    assert period_of(Period.WEEK, date(2027, 1, 1)) == "2026-W53"
    assert period_of(Period.MONTH, date(2026, 11, 30)) == "2026-11"


def test_a_household_gets_what_the_rule_says_and_no_more():
    refuse_over_allowance(2, 3, 5, Period.WEEK)
    with pytest.raises(Refusal, match=r"volunteers\.allowance_used"):
        refuse_over_allowance(3, 3, 5, Period.WEEK)


def test_one_donor_is_named_and_it_is_not_the_receiver():
    refuse_donors("面包房", None, own=False)
    refuse_donors(None, "b", own=False)
    for unit, donor in [(None, None), ("面包房", "b")]:
        with pytest.raises(Refusal, match=r"volunteers\.one_donor"):
            refuse_donors(unit, donor, own=False)
    with pytest.raises(Refusal, match=r"volunteers\.own_batch"):
        refuse_donors(None, "a", own=True)


def test_limits_and_periods_hold():
    refuse_many_foods(199)
    with pytest.raises(Refusal, match=r"volunteers\.foods_full"):
        refuse_many_foods(200)
    refuse_period(FIRST, FIRST)
    with pytest.raises(Refusal, match=r"volunteers\.period_backward"):
        refuse_period(FIRST, FIRST - timedelta(days=1))


def test_every_state_of_a_batch_can_be_reached():
    assert BATCH.reachable() == set(BATCH.states)


def test_a_pantry_is_for_households_of_its_area():
    refuse_stranger("150502.001.001", "150502.001.001")
    refuse_stranger("150502.001.001.003", "150502.001.001")
    for lives_in in (None, "150502.001.002", "150502.001.0011", "150502.001"):
        with pytest.raises(Refusal, match=r"volunteers\.no_such_household"):
            refuse_stranger(lives_in, "150502.001.001")
