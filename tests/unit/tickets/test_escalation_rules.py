"""When time takes a matter up: never before a clock runs out, always then, and each level has its own time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.clocks import Pause
from services.tickets.domain.escalation import at_top, overdue
from services.tickets.domain.flow import one_level_up
from services.tickets.domain.joint import task_check, task_due
from services.tickets.domain.promises import PACE, Course, Running, next_check, promises
from shared.contracts.tickets.catalogue import CategoryFields, Limit, Measure, TicketClass
from shared.contracts.tickets.joint import TaskState
from shared.contracts.tickets.matters import SETTLED, TicketState

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
MOMENTS = st.integers(0, 60 * 24 * 40).map(lambda minutes: NOON + timedelta(minutes=minutes))
TWO, THREE = (st.lists(MOMENTS, min_size=n, max_size=n).map(sorted) for n in (2, 3))
"""Moments in their order."""
CLASSES = st.sampled_from(TicketClass)
OWED = st.sampled_from([TicketState.OPEN, TicketState.ACCEPTED, TicketState.OUTSIDE, TicketState.JOINT])


def category(kind: TicketClass) -> CategoryFields:
    return CategoryFields(
        name="x", name_en="x", group="x", group_en="x", unit="x", ticket_class=kind, nearby_residents_m=0
    )


@given(CLASSES, OWED, THREE, st.booleans())
def test_time_moves_a_matter_exactly_when_a_clock_of_its_level_has_run_out(kind, state, moments, reacted):
    began, level, now = moments
    found = promises(Course(state, began, level), category(kind))
    running = Running(reacted, level)
    check, late = next_check(state, found, running), overdue(found, running, now)
    assert check is not None
    assert (late is not None) == (check <= now)
    if late is not None:
        assert late.due == check and late.seconds(now) >= 0


@given(CLASSES, TWO, st.booleans())
def test_what_was_just_taken_up_is_not_taken_up_again_at_once(kind, moments, reacted):
    began, now = moments
    after = promises(Course(TicketState.OPEN, began, now), category(kind))
    check = next_check(TicketState.OPEN, after, Running(reacted, now))
    assert check is not None and check > now


@given(CLASSES, OWED, THREE)
def test_what_is_flagged_at_the_top_is_left_alone_for_a_day(kind, state, moments):
    began, level, flagged = moments
    found = promises(Course(state, began, level), category(kind))
    check = next_check(state, found, Running(True, level, flagged_at=flagged))
    assert check is not None and check >= flagged + PACE


@given(CLASSES, THREE)
def test_what_is_paused_or_settled_waits(kind, moments):
    began, level, paused = moments
    pauses = (Pause(paused, None, "weather"),)
    for state in (TicketState.WAITING, *SETTLED):
        found = promises(Course(state, began, level, pauses), category(kind))
        assert next_check(state, found, Running(True, level)) is None


def test_every_way_up_ends_at_the_district():
    desk, way = "150406.001.002.003", []
    while not at_top(desk):
        desk = one_level_up(desk)
        way.append(desk)
    assert way == ["150406.001.002", "150406.001", "150406"]
    assert one_level_up(desk) == desk


PAUSES = st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 3000)), max_size=5)


@given(MOMENTS, st.integers(1, 60 * 480), st.sampled_from(Measure), PAUSES)
def test_pauses_never_take_time_from_a_task_and_the_last_start_alone_counts(since, minutes, measure, gaps):
    limit = Limit(minutes=minutes, measure=measure)
    pauses, at = [], since
    for wait, length in gaps:
        begins = at + timedelta(minutes=wait)
        at = begins + timedelta(minutes=length)
        pauses.append(Pause(begins, at, "weather"))
    plain, paused = task_due(since, limit, ()), task_due(since, limit, pauses)
    assert plain is not None and paused is not None and paused >= plain
    older = [Pause(pause.start - timedelta(days=90), since - timedelta(minutes=1), "weather") for pause in pauses[:1]]
    assert task_due(since, limit, [*older, *pauses]) == paused


@given(TWO, st.none() | MOMENTS)
def test_task_is_looked_at_when_it_is_due_and_then_once_a_day(moments, flagged):
    since, due = moments
    check = task_check(TaskState.IN_HAND, since, due, flagged)
    assert check is not None and check >= due
    if flagged is not None and flagged >= since:
        assert check >= flagged + PACE
    else:
        assert check == due
    for state in (TaskState.PAUSED, TaskState.DONE, TaskState.FAILED, TaskState.DROPPED):
        assert task_check(state, since, due, flagged) is None
