"""Finding, keeping and counting followers."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from services.tickets.documents.following import Follower, Headcount
from services.tickets.domain.flow import OUTCOMES
from services.tickets.domain.voices import Voice
from services.tickets.store.forgetting import NOBODY
from shared.contracts.actor import Actor
from shared.contracts.tickets.matters import TicketState
from shared.storage.work import Work

RATEABLE_DAYS = 30
FOLLOWED_MOST = 1000
"""Of how many followed matters at most somebody is asked for a rating."""


class FollowingStore(Work):
    documents = (Follower, Headcount)

    def follows(self, ticket_id: str, account: str, person: str | None = None) -> bool:
        return self._rows().find_one({"ticket": ticket_id, **_by(account, person)}, {"_id": 1}) is not None

    def followed(self, ticket_ids: Collection[str], actor: Actor) -> set[str]:
        """Those of the tickets that somebody follows."""
        if not ticket_ids:
            return set()
        query = {"ticket": {"$in": list(ticket_ids)}, **_by(actor.account, actor.person)}
        return {row["ticket"] for row in self._rows().find(query, {"ticket": 1})}

    def find_follower(self, ticket_id: str, actor: Actor) -> Follower | None:
        return Follower.objects(__raw__={"ticket": ticket_id, **_by(actor.account, actor.person)}).first()

    def count_followers(self, ticket_id: str) -> int:
        """Exactly as many as there are now, read over the index."""
        return self._rows().count_documents({"ticket": ticket_id})

    def count_followers_of(self, ticket_ids: Collection[str]) -> dict[str, int]:
        """Of each ticket that has any."""
        stages = [
            {"$match": {"ticket": {"$in": list(ticket_ids)}}},
            {"$group": {"_id": "$ticket", "count": {"$sum": 1}}},
        ]
        return {row["_id"]: row["count"] for row in self._rows().aggregate(stages)}

    def join(self, ticket_id: str, actor: Actor) -> None:
        """Writes nothing that two joiners would both write."""
        voice = Voice(actor.account, actor.person)
        self.save(
            Follower(
                id=f"{ticket_id}|{voice.key}", ticket=ticket_id, account=voice.account, person=voice.person, joined=True,
                since=self.now,
            )
        )  # fmt: skip
        self.ask_headcount(ticket_id)

    def leave(self, follower: Follower) -> None:
        """Off the matter, and off those merged into it that they joined; the caller has seen that they reported none."""
        query = {"ticket": {"$in": [follower.ticket, *follower.origins]}, **_by(follower.account, follower.person)}
        for row in list(self._rows().find(query, {"ticket": 1})):
            self._rows().delete_one({"_id": row["_id"]})
            self.ask_headcount(row["ticket"])

    def ask_headcount(self, ticket_id: str) -> None:
        self.save(Headcount(id=self.new_id(), ticket=ticket_id))

    def find_headcounts(self, limit: int = 2000) -> dict[str, str]:
        """Tickets whose followers have changed, each with the newest of the rows that say so."""
        rows = Headcount._get_collection().find({}, {"ticket": 1}, sort=[("_id", 1)], limit=limit)
        return {row["ticket"]: row["_id"] for row in rows}

    def strike_headcounts(self, ticket_id: str) -> None:
        """Those that this unit of work sees; what comes meanwhile stays for the next turn."""
        seen = [row["_id"] for row in Headcount._get_collection().find({"ticket": ticket_id}, {"_id": 1})]
        Headcount._get_collection().delete_many({"_id": {"$in": seen}})

    def voices(self, ticket: Any) -> list[Voice]:
        """All who reported or joined a matter."""
        rows = self._rows().find({"ticket": ticket.id})
        came = [
            Voice(row.get("account"), row.get("person"), row.get("report"), row["_id"].partition("|")[2])
            for row in rows
        ]
        return [Voice(_named(ticket.reporter), ticket.reporter_person, ticket.id), *came]

    def unreached(self, ticket_id: str) -> list[str]:
        """Merged matters whose reporters have no account here."""
        rows = self._rows().find({"ticket": ticket_id, "account": None, "report": {"$ne": None}}, {"report": 1})
        return [row["report"] for row in rows]

    def find_followed(self, actor: Actor, before: str | None, limit: int) -> list[dict[str, Any]]:
        """Stored tickets that somebody follows, newest first; what was merged shows as what it was merged into."""
        query = _by(actor.account, actor.person) | ({"ticket": {"$lt": before}} if before else {})
        stages = [
            {"$match": query},
            {"$sort": {"ticket": -1}},
            *_LOOKED_UP,
            {"$match": {"state": {"$ne": TicketState.MERGED.value}}},
            {"$limit": limit},
        ]
        return list(self._rows().aggregate(stages))

    def find_to_rate(self, actor: Actor, before: str | None, limit: int) -> list[dict[str, Any]]:
        """Stored tickets that are settled and that somebody reported or follows and has not rated since, newest first."""
        since = {"$gte": self.now - timedelta(days=RATEABLE_DAYS)}
        settled = {
            "state": {"$in": [state.value for state in OUTCOMES]},
            "$or": [{"closed_at": since}, {"state": TicketState.DONE.value, "done_at": since}],
        }
        older = {"_id": {"$lt": before}} if before else {}
        followed = self._rows().find(
            _by(actor.account, actor.person), {"ticket": 1}, sort=[("ticket", -1)], limit=FOLLOWED_MOST
        )
        theirs: list[dict[str, Any]] = [{"reporter": actor.account}, {"filed_by": actor.account}]
        theirs += [{"reporter_person": actor.person}] if actor.person else []
        closed = {"state": {"$in": [TicketState.CLOSED.value, TicketState.DECLINED.value]}}
        mine = [part | older for part in theirs] + [
            {"_id": {"$in": [row["ticket"] for row in followed if not before or row["ticket"] < before]}, **closed}
        ]
        key = {"$concat": ["$_id", "|", {"$toString": {"$ifNull": ["$reopened", 0]}}, "|", {"$literal": actor.account}]}
        stages = [
            {"$match": {"$and": [{"$or": mine}, settled, {"against": {"$ne": actor.account}}]}},
            {"$sort": {"_id": -1}},
            {"$lookup": {"from": "ticket_ratings", "let": {"key": key}, "as": "said",
                         "pipeline": [{"$match": {"$expr": {"$eq": ["$_id", "$$key"]}}}, {"$project": {"_id": 1}}]}},
            {"$match": {"said": []}},
            {"$limit": limit},
            {"$unset": "said"},
        ]  # fmt: skip
        return list(self._rows().database["tickets"].aggregate(stages))

    def followed_by(self, account: str) -> list[dict[str, Any]]:
        """What somebody follows, for a copy of their data."""
        rows = self._rows().find({"account": account}, sort=[("ticket", -1)], limit=FOLLOWED_MOST)
        return [{"ticket": row["ticket"], "joined": row.get("joined", False), "since": row["since"]} for row in rows]

    def forget_follower(self, account: str, person: str) -> None:
        """They still count, on each matter under the same new key, for nobody by name."""
        nameless = f"{NOBODY}:{self.new_id()}"
        for row in list(self._rows().find(_by(account, person))):
            key = f"ticket:{row['report']}" if row.get("report") else nameless
            self._rows().delete_one({"_id": row["_id"]})
            kept = {name: value for name, value in row.items() if name not in ("account", "person")}
            self._rows().insert_one(kept | {"_id": f"{row['ticket']}|{key}"})

    def _rows(self) -> Any:
        return Follower._get_collection()


_LOOKED_UP: Iterable[Mapping[str, Any]] = (
    {"$group": {"_id": "$ticket"}},
    {"$sort": {"_id": -1}},
    {"$lookup": {"from": "tickets", "localField": "_id", "foreignField": "_id", "as": "matter"}},
    {"$unwind": "$matter"},
    {"$replaceWith": "$matter"},
)


def _named(account: str | None) -> str | None:
    return None if account == NOBODY else account


def _by(account: str | None, person: str | None) -> dict[str, Any]:
    """Rows of somebody, by account or by person."""
    either = [{name: value} for name, value in (("account", account), ("person", person)) if value]
    return either[0] if len(either) == 1 else {"$or": either}
