"""Accounts of hours, months, and the way of a visit, as rules."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain import help_visits as rules
from services.volunteers.domain.help_visits import BENEFICIARY, HELP_VISIT, STAFF_OF_AREA, VOLUNTEER, Said, VisitFacts
from services.volunteers.domain.time_bank import community_of, month_of, refuse_own, same_person
from shared.contracts.actor import Actor
from shared.contracts.volunteers.help_visits import HelpVisitKind, HelpVisitState
from shared.contracts.volunteers.people import Skill
from shared.kernel.errors import Refusal

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
BEGAN = NOW - timedelta(hours=2)
SIDES = st.sampled_from([VOLUNTEER, BENEFICIARY])


@dataclass
class Owner:
    account: str | None
    person: str | None


def code_of(refused, *arguments) -> str:
    with pytest.raises(Refusal) as refusal:
        refused(*arguments)
    return refusal.value.reason.code


def test_pool_is_that_of_the_community_an_area_lies_in():
    assert community_of("150451.001.002.003") == community_of("150451.001.002") == "150451.001.002"
    assert code_of(community_of, "150451.001") == "volunteers.no_community"


@given(st.integers(2020, 2025), st.integers(1, 12))
def test_months_follow_each_other_without_a_gap(year: int, month: int):
    _, until = month_of(year, month, NOW)
    following, _ = month_of(year + month // 12, month % 12 + 1, NOW)
    assert until == following


def test_month_begins_at_midnight_in_shanghai_and_not_before():
    assert month_of(2026, 11, NOW)[0] == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert code_of(month_of, 2026, 12, NOW) == "volunteers.month_not_begun"


def test_one_human_being_is_known_by_account_or_register():
    assert same_person("a", None, Owner("a", None)) and same_person("a", "p", Owner("b", "p"))
    assert not same_person(None, None, Owner(None, None)) and not same_person("a", "p", Owner("b", "q"))
    assert code_of(refuse_own, Actor("a", frozenset(), person="p"), Owner(None, "p")) == "volunteers.self_dealing"


@given(st.lists(st.tuples(SIDES, st.integers(1, 200)), max_size=12), st.integers(1, 120))
def test_hours_are_earned_only_when_both_sides_said_the_same_and_no_more_than_is_held(
    said_in_turn: list[tuple[str, int]], held: int
):
    said, done = Said(), False
    for side, minutes in said_in_turn:
        try:
            said, action = rules.confirmation(said, side, minutes, held)
        except Refusal as refusal:
            assert refusal.reason.code in ("ledger.above_hold", "volunteers.minutes_differ")
            continue
        if action == "complete":
            assert said.volunteer == said.beneficiary == minutes <= held
            done = True
        if done:
            break
        assert None in (said.volunteer, said.beneficiary)
    assert done is (said.volunteer is not None and said.beneficiary is not None)


@given(SIDES, st.integers(1, 60))
def test_saying_the_same_again_changes_nothing(side: str, minutes: int):
    said, action = rules.confirmation(Said(), side, minutes, 60)
    assert action == "confirm"
    assert rules.confirmation(said, side, minutes, 60) == (said, None)


def test_who_spoke_first_can_say_it_anew_until_the_other_has_spoken():
    said, action = rules.confirmation(Said(volunteer=60), VOLUNTEER, 50, 60)
    assert (said, action) == (Said(volunteer=50), "restate")
    assert code_of(rules.confirmation, said, BENEFICIARY, 60, 60) == "volunteers.minutes_differ"


@pytest.mark.parametrize(
    ("state", "action", "who", "facts", "code"),
    [
        ("booked", "confirm", VOLUNTEER, VisitFacts(NOW, NOW + timedelta(minutes=1)), "volunteers.visit_not_begun"),
        ("booked", "confirm", VOLUNTEER, VisitFacts(NOW, NOW - timedelta(days=14)), "volunteers.visit_lapsed"),
        ("booked", "dispute", VOLUNTEER, VisitFacts(NOW, NOW - timedelta(days=14)), "volunteers.visit_lapsed"),
        ("booked", "dispute", STAFF_OF_AREA, VisitFacts(NOW, BEGAN), "forbidden"),
        ("booked", "cancel", BENEFICIARY, VisitFacts(NOW, BEGAN, by_beneficiary=True), "volunteers.visit_begun"),
        ("half_confirmed", "cancel", VOLUNTEER, VisitFacts(NOW, BEGAN), "not_allowed_now"),
        ("disputed", "uphold", STAFF_OF_AREA, VisitFacts(NOW, BEGAN, granted=5), "volunteers.no_witness"),
        ("disputed", "uphold", VOLUNTEER, VisitFacts(NOW, BEGAN, granted=5, seen=5), "forbidden"),
        ("disputed", "uphold", STAFF_OF_AREA, VisitFacts(NOW, BEGAN, granted=5, seen=4), "volunteers.above_witness"),
        ("done", "complete", VOLUNTEER, VisitFacts(NOW, BEGAN), "not_allowed_now"),
        ("expired", "dispute", VOLUNTEER, VisitFacts(NOW, BEGAN), "not_allowed_now"),
    ],
)
def test_move_that_is_not_in_order_is_refused(state: str, action: str, who: str, facts: VisitFacts, code: str):
    assert code_of(HELP_VISIT.decide, HelpVisitState(state), action, {who}, facts) == code


def test_every_state_is_reached_and_every_open_one_can_expire():
    assert HELP_VISIT.reachable() == set(HelpVisitState)
    assert all(HELP_VISIT.open_to(state, {rules.CLOCK}) for state in rules.OPEN)


@pytest.mark.parametrize("days", [-8, 91])
def test_visit_neither_long_ago_nor_far_ahead_can_be_booked(days: int):
    assert code_of(rules.refuse_start, NOW + timedelta(days=days), NOW) == "volunteers.bad_visit_start"


def test_help_that_touches_the_body_needs_a_confirmed_skill():
    offered = [Skill.BATHING, Skill.MEALS]
    assert code_of(rules.refuse_unskilled, HelpVisitKind.MEDICAL, offered, []) == "volunteers.skill_not_offered"
    assert code_of(rules.refuse_unskilled, HelpVisitKind.BATHING, offered, []) == "volunteers.skill_not_confirmed"
    rules.refuse_unskilled(HelpVisitKind.BATHING, offered, [Skill.BATHING])
    rules.refuse_unskilled(HelpVisitKind.MEALS, offered, [])
