"""Finding and keeping tickets."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.tickets.documents.figures import FigureMark
from services.tickets.documents.matters import Handling, HistoryStep, PauseInterval, Rating, Ticket, TrackStep
from services.tickets.domain.flow import RESTARTS, Standing, capacities
from services.tickets.domain.numbers import new_number
from services.tickets.domain.promises import is_owed
from services.tickets.store.merging import MergingStore
from services.tickets.store.nearby import NearbyStore
from services.tickets.store.reckoning import ReckoningStore
from services.tickets.store.showing import head_outcome, shown, standing_of
from shared.contracts.actor import Actor
from shared.contracts.tickets.catalogue import Track
from shared.contracts.tickets.matters import TicketState, TicketView
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal

CONTACT = "ticket-contact"


class MatterStore(MergingStore, NearbyStore, ReckoningStore):
    documents = (Ticket, Rating, *MergingStore.documents)

    def save(self, document: Any) -> None:
        super().save(document)
        if isinstance(document, Ticket | Rating):
            ticket = document.id if isinstance(document, Ticket) else document.ticket
            FigureMark._get_collection().insert_one({"_id": self.new_id(), "ticket": ticket})

    def new_ticket(self, **fields: Any) -> Ticket:
        now = self.now
        return Ticket(
            id=self.new_id(), number=new_number(now), opened_at=now, citizen_since=now, state_since=now, **fields
        )

    def get_ticket(self, ticket_id: str) -> Ticket:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        ticket = Ticket.objects(id=ticket_id).first()
        if ticket is None:
            raise NOT_FOUND("/ticket_id", what="ticket")
        self.refuse_stale(ticket.version)
        return ticket

    def find_ticket(self, ticket_id: str) -> Ticket | None:
        """Whatever version the caller saw: for steps of something else that belongs to it."""
        return Ticket.objects(id=ticket_id).first()

    def record(self, ticket: Ticket, action: str, actor: Actor, target: TicketState, note: str | None = None) -> None:
        """The matter is in state `target` from now on, and its log says why. Leaving a pause ends it."""
        if target != TicketState.WAITING and ticket.pauses and ticket.pauses[-1].until is None:
            ticket.pauses[-1].until = self.now
        ticket.history.append(
            HistoryStep(
                action=action, by=actor.account, at=self.now, source=ticket.state, target=target, desk=ticket.desk, note=note
            )
        )  # fmt: skip
        ticket.state = target
        ticket.live = is_owed(target)
        ticket.changed_at = self.now
        if action in RESTARTS:
            ticket.state_since = self.now

    def note_handler(self, ticket: Ticket, account: str, name: str | None) -> None:
        """Who has had it in hand keeps access to it."""
        if not ticket.handlers or ticket.handlers[-1].account != account:
            ticket.handlers.append(Handling(account=account, name=name or None, since=self.now))

    def note_track(self, ticket: Ticket, actor: Actor, track: Track, reason: str) -> None:
        ticket.track_changes.append(
            TrackStep(at=self.now, by=actor.account, before=ticket.track, after=track, reason=reason)
        )

    def start_pause(self, ticket: Ticket, reason: str) -> None:
        ticket.pauses.append(PauseInterval(since=self.now, reason=reason))

    def seal_contact(self, left: dict[str, str]) -> str | None:
        return seal(json.dumps(left), CONTACT) if left else None

    def unseal_contact(self, ticket: Ticket) -> dict[str, str]:
        return json.loads(unseal(ticket.contact, CONTACT)) if ticket.contact else {}

    def rate(self, ticket: Ticket, account: str, stars: int, solved: bool, comment: str | None) -> bool:
        """Keeps what somebody says of this close of the matter; False when they have said it before."""
        key = f"{ticket.id}|{ticket.reopened}|{account}"
        if Rating.objects(id=key).only("id").first() is not None:
            return False
        self.save(
            Rating(
                id=key,
                ticket=ticket.id,
                within=ticket.within,
                account=account,
                stars=stars,
                solved=solved,
                comment=comment,
                responded=ticket.reacted_at is not None and ticket.reacted_at <= ticket.reaction_due,
                at=self.now,
            )
        )
        return True

    def find_tickets(
        self,
        *,
        areas: Sequence[str] | None = None,
        mine: Actor | None = None,
        before: str | None,
        limit: int,
        **fields: Any,
    ) -> list[dict[str, Any]]:
        """Stored tickets, newest first: in any of `areas` with all below them, or those of somebody; `fields` as given."""
        query: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
        if areas is not None:
            query["within"] = {"$in": list(areas)}
        if mine is not None:
            query["$or"] = [{"reporter": mine.account}, {"filed_by": mine.account}]
            query["$or"] += [{"reporter_person": mine.person}] if mine.person else []
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Ticket._get_collection().find(query, sort=[("_id", -1)], limit=limit))

    def find_inbox(self, actor: Actor, after: tuple[datetime, str] | None, limit: int) -> list[dict[str, Any]]:
        """What waits at the actor's own desks or is in their hand, the next due first."""
        beyond = {}
        if after is not None:
            due, last = after
            beyond = {"due": {"$gte": due}, "$and": [{"$or": [{"due": {"$gt": due}}, {"_id": {"$gt": last}}]}]}
        places = [{"desk": {"$in": list(actor.areas)}}, {"handler": actor.account}]
        query = {"$or": [{"live": True, **place, **beyond} for place in places], "against": {"$ne": actor.account}}
        return list(Ticket._get_collection().find(query, sort=[("due", 1), ("_id", 1)], limit=limit))

    def lapsed(self, limit: int = 100) -> list[str]:
        """Matters that are done and that nobody has disagreed with in time."""
        due = {"check_at": {"$lte": self.now}, "state": TicketState.DONE}
        return [
            row["_id"] for row in Ticket._get_collection().find(due, {"_id": 1}, sort=[("check_at", 1)], limit=limit)
        ]

    def views(self, rows: list[dict[str, Any]], actor: Actor) -> list[TicketView]:
        """Stored tickets as this actor sees them, those that were merged with what became of the matter."""
        heads = self._heads(rows)
        followed = self.followed({row["_id"] for row in (*rows, *heads.values())}, actor)
        return [
            shown(row, actor, row["_id"] in followed, outcome)
            for row in rows
            for head in [heads.get(row["_id"])]
            for outcome in [head_outcome(head, actor, head["_id"] in followed) if head else None]
        ]

    def _heads(self, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """By id of those that were merged: the matter that each has come to be part of, over however many steps."""
        into = {row["_id"]: row["merged_into"] for row in rows if row["state"] == TicketState.MERGED}
        known: dict[str, dict[str, Any]] = {}
        while missing := set(into.values()) - known.keys():
            known |= {row["_id"]: row for row in Ticket._get_collection().find({"_id": {"$in": list(missing)}})}
            merged = {row["_id"]: row["merged_into"] for row in known.values() if row["state"] == TicketState.MERGED}
            into = {child: merged.get(head, head) for child, head in into.items()}
        return {child: known[head] for child, head in into.items()}

    def standings_with(self, photo_id: str) -> list[tuple[str, Standing]]:
        """Ids and standings of the tickets that show a photo."""
        query = {"$or": [{"photos": photo_id}, {"proof": photo_id}]}
        return [(row["_id"], standing_of(row)) for row in Ticket._get_collection().find(query)]

    def standing(self, ticket: Ticket) -> Standing:
        return standing_of(ticket.to_mongo())

    def find_view(self, ticket_id: str, actor: Actor) -> TicketView | None:
        """The ticket as this actor sees it; None where there is none for them."""
        row = Ticket._get_collection().find_one({"_id": ticket_id})
        if row is None:
            return None
        if not capacities(actor, standing_of(row), self.follows(ticket_id, actor.account, actor.person)):
            return None
        return self._view(row, actor)

    def view(self, ticket: Ticket, actor: Actor) -> TicketView:
        return self._view(dict(ticket.to_mongo()), actor)

    def _view(self, row: dict[str, Any], actor: Actor) -> TicketView:
        """One ticket tells exactly how many follow it now; in lists the number may be seconds old."""
        return self.views([row | {"supporters": self.count_followers(row["_id"])}], actor)[0]

    def capacities_to(self, row: dict[str, Any], actor: Actor) -> frozenset[str]:
        return capacities(actor, standing_of(row))

    def place_of(self, ticket: Ticket) -> tuple[float, float] | None:
        place = ticket.to_mongo().get("place")
        return tuple(place["coordinates"]) if place else None

    def shows_to_all(self, photo_id: str) -> bool:
        """Whether an open matter that everybody near by may see shows the photo."""
        query = {"photos": photo_id, "live": True, "on_board": True, "held": {"$ne": True}, "against": None}
        return Ticket._get_collection().find_one(query, {"_id": 1}) is not None
