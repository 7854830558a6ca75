"""What tickets finds and keeps, and how it is shown."""

import secrets
from typing import Any

from services.tickets.documents import Grid, HistoryStep, Photo, Ticket
from services.tickets.domain.flow import FLOW, capacities
from shared.contracts.actor import Actor
from shared.contracts.model import Point
from shared.contracts.tickets import BoardEntry, NextAction, Step, TicketView
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class TicketStore(Work):
    documents = (Ticket, Photo, Grid)

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

    def find_grid(self, point: Point) -> str | None:
        """The path of the grid that the point lies in; on a border the first by path."""
        place = {"type": "Point", "coordinates": [point.longitude, point.latitude]}
        query = {"outline": {"$geoIntersects": {"$geometry": place}}, "ended": {"$ne": True}}
        grid = Grid.objects(__raw__=query).only("path").order_by("path").first()
        return grid.path if grid else None

    def keep_grid(self, path: str, outline: dict[str, Any], source_version: int) -> None:
        """Keeps the newest version; an older one that comes late changes nothing."""
        known = Grid.objects(path=path).only("source_version").first()
        if known is None:
            Grid(path=path, outline=outline, source_version=source_version).save(force_insert=True)
        elif known.source_version < source_version:
            Grid.objects(path=path).update_one(set__outline=outline, set__source_version=source_version)

    def end_grid(self, path: str, source_version: int) -> None:
        """The grid is not found any more."""
        Grid.objects(path=path).update_one(set__ended=True, set__source_version=source_version, upsert=True)

    def add_photo(self, owner: str, media_type: str, content: bytes) -> Photo:
        photo = Photo(id=self.new_id(), owner=owner, media_type=media_type, size=len(content), content=content)
        self.save(photo)
        return photo

    def get_photo(self, photo_id: str) -> Photo:
        photo = Photo.objects(id=photo_id).first()
        if photo is None:
            raise NOT_FOUND("/photo_id", what="photo")
        return photo

    def tickets_with(self, photo_id: str) -> list[Ticket]:
        return list(Ticket.objects(photos=photo_id).only("area", "reporter"))

    def missing_photo(self, photos: list[str], owner: str) -> str | None:
        """The first of `photos` that this owner has not uploaded."""
        known = set(Photo.objects(id__in=photos, owner=owner).scalar("id")) if photos else set()
        return next((photo for photo in photos if photo not in known), None)

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
