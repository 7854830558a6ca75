"""Deadlines and pauses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.clocks import (
    PROMISES,
    STATE_LIMITS,
    Pause,
    deadline,
    promise_of,
    reaction_due,
    spent,
    state_limit,
    wall,
    working_days,
)
from services.tickets.domain.work_calendar import OFFICE_HOURS
from shared.contracts.tickets.catalogue import CategoryFields, Limit, LimitedState, Measure, TicketClass

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 09:00 in Shanghai
HOUR = timedelta(hours=1)
LIMITS = st.builds(Limit, minutes=st.integers(1, 7200), measure=st.sampled_from(Measure))
MINUTES = st.integers(-5000, 20_000).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
PAUSES = st.lists(
    st.builds(lambda start, length: Pause(start, start + timedelta(seconds=length)), MINUTES, st.integers(0, 400_000)),
    max_size=6,
)


def paused(start: float, end: float | None) -> Pause:
    """From and until so many hours after Monday at nine."""
    return Pause(MONDAY + start * HOUR, None if end is None else MONDAY + end * HOUR)


def due(limit: Limit, *pauses: Pause) -> datetime | None:
    return deadline(MONDAY, limit, pauses, OFFICE_HOURS)


def category(**fields) -> CategoryFields:
    texts = dict.fromkeys(("name", "name_en", "group", "group_en", "unit"), "x")
    return CategoryFields(**{"ticket_class": TicketClass.ORDINARY, **texts, **fields})


def test_wall_time_runs_at_night_and_working_time_does_not():
    assert due(wall(24 * 60)) == MONDAY + 24 * HOUR
    assert due(working_days(7)) == datetime(2026, 3, 10, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pauses", "hours"),
    [
        ([], 2),
        ([paused(1, 3)], 4),
        ([paused(-5, 1)], 3),  # began before the clock did: counts from its start on
        ([paused(-5, -1)], 2),
        ([paused(1, 3), paused(2, 4), paused(4, 5)], 6),  # overlapping and touching ones count once
        ([paused(5, 6)], 2),  # after it was over
        ([paused(2, 3)], 2),  # at the very end
        ([paused(3, None)], 2),  # opened too late to matter
        ([paused(1, None)], None),
        ([paused(1, 1.5), paused(1.25, None)], None),
    ],
)
def test_pauses_push_the_deadline(pauses, hours):
    assert due(wall(120), *pauses) == (None if hours is None else MONDAY + hours * HOUR)


def test_pause_outside_of_office_hours_costs_no_working_time():
    night = paused(10, 20)
    assert due(working_days(2), night) == due(working_days(2))
    assert spent(MONDAY, MONDAY + 30 * HOUR, Measure.WORKING, [night], OFFICE_HOURS) == 13 * 3600


def test_time_spent_stands_still_while_paused():
    for until in (2, 3, 50):
        assert spent(MONDAY, MONDAY + until * HOUR, Measure.WALL, [paused(2, None)], OFFICE_HOURS) == 7200


@given(LIMITS, MINUTES, PAUSES)
def test_deadline_is_where_the_time_spent_reaches_the_limit(limit, start, pauses):
    at = deadline(start, limit, pauses, OFFICE_HOURS)
    assert at is not None
    assert spent(start, at, limit.measure, pauses, OFFICE_HOURS) == limit.minutes * 60
    assert spent(start, at - timedelta(milliseconds=1), limit.measure, pauses, OFFICE_HOURS) < limit.minutes * 60


@given(LIMITS, MINUTES, PAUSES, MINUTES)
def test_another_pause_never_brings_the_deadline_nearer(limit, start, pauses, opened):
    before = deadline(start, limit, pauses, OFFICE_HOURS)
    later = deadline(start, limit, [*pauses, Pause(opened, opened + HOUR)], OFFICE_HOURS)
    assert before is not None and later is not None and later >= before


@given(LIMITS, MINUTES, PAUSES, st.randoms())
def test_order_of_pauses_does_not_matter(limit, start, pauses, chance):
    mixed = list(pauses)
    chance.shuffle(mixed)
    assert deadline(start, limit, mixed, OFFICE_HOURS) == deadline(start, limit, pauses, OFFICE_HOURS)


@given(LIMITS, MINUTES, PAUSES, MINUTES)
def test_an_open_pause_hides_only_what_has_not_run_out(limit, start, pauses, opened):
    before = deadline(start, limit, pauses, OFFICE_HOURS)
    after = deadline(start, limit, [*pauses, Pause(opened, None)], OFFICE_HOURS)
    assert before is not None
    assert after == (before if before <= max(opened, start) else None)


def test_reaction_is_due_a_day_later_whatever_the_day():
    saturday = datetime(2026, 3, 7, 12, tzinfo=UTC)
    assert reaction_due(saturday) == saturday + 24 * HOUR


def test_classes_promise_what_the_city_expects():
    assert [PROMISES[each] for each in TicketClass] == [wall(120), wall(1440), working_days(7), working_days(15)]
    assert all(set(STATE_LIMITS[each]) == set(LimitedState) for each in TicketClass)


def test_category_may_promise_otherwise_than_its_class():
    own = category(promise=wall(30), state_limits={LimitedState.OPEN: wall(5)})
    assert promise_of(own) == wall(30) and promise_of(category()) == working_days(7)
    assert state_limit(own, "open") == wall(5)
    assert state_limit(own, "accepted") == STATE_LIMITS[TicketClass.ORDINARY][LimitedState.ACCEPTED]
    assert state_limit(own, "closed") is None
