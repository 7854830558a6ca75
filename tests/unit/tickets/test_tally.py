"""Counting elections, and the lot."""

import hashlib
import json

from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.tally import commitment, digest_of, published, tally
from shared.contracts.tickets.elections import Ballot

CANDIDATES = 5
PAPERS = st.text("0123456789abcdef", min_size=32, max_size=32)
BALLOTS = st.lists(
    st.builds(Ballot, paper=PAPERS, choices=st.lists(st.integers(1, CANDIDATES), min_size=1, max_size=3, unique=True)),
    max_size=40,
    unique_by=lambda ballot: ballot.paper,
)
SEATS = st.integers(1, CANDIDATES)
SEEDS = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(BALLOTS, SEATS, SEEDS, st.randoms())
def test_tally_is_the_same_from_the_ballots_in_any_order(ballots, seats, seed, random):
    mixed = [Ballot(paper=b.paper, choices=b.choices[::-1]) for b in random.sample(ballots, len(ballots))]
    assert tally(ballots, CANDIDATES, seats, seed, 50) == tally(mixed, CANDIDATES, seats, seed, 50)


@given(BALLOTS, SEATS, SEEDS)
def test_tally_can_be_repeated_from_published_json(ballots, seats, seed):
    text = json.dumps([ballot.model_dump() for ballot in published(ballots)])
    again = [Ballot(**each) for each in json.loads(text)]
    assert tally(again, CANDIDATES, seats, seed, 50) == tally(ballots, CANDIDATES, seats, seed, 50)


@given(BALLOTS, SEATS, SEEDS)
def test_nobody_is_passed_over_by_one_with_fewer_votes(ballots, seats, seed):
    result = tally(ballots, CANDIDATES, seats, seed, 50)
    inside = [each for each in result.candidates if each.elected]
    outside = [each for each in result.candidates if not each.elected]
    assert len(inside) == min(seats, sum(1 for each in result.candidates if each.votes))
    assert all(one.votes >= other.votes for one in inside for other in outside)
    assert sum(each.votes for each in result.candidates) == sum(len(ballot.choices) for ballot in ballots)


@given(BALLOTS, SEATS, SEEDS)
def test_tie_is_told_exactly_when_the_lot_decides(ballots, seats, seed):
    result = tally(ballots, CANDIDATES, seats, seed, 50)
    inside = {each.votes for each in result.candidates if each.elected}
    outside = {each.votes for each in result.candidates if not each.elected and each.votes}
    assert {each.votes for each in result.candidates if each.tied} == inside & outside


def test_lot_depends_on_seed_and_ballots():
    ballots = [Ballot(paper=f"{number:032x}", choices=[number]) for number in (1, 2, 3, 4, 5)]
    orders = {tuple(tally(ballots, CANDIDATES, 1, f"{seed:064x}", 5).lot_order) for seed in range(50)}
    assert len(orders) > 10


def test_digest_is_that_of_canonical_json():
    ballots = [Ballot(paper="b" * 32, choices=[2, 1]), Ballot(paper="a" * 32, choices=[3])]
    text = '[{"choices":[3],"paper":"' + "a" * 32 + '"},{"choices":[1,2],"paper":"' + "b" * 32 + '"}]'
    assert digest_of(ballots) == hashlib.sha256(text.encode()).hexdigest()
    assert commitment("x") == hashlib.sha256(b"x").hexdigest()
