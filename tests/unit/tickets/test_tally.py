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


def counted_elsewhere(ballots: list[dict], candidates: int, seats: int, seed: str) -> list[int]:
    """Who is elected, by somebody who has read how it is done and has nothing but the published JSON."""
    ballots = sorted(
        ({"choices": sorted(b["choices"]), "paper": b["paper"]} for b in ballots), key=lambda b: b["paper"]
    )
    digest = hashlib.sha256(json.dumps(ballots, separators=(",", ":")).encode()).hexdigest()
    votes = {number: sum(number in b["choices"] for b in ballots) for number in range(1, candidates + 1)}
    lots = {number: hashlib.sha256(f"{seed}|{digest}|{number}".encode()).hexdigest() for number in votes}
    order = sorted(votes, key=lambda number: lots[number])
    order.sort(key=lambda number: votes[number], reverse=True)
    return sorted(number for number in order[:seats] if votes[number])


@given(BALLOTS, SEATS, SEEDS)
def test_others_count_the_same(ballots, seats, seed):
    elected = [each.number for each in tally(ballots, CANDIDATES, seats, seed, 50).candidates if each.elected]
    assert counted_elsewhere([ballot.model_dump() for ballot in ballots], CANDIDATES, seats, seed) == elected


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
