"""A matter from the report to the rating: load, decide, save, announce."""

from typing import Any

from services.tickets.domain.flow import FLOW, capacities
from shared.contracts.actor import STAFF, Actor
from shared.contracts.tickets.matters import (
    NO_GRID,
    NO_SUCH_PHOTO,
    AcceptTicket,
    BoardPage,
    FinishTicket,
    GetTicket,
    ListTickets,
    OpenTicket,
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
    view = store.find_view(command.ticket_id, actor)
    if view is None:
        raise NOT_FOUND("/ticket_id", what="ticket")
    return view


def list_tickets(store: Any, actor: Actor, command: ListTickets) -> TicketPage:
    staff = actor.has(*STAFF)
    if staff and command.area is not None and not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    areas = (command.area,) if command.area else (actor.areas if staff else None)
    found = store.find_tickets(
        areas=areas, reporter=None if staff else actor.account, state=command.state,
        before=before(command.cursor), limit=command.limit + 1,
    )  # fmt: skip
    return TicketPage(items=store.views(found[: command.limit], actor), next=after(found, command.limit))


def show_board(store: Any, _actor: Actor, command: ShowBoard) -> BoardPage:
    found = store.find_tickets(
        areas=(command.area,), reporter=None, state=None, before=before(command.cursor), limit=command.limit + 1
    )
    return BoardPage(items=store.board_entries(found[: command.limit]), next=after(found, command.limit))


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
    return encode_cursor(found[limit - 1]["_id"]) if len(found) > limit else None
