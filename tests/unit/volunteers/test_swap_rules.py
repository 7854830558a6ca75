"""How idle things change hands: who may do what, and when it ends by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from services.volunteers.domain.swaps import (
    ASKER,
    DEAL,
    HOLDING,
    ITEM,
    MOST_ASKS,
    MOST_ITEMS,
    OTHER,
    OWNER,
    STATION,
    capacities,
    due_at,
    refuse_many_asks,
    refuse_many_items,
    refuse_taken,
)
from shared.contracts.volunteers.swaps import IdleItemState, SwapState
from shared.kernel.errors import Refusal

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.mark.parametrize("machine", [ITEM, DEAL], ids=lambda machine: machine.name)
def test_every_state_can_be_reached(machine):
    assert machine.reachable() == set(machine.states)


def test_owner_agrees_and_both_sides_confirm_one_after_the_other():
    state = DEAL.decide(SwapState.ASKED, "agree", capacities("o", "o", "a", [])).target
    state = DEAL.decide(state, "confirm", capacities("a", "o", "a", [])).target
    with pytest.raises(Refusal, match="forbidden"):
        DEAL.decide(state, "confirm", capacities("a", "o", "a", ["a"]))
    assert DEAL.decide(state, "confirm", capacities("o", "o", "a", ["a"])).target == SwapState.DONE


@pytest.mark.parametrize(
    ("action", "state", "who"),
    [
        ("agree", SwapState.ASKED, {ASKER, OTHER}),
        ("decline", SwapState.ASKED, {ASKER, OTHER}),
        ("call_off", SwapState.ASKED, {OWNER, OTHER}),
        ("hand_over", SwapState.AGREED, {OWNER, OTHER}),
        ("confirm", SwapState.AGREED, {STATION}),
    ],
)
def test_nobody_does_what_is_the_others_part(action: str, state: SwapState, who: set[str]):
    with pytest.raises(Refusal, match="forbidden"):
        DEAL.decide(state, action, who)


def test_who_has_no_part_has_no_capacity():
    assert capacities("x", "o", "a", []) == set()
    assert capacities("x", None, None, []) == set()


def test_what_waits_ends_by_itself_and_what_is_over_does_not():
    for state in SwapState:
        due = due_at(state, NOW)
        assert (due is None) == (state in DEAL.terminal)
        assert due is None or due == NOW + timedelta(days=14)
    assert {state for state in SwapState if state in HOLDING} == {SwapState.AGREED, SwapState.HALF_CONFIRMED}


def test_only_what_is_on_offer_can_be_had():
    refuse_taken(IdleItemState.ON_OFFER, "/item_id")
    for state in set(IdleItemState) - {IdleItemState.ON_OFFER}:
        with pytest.raises(Refusal, match=r"volunteers\.item_taken"):
            refuse_taken(state, "/item_id")


def test_questions_and_offers_have_limits():
    refuse_many_asks(MOST_ASKS - 1, MOST_ASKS - 1)
    refuse_many_items(MOST_ITEMS - 1)
    for counts in [(MOST_ASKS, 0), (0, MOST_ASKS)]:
        with pytest.raises(Refusal, match=r"volunteers\.too_many_asks"):
            refuse_many_asks(*counts)
    with pytest.raises(Refusal, match=r"volunteers\.too_many_items"):
        refuse_many_items(MOST_ITEMS)
