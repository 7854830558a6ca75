"""What there is of somebody in deliberation, and taking the name off it.

Counts stay what they were: a supporter, a vote, a rating still count, for nobody by name. Of an election the roll can be
told; what somebody chose is not known here.
"""

from typing import Any

from services.tickets.documents.bills import Bill
from services.tickets.documents.elections import Election, ElectionVoter
from services.tickets.documents.resolutions import Resolution, ResolutionRating
from services.tickets.documents.sessions import Session
from services.tickets.documents.topics import Seconding, Statement, Topic
from services.tickets.documents.votes import Vote, VotePaper
from shared.contracts.tickets.votes import VoteBasis
from shared.storage.work import Work

NOBODY = "erased"
TOLD = 1000


class ForgettingStore(Work):
    documents = ()

    def deliberated(self, account: str) -> dict[str, Any]:
        """What somebody has proposed, said, supported, voted and attended, the newest first."""
        return {
            "topics": [{"title": t.title, "text": t.text, "phase": t.phase, "comment": t.comment}
                       for t in Topic.objects(proposer=account).order_by("-id").limit(TOLD)],
            "statements": list(Statement.objects(account=account).order_by("-id").limit(TOLD).scalar("text")),
            "seconded": list(Seconding.objects(account=account).limit(TOLD).scalar("topic")),
            "votes": [{"vote": p.vote, "voter": p.voter, "choices": list(p.choices)}
                      for p in VotePaper.objects(accounts=account).order_by("-id").limit(TOLD)],
            "elections": [{"election": v.election, "voter": v.voter, "took_paper": v.taken}
                          for v in ElectionVoter.objects(accounts=account).order_by("-id").limit(TOLD)],
            "sessions": list(Session.objects(attendees__account=account).order_by("-id").limit(TOLD).scalar("id")),
            "bills": list(Bill.objects(rows__account=account).order_by("-id").limit(TOLD).scalar("title")),
            "ratings": [{"resolution": r.resolution, "stars": r.stars, "comment": r.comment}
                        for r in ResolutionRating.objects(account=account).limit(TOLD)],
        }  # fmt: skip

    def forget_deliberator(self, account: str) -> None:
        _rename(Topic, {"proposer": account}, {"proposer": NOBODY})
        _rename(Topic, {"history.by": account}, {"history.$[mine].by": NOBODY}, {"mine.by": account})
        _rename(Topic, {"experts.account": account}, {"experts.$[mine].account": None, "experts.$[mine].name": NOBODY},
                {"mine.account": account})  # fmt: skip
        _rename(Statement, {"account": account}, {"account": NOBODY})
        _rename(Session, {"attendees.account": account},
                {"attendees.$[mine].account": None, "attendees.$[mine].name": None}, {"mine.account": account})  # fmt: skip
        _rename(Bill, {"rows.account": account}, {"rows.$[mine].account": None}, {"mine.account": account})
        _rename(Resolution, {"responsible": account}, {"responsible": NOBODY})
        _rename(Resolution, {"reports.by": account}, {"reports.$[mine].by": NOBODY}, {"mine.by": account})
        self._forget_keys(Seconding, "topic", account)
        self._forget_keys(ResolutionRating, "resolution", account)
        self._forget_voter(account)

    def _forget_keys(self, document: Any, subject: str, account: str) -> None:
        """Rows whose key names the account get another key."""
        rows = document._get_collection()
        for row in list(rows.find({"account": account})):
            rows.delete_one({"_id": row["_id"]})
            rows.insert_one(row | {"_id": f"{row[subject]}|{self.new_id()}", "account": NOBODY})

    def _forget_voter(self, account: str) -> None:
        """A household keeps its vote. An owner's name goes from the roll with the account."""
        papers, voters = VotePaper.objects(accounts=account), ElectionVoter.objects(accounts=account)
        votes = Vote.objects(__raw__={"_id": {"$in": [p.vote for p in papers]}, "rules.basis": VoteBasis.OWNER})
        elections = Election.objects(id__in=[v.election for v in voters], basis=VoteBasis.OWNER)
        by_owner = {*votes.scalar("id"), *elections.scalar("id")}
        for paper in papers:
            paper.by = NOBODY if paper.by == account else paper.by
            self._strike(paper, account, paper.vote in by_owner)
        for voter in voters:
            self._strike(voter, account, voter.election in by_owner)

    def _strike(self, entry: Any, account: str, owner: bool) -> None:
        entry.accounts = [each for each in entry.accounts if each != account]
        if owner:
            entry.voter = f"{NOBODY} {self.new_id()}"
        self.save(entry)


def _rename(document: Any, query: dict[str, Any], change: dict[str, Any], mine: dict[str, Any] | None = None) -> None:
    filters = {"array_filters": [mine]} if mine else {}
    document._get_collection().update_many(query, {"$set": change, "$inc": {"version": 1}}, **filters)
