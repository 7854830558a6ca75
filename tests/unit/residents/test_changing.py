"""Change requests: the order of those who agree, and who may do what in which state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.changing import (
    APPLICANT,
    CHANGE,
    LAST_VALIDATOR,
    VALIDATOR,
    Turn,
    agreeing,
    capacities,
    next_turn,
    refuse_out_of_turn,
    turns,
)
from shared.contracts.actor import Actor, Role
from shared.contracts.residents.changes import ChangeKind, ChangeState
from shared.kernel.errors import Refusal

GRID, NEXT_GRID, COMMUNITY = "150202.001.001.001", "150202.001.001.002", "150202.001.001"
kinds = st.sampled_from(list(ChangeKind))
grids = st.sampled_from([GRID, NEXT_GRID])
roles = st.sampled_from([Role.GRID_WORKER, Role.COMMUNITY_STAFF, Role.STREET_STAFF, Role.RESIDENT])
areas = st.sampled_from([GRID, NEXT_GRID, COMMUNITY, "150202.002"])


def actor(role: Role, *within: str, account: str = "x", person: str | None = None) -> Actor:
    return Actor(account, frozenset({role}), person, within)


@pytest.mark.parametrize(
    ("kind", "order"),
    [
        (ChangeKind.IDENTITY, [(Role.GRID_WORKER, GRID), (Role.COMMUNITY_STAFF, GRID)]),
        (ChangeKind.HOUSEHOLD, [(Role.GRID_WORKER, GRID)]),
        (ChangeKind.GRID, [(Role.GRID_WORKER, GRID)]),
    ],
)
def test_order_within_one_grid_asks_nobody_twice(kind, order):
    assert [(turn.role, turn.area) for turn in turns(kind, GRID, GRID)] == order


def test_grid_that_is_left_agrees_before_the_one_that_is_joined():
    assert [turn.area for turn in turns(ChangeKind.GRID, GRID, NEXT_GRID)] == [GRID, NEXT_GRID]


@given(kinds, grids, grids)
def test_all_agree_once_in_order_and_only_the_last_applies(kind, here, there):
    asked = list(turns(kind, here, there))
    actions = []
    while (place := next_turn(asked)) is not None:
        assert all(turn.done for turn in asked[:place]) and not any(turn.done for turn in asked[place:])
        held = capacities(actor(asked[place].role, asked[place].area), "a", "p", asked)
        actions.append(CHANGE.decide(ChangeState.PENDING, agreeing(held), held).target)
        asked[place] = Turn(asked[place].role, asked[place].area, done=True)
    assert actions == [ChangeState.PENDING] * (len(asked) - 1) + [ChangeState.APPLIED]


@given(kinds, grids, grids, roles, areas, st.integers(0, 2))
def test_only_the_one_whose_turn_it_is_may_agree(kind, here, there, role, within, done):
    asked = [Turn(turn.role, turn.area, place < done) for place, turn in enumerate(turns(kind, here, there))]
    held = capacities(actor(role, within), "a", "p", asked)
    place = next_turn(asked)
    mine = place is not None and role == asked[place].role and actor(role, within).covers(asked[place].area)
    assert bool(held & {VALIDATOR, LAST_VALIDATOR}) == mine


@given(kinds, roles, areas)
def test_nobody_agrees_to_what_they_asked_for(kind, role, within):
    asked = turns(kind, GRID, GRID)
    assert capacities(actor(role, within, account="a"), "a", "p", asked) == {APPLICANT}
    assert capacities(actor(role, within, person="p"), "a", "p", asked) == {APPLICANT}


def test_somebody_out_of_turn_is_told_whose_turn_it_is():
    asked = turns(ChangeKind.IDENTITY, GRID, GRID)
    with pytest.raises(Refusal) as refused:
        refuse_out_of_turn(actor(Role.COMMUNITY_STAFF, COMMUNITY), frozenset(), ChangeState.PENDING, asked)
    assert (refused.value.reason.code, refused.value.facts["role"]) == ("residents.not_your_turn", Role.GRID_WORKER)


@pytest.mark.parametrize("state", list(ChangeState))
@pytest.mark.parametrize("action", ["validate", "apply", "reject", "withdraw"])
@pytest.mark.parametrize("capacity", [APPLICANT, VALIDATOR, LAST_VALIDATOR])
def test_every_action_is_possible_in_pending_only_and_for_its_capacity(state, action, capacity):
    allowed = {
        "validate": {VALIDATOR}, "apply": {LAST_VALIDATOR}, "reject": {VALIDATOR, LAST_VALIDATOR}, "withdraw": {APPLICANT},
    }  # fmt: skip
    if state == ChangeState.PENDING and capacity in allowed[action]:
        CHANGE.decide(state, action, {capacity})
        return
    with pytest.raises(Refusal) as refused:
        CHANGE.decide(state, action, {capacity})
    assert refused.value.reason.code == ("forbidden" if state == ChangeState.PENDING else "not_allowed_now")


def test_every_state_can_be_reached():
    assert CHANGE.reachable() == set(ChangeState)
