"""Finding, keeping and showing tickets."""

from collections.abc import Mapping
from typing import Any

from services.tickets.documents.matters import HistoryStep, Ticket
from services.tickets.domain.flow import FLOW, capacities
from services.tickets.domain.numbers import new_number
from shared.contracts.actor import Actor
from shared.contracts.model import Point
from shared.contracts.tickets.matters import BoardEntry, NextAction, Step, TicketView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class MatterStore(Work):
    documents = (Ticket,)

    def new_ticket(self, **fields: Any) -> Ticket:
        return Ticket(id=self.new_id(), number=new_number(self.now), opened_at=self.now, **fields)

    def get_ticket(self, ticket_id: str) -> Ticket:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        ticket = Ticket.objects(id=ticket_id).first()
        if ticket is None:
            raise NOT_FOUND("/ticket_id", what="ticket")
        self.refuse_stale(ticket.version)
        return ticket

    def record(self, ticket: Ticket, action: str, actor: Actor, target: str, note: str | None = None) -> None:
        ticket.history.append(
            HistoryStep(action=action, by=actor.account, at=self.now, source=ticket.state, target=target, note=note)
        )
        ticket.state = target

    def find_tickets(self, *, areas: tuple[str, ...] | None, reporter: str | None, state: str | None,
                     before: str | None, limit: int) -> list[dict[str, Any]]:  # fmt: skip
        """Stored tickets, newest first; in any of `areas` (with all below them), or all where that is None."""
        query: dict[str, Any] = {}
        if areas is not None:
            query["$or"] = [{"area": {"$gte": area, "$lt": area + "/"}} for area in areas] or [{"area": None}]
        if reporter is not None:
            query["reporter"] = reporter
        if state is not None:
            query["state"] = state
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Ticket._get_collection().find(query, sort=[("_id", -1)], limit=limit))

    def views(self, rows: list[dict[str, Any]], actor: Actor) -> list[TicketView]:
        return [shown(row, actor) for row in rows]

    def board_entries(self, rows: list[dict[str, Any]]) -> list[BoardEntry]:
        return [board_entry(row) for row in rows]

    def tickets_with(self, photo_id: str) -> list[Ticket]:
        return list(Ticket.objects(photos=photo_id).only("area", "reporter"))

    def find_view(self, ticket_id: str, actor: Actor) -> TicketView | None:
        """The ticket as this actor sees it; None where there is none for them."""
        row = Ticket._get_collection().find_one({"_id": ticket_id})
        if row is None or not capacities(actor, row["reporter"], row["area"]):
            return None
        return shown(row, actor)

    def view(self, ticket: Ticket, actor: Actor) -> TicketView:
        return shown(ticket.to_mongo(), actor)


def shown(row: Mapping[str, Any], actor: Actor) -> TicketView:
    """A stored ticket as this actor sees it."""
    longitude, latitude = row["place"]["coordinates"]
    moves = FLOW.open_to(row["state"], capacities(actor, row["reporter"], row["area"]))
    return TicketView(
        id=row["_id"],
        number=row["number"],
        state=row["state"],
        category=row["category"],
        text=row["text"],
        point=Point(longitude=longitude, latitude=latitude),
        area=row["area"],
        photos=row.get("photos", []),
        opened_at=row["opened_at"],
        note=row.get("note"),
        stars=row.get("stars"),
        history=[Step(action=s["action"], at=s["at"], target=s["target"], note=s.get("note")) for s in row["history"]],
        actions=[NextAction(action=move.action, needs=list(move.needs)) for move in moves],
        version=row["version"],
    )


def board_entry(row: Mapping[str, Any]) -> BoardEntry:
    """A stored ticket as everybody sees it."""
    return BoardEntry(
        number=row["number"], category=row["category"], state=row["state"], area=row["area"],
        opened_at=row["opened_at"], note=row.get("note"), stars=row.get("stars"),
    )  # fmt: skip
