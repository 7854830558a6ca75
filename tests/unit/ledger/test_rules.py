"""What may be posted, and what it does."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.ledger import LARGEST, Kind, Leg, Unit, move
from shared.kernel.errors import Refusal
from shared.ledger import chain, rules
from shared.ledger.rules import Account, Entry, Terms

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def account(name: str, balance: int = 0, held: int = 0, unit: Unit = Unit.MINUTE, **terms) -> Account:
    return Account(name, unit, Terms(**terms), NOW, NOW, balance=balance, held=held)


def accounts(*given: Account) -> dict[str, Account]:
    return {one.id: one for one in given}


def refusal(body) -> str:
    with pytest.raises(Refusal) as refused:
        body()
    return refused.value.reason.code


@pytest.mark.parametrize("amount", [0, -5, True, 1.0, "7", None])
def test_amount_that_is_no_whole_number_above_zero_is_refused(amount):
    assert refusal(lambda: move(amount, "a", "b")) == "ledger.amount_not_positive"
    assert refusal(lambda: rules.require_amount(amount)) == "ledger.amount_not_positive"


def test_move_to_oneself_is_refused():
    assert refusal(lambda: move(5, "a", "a")) == "ledger.same_account"


def test_amount_beyond_what_can_be_counted_is_refused():
    assert refusal(lambda: rules.require_balanced(move(LARGEST + 1, "a", "b"))) == "ledger.amount_too_large"
    full = accounts(account("a", floor=None), account("b", LARGEST))
    assert refusal(lambda: rules.settle(full, {}, move(1, "a", "b"))) == "ledger.amount_too_large"


@given(st.lists(st.integers(-(10**6), 10**6), max_size=6))
def test_only_two_or_more_legs_that_sum_to_zero_are_a_transfer(amounts: list[int]):
    legs = [Leg(f"a{n}", amount) for n, amount in enumerate(amounts)]
    sound = len(amounts) > 1 and sum(amounts) == 0 and all(amounts)
    if sound:
        rules.require_balanced(legs)
    else:
        assert refusal(lambda: rules.require_balanced(legs)) in ("ledger.unbalanced", "ledger.amount_not_positive")


@given(
    balance=st.integers(0, 100),
    held=st.integers(0, 100),
    floor=st.none() | st.integers(-50, 50),
    amount=st.integers(1, 150),
)
def test_no_floor_is_passed(balance: int, held: int, floor: int | None, amount: int):
    payer, payee = account("a", balance, held, floor=floor), account("b")
    legs = move(amount, "a", "b")
    fits = floor is None or balance - held - amount >= floor
    if fits:
        assert rules.settle(accounts(payer, payee), {}, legs) == legs
        assert rules.short(accounts(payer, payee), legs) == []
    else:
        assert refusal(lambda: rules.settle(accounts(payer, payee), {}, legs)) == "ledger.overdrawn"
        assert rules.short(accounts(payer, payee), legs) == ["a"]


@given(balance=st.integers(0, 100), cap=st.integers(100, 120), amount=st.integers(1, 150))
def test_what_passes_the_cap_goes_to_the_pool_and_nothing_is_lost(balance: int, cap: int, amount: int):
    known = accounts(
        account("issued", floor=None), account("saver", balance, cap=cap, overflow="pool"), account("pool")
    )
    posted = {leg.account: leg.amount for leg in rules.settle(known, {"pool": "pool"}, move(amount, "issued", "saver"))}
    assert sum(posted.values()) == 0 and posted["issued"] == -amount
    assert balance + posted["saver"] == min(balance + amount, cap)
    assert posted.get("pool", 0) == amount - posted["saver"]


def test_cap_without_overflow_refuses():
    known = accounts(account("a", 10), account("b", 5, cap=7))
    assert refusal(lambda: rules.settle(known, {}, move(3, "a", "b"))) == "ledger.over_cap"


def test_pool_that_pays_a_full_account_which_spills_into_it_is_refused():
    known = accounts(account("pool", 10), account("saver", 7, cap=7, overflow="pool"))
    assert refusal(lambda: rules.settle(known, {"pool": "pool"}, move(3, "pool", "saver"))) == "ledger.over_cap"


def test_closed_account_and_mixed_units_are_refused():
    shut = replace(account("b"), closed_at=NOW)
    assert (
        refusal(lambda: rules.settle(accounts(account("a", 5), shut), {}, move(3, "a", "b"))) == "ledger.account_closed"
    )
    points = account("b", unit=Unit.POINT)
    assert (
        refusal(lambda: rules.settle(accounts(account("a", 5), points), {}, move(3, "a", "b"))) == "ledger.mixed_units"
    )


def test_capture_takes_what_is_held_though_nothing_is_available():
    known = accounts(account("a", 10, held=10), account("b"))
    legs = [Leg("a", -4, -10), Leg("b", 4)]
    assert rules.settle(known, {}, legs) == tuple(legs)


@given(st.text(min_size=1, max_size=20), st.integers(1, 64))
def test_lane_is_one_of_the_lanes_and_always_the_same(key: str, lanes: int):
    assert rules.lane("pool", lanes, key) in rules.lane_names("pool", lanes)
    assert rules.lane("pool", lanes, key) == rules.lane("pool", lanes, key)


def test_lanes_share_the_work_evenly():
    counts = [0] * 8
    for n in range(4000):
        counts[int(rules.lane("pool", 8, f"visit:{n}").partition("#")[2])] += 1
    assert min(counts) > 400


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-5, 5)), min_size=1, max_size=20))
def test_account_is_the_sum_of_its_lines(changes: list[tuple[int, int]]):
    opened = Entry("a/opened", Kind.OPENED, "m", Unit.POINT, NOW, "opened", facts=vars(Terms(floor=None)))
    state = rules.after(None, opened, chain.chained(opened, [Leg("a", 0)], {})[0])
    for n, (amount, held) in enumerate(changes):
        entry = Entry(f"e{n}", Kind.TRANSFER, "m", Unit.POINT, NOW, "x")
        state = rules.after(state, entry, chain.chained(entry, [Leg("a", amount, held)], {"a": state})[0])
    assert (state.balance, state.held) == tuple(sum(part) for part in zip(*changes, strict=True))
    assert state.number == len(changes) + 1
