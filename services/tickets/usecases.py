"""What one can do with tickets: load, decide, save, announce."""

from typing import Any

from services.tickets.domain.flow import FLOW, capacities
from services.tickets.domain.pictures import media_type_of
from shared.contracts.actor import STAFF, Actor
from shared.contracts.residents import AreaDrawn, AreaEnded
from shared.contracts.tickets import (
    NO_GRID,
    NO_SUCH_PHOTO,
    NOT_A_PHOTO,
    PHOTO_TOO_LARGE,
    AcceptTicket,
    AddPhoto,
    BoardPage,
    FinishTicket,
    GetPhoto,
    GetTicket,
    ListTickets,
    OpenTicket,
    PhotoContent,
    PhotoView,
    RateTicket,
    ShowBoard,
    TicketAccepted,
    TicketDone,
    TicketNews,
    TicketOpened,
    TicketPage,
    TicketRated,
    TicketState,
    TicketView,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor

PHOTO_LIMIT = 8_000_000


def open_ticket(store: Any, actor: Actor, command: OpenTicket) -> TicketView:
    area = store.find_grid(command.point)
    if area is None:
        raise NO_GRID("/point")
    missing = store.missing_photo(command.photos, actor.account)
    if missing is not None:
        raise NO_SUCH_PHOTO("/photos", photo=missing)
    ticket = store.new_ticket(
        state=FLOW.initial,
        category=command.category,
        text=command.text,
        place=[command.point.longitude, command.point.latitude],
        area=area,
        reporter=actor.account,
        photos=command.photos,
    )
    store.record(ticket, "open", actor, TicketState.OPEN)
    store.save(ticket)
    announce(store, ticket, TicketOpened)
    return store.view(ticket, actor)


def accept_ticket(store: Any, actor: Actor, command: AcceptTicket) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "accept")
    ticket.handler = actor.account
    store.save(ticket)
    announce(store, ticket, TicketAccepted)
    return store.view(ticket, actor)


def finish_ticket(store: Any, actor: Actor, command: FinishTicket) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "finish", command.note)
    ticket.note = command.note
    store.save(ticket)
    announce(store, ticket, TicketDone)
    return store.view(ticket, actor)


def rate_ticket(store: Any, actor: Actor, command: RateTicket) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "rate", command.comment)
    ticket.stars, ticket.comment = command.stars, command.comment
    store.save(ticket)
    announce(store, ticket, TicketRated, stars=command.stars)
    return store.view(ticket, actor)


def get_ticket(store: Any, actor: Actor, command: GetTicket) -> TicketView:
    return store.view(visible(store, actor, command.ticket_id), actor)


def list_tickets(store: Any, actor: Actor, command: ListTickets) -> TicketPage:
    staff = actor.has(*STAFF)
    if staff and command.area is not None and not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    areas = (command.area,) if command.area else (actor.areas if staff else None)
    found = store.find_tickets(
        areas=areas, reporter=None if staff else actor.account, state=command.state,
        before=before(command.cursor), limit=command.limit + 1,
    )  # fmt: skip
    return TicketPage(items=[store.view(t, actor) for t in found[: command.limit]], next=after(found, command.limit))


def show_board(store: Any, _actor: Actor, command: ShowBoard) -> BoardPage:
    found = store.find_tickets(
        areas=(command.area,), reporter=None, state=None, before=before(command.cursor), limit=command.limit + 1
    )
    return BoardPage(items=[store.board_entry(t) for t in found[: command.limit]], next=after(found, command.limit))


def add_photo(store: Any, actor: Actor, command: AddPhoto) -> PhotoView:
    if len(command.content) > PHOTO_LIMIT:
        raise PHOTO_TOO_LARGE("/content", size=len(command.content), limit=PHOTO_LIMIT)
    media_type = media_type_of(command.content)
    if media_type is None:
        raise NOT_A_PHOTO("/content")
    photo = store.add_photo(actor.account, media_type, command.content)
    return PhotoView(id=photo.id, media_type=media_type, size=photo.size)


def get_photo(store: Any, actor: Actor, command: GetPhoto) -> PhotoContent:
    """For who uploaded it, and for those who have to do with a ticket that shows it; for others there is none."""
    photo = store.get_photo(command.photo_id)
    shown = (capacities(actor, ticket.reporter, ticket.area) for ticket in store.tickets_with(photo.id))
    if photo.owner != actor.account and not any(shown):
        raise NOT_FOUND("/photo_id", what="photo")
    return PhotoContent.model_construct(id=photo.id, media_type=photo.media_type, size=photo.size, content=photo.content)


def keep_area(store: Any, delivered: Any) -> None:
    """Reaction: the outline of a grid is new; tickets finds a report's grid by it."""
    area: AreaDrawn = delivered.data
    if area.kind == "grid":
        store.keep_grid(area.path, area.outline.model_dump(mode="json"), delivered.envelope.aggregateversion)


def end_area(store: Any, delivered: Any) -> None:
    """Reaction: a grid has ended; its tickets keep its path, new ones are found by what came after it."""
    area: AreaEnded = delivered.data
    if area.kind == "grid":
        store.end_grid(area.path, delivered.envelope.aggregateversion)


def visible(store: Any, actor: Actor, ticket_id: str) -> Any:
    """The ticket, for those who have to do with it; for others there is none."""
    ticket = store.get_ticket(ticket_id)
    if not capacities(actor, ticket.reporter, ticket.area):
        raise NOT_FOUND("/ticket_id", what="ticket")
    return ticket


def move(store: Any, actor: Actor, ticket_id: str, action: str, note: str | None = None) -> Any:
    ticket = visible(store, actor, ticket_id)
    decided = FLOW.decide(ticket.state, action, capacities(actor, ticket.reporter, ticket.area))
    store.record(ticket, action, actor, decided.target, note)
    return ticket


def announce(store: Any, ticket: Any, event: type[TicketNews], **more: Any) -> None:
    news = event(number=ticket.number, category=ticket.category, state=ticket.state, area=ticket.area, **more)
    store.announce(news, subject=ticket.id, version=ticket.version, area=ticket.area)


def before(cursor: str | None) -> str | None:
    return decode_cursor(cursor, str)[0] if cursor else None


def after(found: list[Any], limit: int) -> str | None:
    return encode_cursor(found[limit - 1].id) if len(found) > limit else None
