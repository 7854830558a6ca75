"""Quorum, shares, rolls and choices."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.voting import (
    count_votes,
    enough,
    fold_roll,
    least_for,
    pick_voter,
    refuse_wrong_choices,
    refuse_wrong_closing,
    refuse_wrong_rules,
)
from shared.contracts.tickets.votes import RollEntry, Share, VoteBasis, VoteRules
from shared.kernel.errors import Refusal

SHARES = st.integers(1, 100).flatmap(lambda of: st.builds(Share, parts=st.integers(0, of), of=st.just(of)))
ROLLS = st.integers(0, 3000)


@given(SHARES, ROLLS)
def test_least_is_the_smallest_count_that_reaches_the_share(share, roll):
    least = least_for(share, roll)
    assert Fraction(least) >= Fraction(share.parts, share.of) * roll
    assert least == 0 or Fraction(least - 1) < Fraction(share.parts, share.of) * roll


@given(ROLLS, ROLLS, SHARES, st.booleans())
def test_share_is_exact(count, whole, share, more_than):
    wanted = Fraction(share.parts, share.of) * whole
    assert enough(count, whole, share, more_than) == (count > wanted if more_than else count >= wanted)


@given(
    st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=4, unique=True), max_size=60),
    st.integers(0, 40),
    st.builds(VoteRules, quorum=SHARES, needed=SHARES, max_choices=st.just(4)),
)
def test_every_choice_is_counted_once_and_nothing_is_adopted_without_a_quorum(votes, silent, rules):
    result = count_votes(rules, ["甲", "乙", "丙", "丁"], len(votes) + silent, votes)
    assert sum(option.votes for option in result.options) == sum(map(len, votes))
    assert result.cast == len(votes)
    assert result.quorum_reached or not any(option.adopted for option in result.options)
    assert all(option.votes for option in result.options if option.adopted)


@given(st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True), max_size=30), st.randoms())
def test_result_does_not_depend_on_the_order_of_votes(votes, random):
    mixed = random.sample(votes, len(votes))
    rules = VoteRules(max_choices=3)
    assert count_votes(rules, ["a", "b", "c"], 30, votes) == count_votes(rules, ["a", "b", "c"], 30, mixed)


def test_two_thirds_of_all_are_reached_by_exactly_two_thirds():
    rules = VoteRules(needed=Share(parts=2, of=3), needed_of="roll", more_than=False)
    adopted = count_votes(rules, ["是", "否"], 30, [[1]] * 20).options[0].adopted
    assert adopted and not count_votes(rules, ["是", "否"], 30, [[1]] * 19).options[0].adopted


ENTRIES = st.lists(
    st.builds(
        RollEntry,
        household=st.sampled_from(["1-1", "1-2", "1-3"]),
        account=st.sampled_from([None, "a" * 32, "b" * 32]),
        owner=st.sampled_from(["甲", "乙"]),
    ),
    min_size=1,
    max_size=30,
)


@given(ENTRIES, st.sampled_from(VoteBasis))
def test_roll_has_each_voter_once_with_all_accounts(entries, basis):
    folded = fold_roll(entries, basis)
    named = [entry.household if basis == VoteBasis.HOUSEHOLD else entry.owner for entry in entries]
    assert sorted(standing.voter for standing in folded) == sorted(set(named))
    accounts = set().union(*(standing.accounts for standing in folded))
    assert accounts == {entry.account for entry in entries} - {None}


def test_owner_without_a_name_and_account_is_refused():
    with pytest.raises(Refusal) as refused:
        fold_roll([RollEntry(household="1-1")], VoteBasis.OWNER)
    assert (refused.value.reason.code, refused.value.pointer) == ("tickets.nameless_voter", "/roll/0")


@pytest.mark.parametrize(
    ("voters", "named", "code"),
    [
        ([], None, "tickets.no_standing"),
        (["1-1"], "2-2", "tickets.no_standing"),
        (["1-1", "1-2"], None, "tickets.name_the_voter"),
    ],
)
def test_voter_must_be_known_and_named(voters, named, code):
    with pytest.raises(Refusal) as refused:
        pick_voter(voters, named)
    assert refused.value.reason.code == code


@given(st.lists(st.integers(1, 8), max_size=8), st.integers(1, 4), st.integers(1, 4), st.integers(2, 6))
def test_choices_are_accepted_only_within_the_rules(choices, fewest, more, options):
    most = fewest + more
    good = len(set(choices)) == len(choices) and fewest <= len(choices) <= most and all(c <= options for c in choices)
    try:
        refuse_wrong_choices(choices, fewest, most, options)
    except Refusal:
        assert not good
    else:
        assert good


@pytest.mark.parametrize(
    "rules",
    [
        VoteRules(min_choices=2, max_choices=1),
        VoteRules(max_choices=3),
        VoteRules(quorum=Share(parts=3, of=2)),
        VoteRules(needed=Share(parts=1, of=1), more_than=True),
    ],
)
def test_rules_that_nobody_can_keep_are_refused(rules):
    with pytest.raises(Refusal):
        refuse_wrong_rules(rules, 2)


def test_closing_lies_ahead_and_within_a_year():
    now = datetime(2026, 11, 21, tzinfo=UTC)
    refuse_wrong_closing(now + timedelta(days=366), now)
    for closes_at in (now, now + timedelta(days=367)):
        with pytest.raises(Refusal):
            refuse_wrong_closing(closes_at, now)
