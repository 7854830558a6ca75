"""Finding, keeping and showing tickets."""

import secrets
from typing import Any

from services.tickets.documents.matters import HistoryStep, Ticket
from services.tickets.domain.flow import FLOW, capacities
from shared.contracts.actor import Actor
from shared.contracts.model import Point
from shared.contracts.tickets.matters import BoardEntry, NextAction, Step, TicketView
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class MatterStore(Work):
    documents = (Ticket,)

    def new_ticket(self, **fields: Any) -> Ticket:
        number = f"{self.now.astimezone(SHANGHAI):%y%m%d}-{secrets.randbelow(10**6):06d}"
        return Ticket(id=self.new_id(), number=number, opened_at=self.now, **fields)

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
                     before: str | None, limit: int) -> list[Ticket]:  # fmt: skip
        """Newest first; in any of `areas` (with all below them), or all where that is None."""
        query: dict[str, Any] = {}
        if areas is not None:
            query["$or"] = [{"area": {"$gte": area, "$lt": area + "/"}} for area in areas] or [{"area": None}]
        if reporter is not None:
            query["reporter"] = reporter
        if state is not None:
            query["state"] = state
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Ticket.objects(__raw__=query).order_by("-id").limit(limit))

    def tickets_with(self, photo_id: str) -> list[Ticket]:
        return list(Ticket.objects(photos=photo_id).only("area", "reporter"))

    def view(self, ticket: Ticket, actor: Actor) -> TicketView:
        longitude, latitude = ticket.place["coordinates"] if isinstance(ticket.place, dict) else ticket.place
        moves = FLOW.open_to(ticket.state, capacities(actor, ticket.reporter, ticket.area))
        return TicketView(
            id=ticket.id,
            number=ticket.number,
            state=ticket.state,
            category=ticket.category,
            text=ticket.text,
            point=Point(longitude=longitude, latitude=latitude),
            area=ticket.area,
            photos=list(ticket.photos),
            opened_at=ticket.opened_at,
            note=ticket.note,
            stars=ticket.stars,
            history=[Step(action=s.action, at=s.at, target=s.target, note=s.note) for s in ticket.history],
            actions=[NextAction(action=move.action, needs=list(move.needs)) for move in moves],
            version=ticket.version,
        )

    def board_entry(self, ticket: Ticket) -> BoardEntry:
        return BoardEntry(
            number=ticket.number, category=ticket.category, state=ticket.state, area=ticket.area,
            opened_at=ticket.opened_at, note=ticket.note, stars=ticket.stars,
        )  # fmt: skip
