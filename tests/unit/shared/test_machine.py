"""Transition tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.flow import FLOW
from shared.kernel.errors import Refusal
from shared.kernel.machine import Machine, Move

STATES = ("new", "open", "shut")
DOOR = Machine(
    "door", STATES, "new", frozenset({"shut"}),
    (Move("open", ("new",), "open", frozenset({"keeper"})), Move("shut", ("new", "open"), "shut", frozenset({"keeper", "guest"}))),
)  # fmt: skip


def test_move_leads_to_its_target():
    assert DOOR.decide("new", "open", frozenset({"keeper"})).target == "open"


def test_action_that_the_state_does_not_allow_is_refused_with_what_is_possible():
    with pytest.raises(Refusal) as refused:
        DOOR.decide("open", "open", frozenset({"keeper"}))
    assert refused.value.reason.code == "not_allowed_now"
    assert refused.value.facts["allowed"] == ["shut"]


def test_action_without_the_capacity_is_forbidden():
    with pytest.raises(Refusal) as refused:
        DOOR.decide("new", "open", frozenset({"guest"}))
    assert refused.value.reason.status == 403


def test_guard_may_refuse():
    def never(_facts: object) -> None:
        raise ValueError("no")

    guarded = Machine("g", ("a", "b"), "a", frozenset({"b"}), (Move("go", ("a",), "b", frozenset({"x"}), guard=never),))
    with pytest.raises(ValueError, match="no"):
        guarded.decide("a", "go", frozenset({"x"}))


@pytest.mark.parametrize(
    "moves",
    [
        (Move("go", ("a",), "nowhere", frozenset({"x"})),),
        (Move("go", ("b",), "a", frozenset({"x"})),),
        (Move("go", ("a",), "b", frozenset({"x"})), Move("go", ("a",), "b", frozenset({"y"}))),
    ],
    ids=["unknown state", "leaves a terminal state", "declared twice"],
)
def test_wrong_table_is_refused_when_it_is_written(moves: tuple[Move, ...]):
    with pytest.raises(ValueError):
        Machine("m", ("a", "b"), "a", frozenset({"b"}), moves)


@given(
    st.sampled_from(STATES), st.sampled_from(["open", "shut", "burn"]), st.sets(st.sampled_from(["keeper", "guest"]))
)
def test_decide_agrees_with_the_list_of_open_moves(state: str, action: str, capacities: set[str]):
    listed = {move.action for move in DOOR.open_to(state, capacities)}
    try:
        decided = DOOR.decide(state, action, capacities).action
    except Refusal:
        decided = None
    assert (decided is not None) == (action in listed)


def test_every_state_of_a_ticket_can_be_reached():
    assert FLOW.reachable() == set(FLOW.states)
