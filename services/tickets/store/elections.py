"""Finding and keeping elections; the roll and the urns are never read together."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from pymongo import InsertOne

from services.tickets.documents.elections import Election, ElectionCandidate, ElectionVoter, Urn
from services.tickets.domain.hosting import HOST
from services.tickets.domain.tally import ELECTION, commitment
from services.tickets.domain.voting import Standing
from services.tickets.store.inside import inside, newest
from shared.contracts.tickets.elections import (
    Ballot,
    Candidate,
    ElectionResult,
    ElectionState,
    ElectionView,
    PublicKey,
)
from shared.contracts.tickets.matters import NextAction
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

EXPONENT = 65537
DUE_AT_ONCE = 100
KEY, SEED = "election key", "election seed"


class ElectionStore(Work):
    documents = (Election, ElectionVoter, Urn)

    def new_election(self, candidates: Sequence[Candidate], private_key: str, modulus: str, **fields: Any) -> Election:
        seed = secrets.token_hex(32)
        return Election(
            id=self.new_id(), opened_at=self.now, modulus=modulus, sealed_key=seal(private_key, KEY),
            sealed_seed=seal(seed, SEED), lot_commitment=commitment(seed),
            candidates=[ElectionCandidate(name=each.name, note=each.note) for each in candidates], **fields,
        )  # fmt: skip

    def open_roll_and_urns(self, election: Election, roll: Iterable[Standing]) -> None:
        voters = [
            ElectionVoter(
                id=self.new_id(), election=election.id, voter=standing.voter, accounts=sorted(standing.accounts), taken=False,
                version=1,
            )
            for standing in roll
        ]  # fmt: skip
        urns = [Urn(id=_urn(election.id, f"{number:02x}"), election=election.id, closed=False) for number in range(256)]
        ElectionVoter._get_collection().bulk_write([InsertOne(voter.to_mongo()) for voter in voters])
        Urn._get_collection().bulk_write([InsertOne(urn.to_mongo()) for urn in urns])

    def get_election(self, election_id: str) -> Election:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        election = Election.objects(id=election_id).first()
        if election is None:
            raise NOT_FOUND("/election_id", what="election")
        self.refuse_stale(election.version)
        return election

    def find_elections(self, area: str, state: ElectionState | None, before: str | None, limit: int) -> list[Election]:
        query: dict[str, Any] = {"area": inside(area)} | ({"state": state} if state else {})
        return list(Election.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def elections_due(self) -> list[str]:
        due = Election.objects(state=ElectionState.OPEN, closes_at__lte=self.now)
        return list(due.order_by("closes_at").limit(DUE_AT_ONCE).scalar("id"))

    def voters_of(self, election_id: str, account: str) -> list[ElectionVoter]:
        return list(ElectionVoter.objects(election=election_id, accounts=account).order_by("voter"))

    def private_key(self, election: Election) -> str:
        return unseal(election.sealed_key, KEY)

    def seed_of(self, election: Election) -> str:
        return unseal(election.sealed_seed, SEED)

    def election_is_open(self, election: Election) -> bool:
        return election.state == ElectionState.OPEN and self.now < election.closes_at

    def cast_with(self, election_id: str, paper: str) -> list[int] | None:
        """What was chosen on this paper, or None while it is not in the urn."""
        urn = Urn.objects(__raw__={"_id": _urn(election_id, paper), "ballots.paper": paper}).first()
        return next((list(each.choices) for each in urn.ballots if each.paper == paper), None) if urn else None

    def put_into_urn(self, election_id: str, paper: str, choices: Sequence[int]) -> bool:
        """False when the urn is closed. Ballots are kept in the order of their numbers, not in that of their coming."""
        ballot = {"paper": paper, "choices": sorted(choices)}
        put = Urn._get_collection().update_one(
            {"_id": _urn(election_id, paper), "closed": False, "ballots.paper": {"$ne": paper}},
            {"$push": {"ballots": {"$each": [ballot], "$sort": {"paper": 1}}}},
        )
        return bool(put.modified_count)

    def close_urns(self, election_id: str) -> list[Ballot]:
        """All ballots. After this transaction nothing can be put into an urn."""
        Urn._get_collection().update_many({"election": election_id}, {"$set": {"closed": True}})
        return self.ballots_of(election_id)

    def ballots_of(self, election_id: str) -> list[Ballot]:
        return [
            Ballot(paper=ballot.paper, choices=list(ballot.choices))
            for urn in Urn.objects(election=election_id)
            for ballot in urn.ballots
        ]

    def election_view(self, election: Election, account: str, host: bool) -> ElectionView:
        closed = election.state == ElectionState.CLOSED
        moves = ELECTION.open_to(election.state, frozenset({HOST} if host else ()))
        running = self.election_is_open(election)
        return ElectionView(
            id=election.id, area=election.area, office=election.office, seats=election.seats,
            candidates=[Candidate(name=each.name, note=each.note) for each in election.candidates], basis=election.basis,
            min_choices=election.min_choices, max_choices=election.max_choices, closes_at=election.closes_at,
            state=election.state, opened_at=election.opened_at, closed_at=election.closed_at,
            key=PublicKey(modulus=election.modulus, exponent=EXPONENT), lot_commitment=election.lot_commitment,
            lot_seed=self.seed_of(election) if closed else None, roll_size=election.roll_size,
            papers_taken=ElectionVoter.objects(election=election.id, taken=True).count(),
            mine=[v.voter for v in self.voters_of(election.id, account) if running and not v.taken],
            result=ElectionResult.model_validate(election.result) if election.result else None,
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in moves],
            version=election.version,
        )  # fmt: skip


def _urn(election_id: str, paper: str) -> str:
    return f"{election_id}|{paper[:2]}"
