"""What a redeem code is good for, and the ways of gifts and reservations."""

from datetime import UTC, datetime, timedelta

import pytest

from services.volunteers.domain.gifts import GIFT, refuse_over_value
from services.volunteers.domain.redeeming import (
    MOST_GUESSES,
    REDEMPTION,
    refuse_code,
    refuse_guessing,
    refuse_late_return,
    refuse_other_price,
    refuse_unavailable,
)
from shared.contracts.volunteers.redeeming import RedemptionState
from shared.kernel.errors import Refusal

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.mark.parametrize("machine", [GIFT, REDEMPTION], ids=lambda machine: machine.name)
def test_every_state_can_be_reached(machine):
    assert machine.reachable() == set(machine.states)


def test_a_code_is_good_at_its_shop_until_it_ends():
    refuse_code("a", "a", RedemptionState.RESERVED, LATER, NOW)


@pytest.mark.parametrize(
    ("shop", "state", "until", "code"),
    [
        ("b", RedemptionState.RESERVED, LATER, "wrong_shop"),
        ("b", RedemptionState.COLLECTED, LATER, "wrong_shop"),
        ("a", RedemptionState.COLLECTED, LATER, "code_used"),
        ("a", RedemptionState.RETURNED, LATER, "code_used"),
        ("a", RedemptionState.CANCELLED, LATER, "code_void"),
        ("a", RedemptionState.EXPIRED, LATER, "code_void"),
        ("a", RedemptionState.RESERVED, NOW, "code_void"),
    ],
)
def test_other_codes_are_refused_with_their_reason(shop: str, state: RedemptionState, until: datetime, code: str):
    with pytest.raises(Refusal, match=rf"volunteers\.{code}"):
        refuse_code(shop, "a", state, until, NOW)


@pytest.mark.parametrize(
    ("active", "stock", "cap", "code"),
    [(False, None, None, "offer_closed"), (True, 1, None, "out_of_stock"), (True, None, 4, "offer_cap")],
)
def test_what_is_not_there_is_refused(active: bool, stock: int | None, cap: int | None, code: str):
    with pytest.raises(Refusal, match=rf"volunteers\.{code}"):
        refuse_unavailable(active, stock, 3, cap, 2)


def test_goods_go_back_until_seven_days_after_collection():
    refuse_late_return(NOW, NOW + timedelta(days=7))
    for at in (NOW - timedelta(milliseconds=1), None):
        with pytest.raises(Refusal, match=r"volunteers\.return_late"):
            refuse_late_return(at, NOW + timedelta(days=7))


def test_the_last_ones_can_be_had():
    refuse_unavailable(True, 2, 3, 5, 2)
    refuse_unavailable(True, None, 3, None, 100)


def test_an_item_is_worth_no_more_than_the_rule_says():
    refuse_over_value(10, 10)
    with pytest.raises(Refusal, match=r"volunteers\.over_value"):
        refuse_over_value(11, 10)


def wrong_codes(count: int, minutes_ago: int) -> list[datetime]:
    """One a second, the last of them so long ago."""
    last = NOW - timedelta(minutes=minutes_ago)
    return [last - timedelta(seconds=second) for second in reversed(range(count))]


@pytest.mark.parametrize(("count", "minutes_ago"), [(0, 0), (MOST_GUESSES - 1, 0), (MOST_GUESSES, 60)])
def test_who_gave_few_wrong_codes_or_long_ago_may_try(count: int, minutes_ago: int):
    refuse_guessing(wrong_codes(count, minutes_ago), NOW)


def test_who_gave_many_wrong_codes_waits_until_the_first_is_an_hour_old():
    with pytest.raises(Refusal, match=r"volunteers\.too_many_wrong_codes") as refused:
        refuse_guessing(wrong_codes(MOST_GUESSES, 30), NOW)
    assert refused.value.facts["retry_after"] == 30 * 60 - (MOST_GUESSES - 1)


def test_a_price_holds_where_it_was_read():
    refuse_other_price(5, None, "/price")
    refuse_other_price(5, 5, "/price")
    with pytest.raises(Refusal, match=r"volunteers\.price_changed"):
        refuse_other_price(5, 4, "/price")
