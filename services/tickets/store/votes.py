"""Finding, keeping and showing votes."""

from collections.abc import Iterable, Sequence
from typing import Any

from pymongo import InsertOne

from services.tickets.documents.votes import Vote, VotePaper
from services.tickets.domain.hosting import HOST
from services.tickets.domain.voting import VOTE, Standing
from services.tickets.store.inside import inside, newest
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.votes import MyVote, VoteResult, VoteRules, VoteState, VoteView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

DUE_AT_ONCE = 100


class VoteStore(Work):
    documents = (Vote, VotePaper)

    def new_vote(self, rules: VoteRules, **fields: Any) -> Vote:
        return Vote(id=self.new_id(), opened_at=self.now, rules=rules.model_dump(mode="json"), **fields)

    def freeze_roll(self, vote: Vote, roll: Iterable[Standing]) -> None:
        """One paper per voter; nobody is added later."""
        papers = [
            VotePaper(
                id=self.new_id(), vote=vote.id, voter=standing.voter, accounts=sorted(standing.accounts), cast=False,
                closed=False, version=1,
            )
            for standing in roll
        ]  # fmt: skip
        VotePaper._get_collection().bulk_write([InsertOne(paper.to_mongo()) for paper in papers])

    def get_vote(self, vote_id: str) -> Vote:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        vote = self.find_vote(vote_id)
        if vote is None:
            raise NOT_FOUND("/vote_id", what="vote")
        self.refuse_stale(vote.version)
        return vote

    def find_vote(self, vote_id: str) -> Vote | None:
        return Vote.objects(id=vote_id).first()

    def find_votes(self, *, area: str, state: VoteState | None, topic: str | None, before: str | None,
                   limit: int) -> list[Vote]:  # fmt: skip
        query: dict[str, Any] = {"area": inside(area)}
        query |= ({"state": state} if state else {}) | ({"topic": topic} if topic else {})
        return list(Vote.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def votes_due(self) -> list[str]:
        due = Vote.objects(state=VoteState.OPEN, closes_at__lte=self.now)
        return list(due.order_by("closes_at").limit(DUE_AT_ONCE).scalar("id"))

    def vote_papers_of(self, vote_id: str, account: str) -> list[VotePaper]:
        """Those that the account may fill in."""
        return list(VotePaper.objects(vote=vote_id, accounts=account).order_by("voter"))

    def vote_paper(self, vote_id: str, voter: str) -> VotePaper | None:
        return VotePaper.objects(vote=vote_id, voter=voter).first()

    def fill_in(self, paper: VotePaper, choices: Sequence[int], account: str) -> None:
        paper.choices, paper.cast, paper.by, paper.at = sorted(choices), True, account, self.now
        self.save(paper)

    def close_papers(self, vote_id: str) -> list[list[int]]:
        """The choices of all votes cast. After this transaction no paper can be filled in."""
        papers = VotePaper._get_collection()
        papers.update_many({"vote": vote_id}, {"$set": {"closed": True}})
        return [row["choices"] for row in papers.find({"vote": vote_id, "cast": True}, {"choices": 1})]

    def count_cast(self, vote_id: str) -> int:
        return VotePaper.objects(vote=vote_id, cast=True).count()

    def was_on_roll(self, vote_id: str, account: str) -> bool:
        return VotePaper.objects(vote=vote_id, accounts=account).only("id").first() is not None

    def area_of_vote(self, vote_id: str) -> str | None:
        found = Vote.objects(id=vote_id).only("area").first()
        return found.area if found else None

    def rules_of(self, vote: Vote) -> VoteRules:
        return VoteRules.model_validate(vote.rules)

    def vote_is_open(self, vote: Vote) -> bool:
        return vote.state == VoteState.OPEN and self.now < vote.closes_at

    def vote_view(self, vote: Vote, account: str, host: bool) -> VoteView:
        rules, running = self.rules_of(vote), self.vote_is_open(vote)
        moves = VOTE.open_to(vote.state, frozenset({HOST} if host else ()))
        return VoteView(
            id=vote.id, area=vote.area, question=vote.question, options=list(vote.options), rules=rules,
            closes_at=vote.closes_at, topic=vote.topic, state=vote.state, opened_at=vote.opened_at,
            closed_at=vote.closed_at, roll_size=vote.roll_size, cast=self.count_cast(vote.id),
            mine=[
                MyVote(
                    voter=paper.voter, choices=list(paper.choices), may_cast=running and not paper.cast,
                    may_change=running and paper.cast and rules.may_change, fewest=rules.min_choices, most=rules.max_choices,
                )
                for paper in self.vote_papers_of(vote.id, account)
            ],
            result=VoteResult.model_validate(vote.result) if vote.result else None,
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in moves],
            version=vote.version,
        )  # fmt: skip
