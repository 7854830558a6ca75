"""Pauses after failed sign-ins grow, and end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.identity.domain.lockout import FREE, LONGEST_PAUSE, Attempts, pause_after, refuse_locked
from shared.kernel.errors import Refusal

START = datetime(2026, 11, 21, 8, tzinfo=UTC)


@given(st.integers(0, 10_000))
def test_pauses_never_shrink_and_never_exceed_an_hour(count: int):
    assert pause_after(count) <= pause_after(count + 1) <= LONGEST_PAUSE
    assert (pause_after(count) == timedelta()) == (count < FREE)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=200))
def test_guessing_is_slow_however_it_is_spread(waits: list[int]):
    """In a few minutes of trying all the time hardly more than the free guesses get through."""
    attempts, now, tried = Attempts(), START, 0
    for wait in waits:
        now += timedelta(seconds=wait)
        try:
            attempts = refuse_locked(attempts, now)
            tried += 1
        except Refusal:
            continue
    assert tried <= FREE + 5


@given(st.integers(FREE, 30))
def test_who_waits_as_long_as_told_may_try_again(count: int):
    attempts = Attempts(count, START)
    with pytest.raises(Refusal) as refused:
        refuse_locked(attempts, START)
    after = START + timedelta(seconds=refused.value.facts["retry_after"])
    assert refuse_locked(attempts, after) == Attempts(count + 1, after)


def test_failures_are_forgotten_after_a_day():
    assert refuse_locked(Attempts(50, START), START + timedelta(days=1)).count == 1
