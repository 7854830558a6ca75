"""The ways of calls and answers, what the clock does, and what is shown of a place."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.help_calls import (
    BLUR,
    CALLER,
    HELP_ANSWER,
    HELP_CALL,
    SAY_DAYS,
    STAFF_OF_AREA,
    VOLUNTEER,
    CallFacts,
    blurred,
    due_at,
    feedback_open,
    is_told,
    places_left,
    refuse_help_time,
    refuse_narrowing,
    said_done,
    sight_of,
)
from shared.contracts.model import Point
from shared.contracts.volunteers.help_calls import HelpAnswerState, HelpCallState, Sight
from shared.kernel.errors import Refusal

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
C, A = HelpCallState, HelpAnswerState


@pytest.mark.parametrize("machine", [HELP_CALL, HELP_ANSWER], ids=lambda machine: machine.name)
def test_every_state_can_be_reached(machine):
    assert machine.reachable() == set(machine.states)


@pytest.mark.parametrize("action", ["confirm", "decline"])
def test_volunteers_do_not_confirm_or_decline_themselves(action):
    with pytest.raises(Refusal, match="forbidden"):
        HELP_ANSWER.decide(A.TENTATIVE, action, {VOLUNTEER})
    assert HELP_ANSWER.decide(A.TENTATIVE, action, {CALLER})


def test_help_that_somebody_gave_is_not_cancelled_away():
    with pytest.raises(Refusal, match=r"volunteers\.help_said_done"):
        HELP_CALL.decide(C.SETTLED, "cancel", {CALLER}, CallFacts(NOW, NOW, given=True))
    assert HELP_CALL.decide(C.SETTLED, "cancel", {CALLER}, CallFacts(NOW, NOW)).target == C.CANCELLED


def test_nothing_is_done_before_its_time():
    with pytest.raises(Refusal, match=r"volunteers\.help_not_begun"):
        HELP_ANSWER.decide(A.CONFIRMED, "say_done", {VOLUNTEER}, CallFacts(NOW, NOW + HOUR))


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 3)), max_size=12))
def test_help_is_done_only_when_both_sides_say_the_same(words):
    said: dict[bool, int] = {}
    for side, minutes in words:
        try:
            action = said_done(said.get(side), said.get(not side), minutes)
        except Refusal as refusal:
            assert refusal.reason.code == "volunteers.minutes_differ" and said[not side] != minutes
            continue
        if action == "agree":
            assert said[not side] == minutes
            return
        assert said.get(not side) is None or action is None
        said[side] = minutes


@given(st.integers(1, 5), st.lists(st.sampled_from(list(A)), max_size=8))
def test_places_are_never_fewer_than_none_and_free_again_when_an_answer_ends(helpers, states):
    left = places_left(helpers, states)
    held = [state for state in states if state in (A.TENTATIVE, A.CONFIRMED, A.HALF_DONE, A.DONE)]
    assert left == max(helpers - len(held), 0)


@pytest.mark.parametrize(
    ("state", "widens", "states", "due"),
    [
        (C.CALLING, NOW, [], NOW),
        (C.CALLING, NOW, [A.TENTATIVE], NOW + HOUR),
        (C.CALLING, NOW, [A.DECLINED], NOW),
        (C.CALLING, NOW + 2 * HOUR, [], NOW + HOUR),
        (C.CALLING, NOW + 2 * HOUR, [A.DECLINED, A.CONFIRMED], NOW + HOUR + timedelta(days=SAY_DAYS)),
        (C.CALLING, None, [], NOW + HOUR),
        (C.UNTAKEN, NOW, [], NOW + HOUR),
        (C.SETTLED, NOW, [A.CONFIRMED], NOW + HOUR + timedelta(days=SAY_DAYS)),
        (C.SETTLED, None, [A.HALF_DONE], NOW + HOUR + timedelta(days=SAY_DAYS)),
        (C.DONE, None, [A.DONE], None),
        (C.CANCELLED, NOW, [], None),
    ],
)
def test_clock_asks_more_while_a_place_is_left_and_ends_what_is_over(state, widens, states, due):
    assert due_at(state, widens, NOW + HOUR, 1, states) == due


@pytest.mark.parametrize(
    ("since", "until", "minutes", "good"),
    [
        (timedelta(), HOUR, 60, True),
        (timedelta(), HOUR, 61, False),
        (-HOUR, HOUR, 60, True),
        (-HOUR, HOUR, 90, False),
        (-2 * HOUR, -HOUR, 1, False),
        (timedelta(days=90), timedelta(days=91), 60, True),
        (timedelta(days=90, seconds=1), timedelta(days=91), 60, False),
        (timedelta(), timedelta(days=31), 60, True),
        (timedelta(), timedelta(days=31, seconds=1), 60, False),
    ],
)
def test_time_for_help_is_to_come_and_holds_it(since, until, minutes, good):
    if good:
        refuse_help_time(NOW + since, NOW + until, minutes, NOW)
        return
    with pytest.raises(Refusal, match=r"volunteers\.bad_help_time"):
        refuse_help_time(NOW + since, NOW + until, minutes, NOW)


@pytest.mark.parametrize(
    ("state", "capacity", "answer", "seen", "told"),
    [
        (C.LAPSED, CALLER, None, Sight.FULL, True),
        (C.LAPSED, STAFF_OF_AREA, None, Sight.FULL, True),
        (C.CALLING, VOLUNTEER, None, Sight.BLURRED, True),
        (C.UNTAKEN, VOLUNTEER, A.TENTATIVE, Sight.BLURRED, True),
        (C.CALLING, VOLUNTEER, A.DECLINED, Sight.BLURRED, True),
        (C.SETTLED, VOLUNTEER, A.CONFIRMED, Sight.FULL, True),
        (C.SETTLED, VOLUNTEER, A.HALF_DONE, Sight.FULL, True),
        (C.SETTLED, VOLUNTEER, None, Sight.AREA, False),
        (C.SETTLED, VOLUNTEER, A.WITHDRAWN, Sight.AREA, False),
        (C.DONE, VOLUNTEER, A.DONE, Sight.AREA, True),
        *((over, VOLUNTEER, None, Sight.AREA, False) for over in (C.DONE, C.LAPSED, C.CANCELLED)),
    ],
)
def test_text_and_place_are_shown_to_those_who_need_them_as_long_as_they_do(state, capacity, answer, seen, told):
    assert sight_of(Sight.BLURRED, Sight.FULL, state, capacity, answer) is seen
    assert is_told(state, capacity, answer) is told


def test_less_after_than_before_is_refused():
    refuse_narrowing(Sight.BLURRED, Sight.BLURRED)
    with pytest.raises(Refusal, match=r"volunteers\.sights_narrow"):
        refuse_narrowing(Sight.FULL, Sight.AREA)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_blurred_point_tells_only_the_field_that_it_lies_in(longitude, latitude):
    point = blurred(Point(longitude=longitude, latitude=latitude))
    assert abs(point.longitude - longitude) <= BLUR / 2 + 1e-5 and abs(point.latitude - latitude) <= BLUR / 2 + 1e-5
    assert blurred(point) == point


def test_feedback_opens_when_both_gave_theirs_or_the_days_are_over():
    assert not feedback_open((True, False), NOW, NOW + timedelta(days=13))
    assert feedback_open((True, True), NOW, NOW)
    assert feedback_open((True, False), NOW, NOW + timedelta(days=14))
