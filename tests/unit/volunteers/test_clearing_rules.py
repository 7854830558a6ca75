"""What communities owe each other is netted by pair, whatever the order, and sums up to zero."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.clearing import (
    Claim,
    PairNet,
    counting_day,
    crossing,
    last_day_over,
    left_to_owe,
    net_legs,
    netted,
    positions,
    refuse_open_day,
    refuse_over_limit,
)
from services.volunteers.domain.time_bank import Side
from shared.kernel.errors import Refusal

TOWN = [f"150501.001.{number:03}" for number in range(1, 6)]
NOW = datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)
CLAIMS = st.lists(
    st.builds(
        lambda pair, minutes: Claim(*pair, minutes),
        st.lists(st.sampled_from(TOWN), min_size=2, max_size=2, unique=True),
        st.integers(1, 720),
    ),
    max_size=60,
)


def code_of(refused, *arguments) -> str:
    with pytest.raises(Refusal) as refusal:
        refused(*arguments)
    return refusal.value.reason.code


def gross(claims: list[Claim]) -> Counter[tuple[str, str]]:
    owed: Counter[tuple[str, str]] = Counter()
    for claim in claims:
        owed[claim.debtor, claim.creditor] += claim.minutes
    return owed


@given(CLAIMS)
def test_net_of_a_pair_is_the_difference_of_what_both_owed(claims: list[Claim]):
    owed = gross(claims)
    pairs = netted(claims)
    assert {(pair.low, pair.high) for pair in pairs} == {tuple(sorted(pair)) for pair in owed}
    for pair in pairs:
        assert pair.low < pair.high
        assert (pair.low_owed, pair.high_owed) == (owed[pair.low, pair.high], owed[pair.high, pair.low])
        assert pair.net == pair.low_owed - pair.high_owed
        for area in (pair.low, pair.high):
            assert pair.owed_by(area) == owed[area, pair.other(area)]
            assert pair.due_to(area) == owed[pair.other(area), area]
    assert sum(pair.claims for pair in pairs) == len(claims)


@given(CLAIMS, st.randoms(use_true_random=False))
def test_order_of_claims_does_not_matter(claims: list[Claim], chance):
    mixed = list(claims)
    chance.shuffle(mixed)
    assert netted(mixed) == netted(claims)


@given(CLAIMS)
def test_positions_of_all_communities_sum_up_to_zero(claims: list[Claim]):
    stand = positions(netted(claims))
    assert sum(stand.values()) == 0
    owed = gross(claims)
    for area, position in stand.items():
        due = sum(minutes for (_, creditor), minutes in owed.items() if creditor == area)
        owes = sum(minutes for (debtor, _), minutes in owed.items() if debtor == area)
        assert position == due - owes


@given(CLAIMS, CLAIMS)
def test_netting_day_by_day_comes_to_the_same_as_netting_all_at_once(monday: list[Claim], tuesday: list[Claim]):
    by_day = Counter(positions(netted(monday)))
    by_day.update(positions(netted(tuesday)))
    assert {area: each for area, each in by_day.items() if each} == {
        area: each for area, each in positions(netted(monday + tuesday)).items() if each
    }


@given(CLAIMS)
def test_net_entries_sum_up_to_zero_and_empty_the_open_accounts(claims: list[Claim]):
    open_accounts: Counter[str] = Counter()
    for claim in claims:
        open_accounts[f"clearing:{claim.debtor}"] += claim.minutes
        open_accounts[f"clearing:{claim.creditor}"] -= claim.minutes
    cleared: Counter[str] = Counter()
    for pair in netted(claims):
        legs = net_legs(pair)
        assert sum(leg.amount for leg in legs) == 0 and all(leg.amount for leg in legs)
        for leg in legs:
            (open_accounts if leg.account.startswith("clearing:") else cleared)[leg.account] += leg.amount
    assert not any(open_accounts.values())
    assert {name.partition(":")[2]: -each for name, each in cleared.items()} == {
        area: each for area, each in positions(netted(claims)).items() if each or f"cleared:{area}" in cleared
    }


def test_pair_that_owes_the_same_both_ways_needs_no_entry():
    assert net_legs(PairNet(TOWN[0], TOWN[1], 60, 60, 2)) == ()


def test_debtor_stands_first():
    assert PairNet(TOWN[0], TOWN[1], 60, 20).debtor_first == (TOWN[0], TOWN[1])
    assert PairNet(TOWN[0], TOWN[1], 20, 60).debtor_first == (TOWN[1], TOWN[0])


@pytest.mark.parametrize(
    ("payer", "payee", "over"),
    [
        ("150501.001.001.002", "150501.001.001", None),
        ("150501.001.001", "150501.001.002.003", ("150501.001.001", "150501.001.002")),
        ("150501.001.001", "150501.001", None),
    ],
)
def test_payment_goes_through_the_clearing_only_between_communities(payer: str, payee: str, over):
    assert crossing(Side("a", payer), Side("b", payee)) == over


def test_claim_counts_to_today_in_shanghai_or_to_the_day_after_the_last_netted_one():
    assert counting_day(NOW, None) == date(2026, 11, 20)
    assert counting_day(NOW + timedelta(seconds=1), None) == date(2026, 11, 21)
    assert counting_day(NOW, date(2026, 11, 19)) == date(2026, 11, 20)
    assert counting_day(NOW, date(2026, 11, 20)) == date(2026, 11, 21)


def test_day_is_netted_only_when_it_is_over():
    assert last_day_over(NOW) == date(2026, 11, 19)
    refuse_open_day(date(2026, 11, 19), NOW)
    assert code_of(refuse_open_day, date(2026, 11, 20), NOW) == "volunteers.day_not_over"


@given(st.integers(-500, 500), st.integers(0, 500), st.integers(0, 1000), st.integers(1, 500))
def test_community_never_promises_beyond_its_limit(owes: int, promised: int, limit: int, minutes: int):
    if max(owes, 0) + promised + minutes <= limit:
        refuse_over_limit(owes, promised, limit, minutes)
        assert left_to_owe(owes, promised, limit) >= minutes
    else:
        assert code_of(refuse_over_limit, owes, promised, limit, minutes) == "volunteers.clearing_limit"
