"""Counting an election from its published ballots. Standard library only in what decides, so that anybody can repeat it.

The ballots' digest is the SHA-256 of their canonical JSON: the list in the order of paper numbers, each
`{"choices":[...ascending...],"paper":"..."}` without spaces. Candidates with as many votes stand in the order of
SHA-256(`<seed>|<digest>|<number>`). The seed is drawn at opening and its SHA-256 published then, so that nobody can
choose it once ballots are known.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from services.tickets.domain.hosting import HOST
from shared.contracts.tickets.elections import Ballot, CandidateResult, ElectionResult, ElectionState
from shared.kernel.machine import Machine, Move

ELECTION = Machine(
    name="election",
    states=tuple(ElectionState),
    initial=ElectionState.OPEN,
    terminal=frozenset({ElectionState.CLOSED}),
    moves=(Move("close", (ElectionState.OPEN,), ElectionState.CLOSED, frozenset({HOST})),),
)


def published(ballots: Sequence[Ballot]) -> list[Ballot]:
    """In the order of paper numbers, which are random: nothing of when a ballot was cast is left."""
    return sorted(
        (Ballot(paper=ballot.paper, choices=sorted(ballot.choices)) for ballot in ballots),
        key=lambda ballot: ballot.paper,
    )


def digest_of(ballots: Sequence[Ballot]) -> str:
    plain = [{"choices": list(ballot.choices), "paper": ballot.paper} for ballot in published(ballots)]
    return hashlib.sha256(json.dumps(plain, separators=(",", ":"), sort_keys=True).encode()).hexdigest()


def commitment(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()


def lot(seed: str, digest: str, number: int) -> str:
    return hashlib.sha256(f"{seed}|{digest}|{number}".encode()).hexdigest()


def tally(ballots: Sequence[Ballot], candidates: int, seats: int, seed: str, roll: int) -> ElectionResult:
    """Who is elected. Somebody whom nobody chose takes no seat."""
    digest = digest_of(ballots)
    votes = Counter(choice for ballot in ballots for choice in set(ballot.choices))
    order = sorted(range(1, candidates + 1), key=lambda number: (-votes[number], lot(seed, digest, number)))
    elected = {number for number in order[:seats] if votes[number]}
    last, next_one = order[:seats][-1], order[seats] if seats < candidates else None
    decided_by_lot = next_one is not None and 0 < votes[last] == votes[next_one]
    return ElectionResult(
        roll=roll,
        ballots=len(ballots),
        digest=digest,
        lot_order=order,
        candidates=[
            CandidateResult(
                number=number, votes=votes[number], elected=number in elected,
                tied=decided_by_lot and votes[number] == votes[last],
            )
            for number in range(1, candidates + 1)
        ],
    )  # fmt: skip
