"""Carrying voices from one matter to another and back, and finding what may be the same."""

import itertools
from typing import Any

from services.tickets.documents.matters import Ticket
from services.tickets.domain.hazards import Report
from services.tickets.domain.likeness import likeness, score
from services.tickets.domain.nearby import shortened
from services.tickets.domain.voices import Voice
from services.tickets.store.following import FollowingStore
from shared.contracts.tickets.matters import TicketState
from shared.contracts.tickets.merging import PossibleDuplicate, Unreached


class MergingStore(FollowingStore):
    def find_ticket(self, ticket_id: str) -> Ticket | None:
        return Ticket.objects(id=ticket_id).first()

    def chain(self, ticket: Ticket) -> list[Ticket]:
        """The matter, what it was merged into, what that was merged into, and so on; the head is the last."""
        found = [ticket]
        while found[-1].state == TicketState.MERGED:
            found.append(Ticket.objects(id=found[-1].merged_into).get())
        return found

    def carry(self, child: Ticket, parent: Ticket) -> bool:
        """All who speak in the child follow the parent from now on; False when they all did already."""
        reporter = Voice(parent.reporter, parent.reporter_person, parent.id)
        voices = {voice.key: voice for voice in self.voices(child) if not voice.is_same(reporter)}
        known = self._known(parent.id, voices.values())
        new = [voice for key, voice in voices.items() if key not in known]
        if new:
            self._rows().insert_many([_follower(parent.id, child.id, voice, self.now) for voice in new])
        untold = {"_id": {"$in": list(known.values())}, "origins": {"$ne": child.id}}
        told = self._rows().update_many(untold, {"$addToSet": {"origins": child.id}, "$inc": {"version": 1}})
        for key in known.keys() & {voice.key for voice in voices.values() if voice.report == child.id}:
            self._rows().update_one({"_id": known[key], "report": None}, {"$set": {"report": child.id}})
        there = [*(f"{parent.id}|{key}" for key in voices), *known.values()]
        left = self._release(parent.id, child.id, {"_id": {"$nin": there}})
        return bool(new or told.modified_count or left)

    def _release(self, parent: str, child: str, among: dict[str, Any]) -> list[str]:
        """Followers of the parent who did not come with the child after all; gives those who came by nothing else."""
        came = [row["_id"] for row in self._rows().find({"ticket": parent, "origins": child, **among}, {"_id": 1})]
        rows = {"_id": {"$in": came}}
        self._rows().update_many(rows, {"$pull": {"origins": child}, "$inc": {"version": 1}})
        self._rows().update_many(rows | {"report": child}, {"$unset": {"report": True}})
        alone = rows | {"origins": [], "joined": {"$ne": True}}
        gone = [row["_id"] for row in self._rows().find(alone, {"_id": 1})]
        self._rows().delete_many({"_id": {"$in": gone}})
        return gone

    def _known(self, ticket_id: str, voices: Any) -> dict[str, str]:
        """Rows of the ticket by the keys of the voices that have one; somebody may have joined before they were admitted."""
        keys = {f"{ticket_id}|{voice.key}": voice.key for voice in voices}
        by_account = {voice.account: voice.key for voice in voices if voice.account}
        rows = self._rows().find({"ticket": ticket_id}, {"account": 1})
        found: dict[str, str] = {}
        for row in rows:
            key = keys.get(row["_id"]) or by_account.get(row.get("account"))
            if key is not None:
                found[key] = row["_id"]
        return found

    def take_back(self, chain: list[Ticket]) -> None:
        """Who came to the parent with the child alone leaves it, and all that it was merged into."""
        among: dict[str, Any] = {}
        for number, (child, parent) in enumerate(itertools.pairwise(chain)):
            gone = self._release(parent.id, child.id, among)
            if number + 2 < len(chain):
                among = {"_id": {"$in": [f"{chain[number + 2].id}|{row.partition('|')[2]}" for row in gone]}}

    def earliest_since(self, ticket: Ticket) -> Any:
        """The earliest citizen clock of a matter and of all that were merged into it."""
        children = Ticket._get_collection().find({"merged_into": ticket.id}, {"citizen_since": 1, "state": 1})
        merged = [child["citizen_since"] for child in children if child["state"] == TicketState.MERGED]
        return min([ticket.own_since or ticket.citizen_since, *merged])

    def reports_of(self, ticket: Ticket) -> list[Report]:
        """The matter and all that were merged into it, over however many steps."""
        found = last = [ticket]
        while last:
            above = [each.id for each in last]
            last = list(Ticket.objects(merged_into__in=above, state=TicketState.MERGED))
            found = [*found, *last]
        return [Report(each.id, each.opened_at, each.reporter, bool(each.on_duty)) for each in found]

    def unreached_list(self, ticket: Ticket) -> list[Unreached]:
        """Reports without an account, the matter's own among them; not the anonymous ones, which nobody can answer."""
        ids = [*([] if ticket.reporter else [ticket.id]), *self.unreached(ticket.id)]
        rows = Ticket._get_collection().find({"_id": {"$in": ids}}, sort=[("_id", 1)])
        return [
            Unreached(
                ticket_id=row["_id"], number=row["number"], channel=row["channel"], contact=bool(row.get("contact")),
                person=bool(row.get("reporter_person")),
            )
            for row in rows
            if row.get("contact") or row.get("reporter_person")
        ]  # fmt: skip

    def possible_duplicates(self, ticket: Ticket, near: list[dict[str, Any]], reach: int, limit: int) -> list[Any]:
        """Of the matters near by, the most alike first."""
        found = []
        for row in near:
            like = likeness(ticket.text, row["text"], row["category"] == ticket.category, row.get("metres"), reach)
            found.append(
                PossibleDuplicate(
                    id=row["_id"], number=row["number"], category=row["category"], state=row["state"],
                    text=shortened(row["text"]), metres=None if row.get("metres") is None else round(row["metres"]),
                    opened_at=row["opened_at"], supporters=row.get("supporters", 0), score=score(like), likeness=like,
                )
            )  # fmt: skip
        return sorted(found, key=lambda each: -each.score)[:limit]


def _follower(ticket_id: str, origin: str, voice: Voice, now: Any) -> dict[str, Any]:
    row = {
        "_id": f"{ticket_id}|{voice.key}", "ticket": ticket_id, "account": voice.account, "person": voice.person,
        "joined": False, "origins": [origin], "report": voice.report, "since": now, "version": 1,
    }  # fmt: skip
    return {name: value for name, value in row.items() if value is not None}
