"""Looking at matters, and what every step of one has in common: load, decide, save, announce."""

from datetime import UTC, datetime
from typing import Any

from services.tickets.domain.finishing import NOTHING_OWED, Readiness
from services.tickets.domain.flow import DESK, FLOW, CaseFacts, capacities, refuse_partial
from services.tickets.usecases.answers import tell_outcome
from services.tickets.usecases.catalogue import category_of
from services.tickets.usecases.pages import beyond
from shared.contracts.actor import STAFF, Actor
from shared.contracts.tickets.matters import (
    GetTicket,
    ListTickets,
    ShowInbox,
    TicketMoved,
    TicketNews,
    TicketPage,
    TicketView,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import BAD_CURSOR, decode_cursor, encode_cursor


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
        areas=areas, mine=None if staff else actor, state=command.state, category=command.category,
        number=command.number, before=beyond(command.cursor), limit=command.limit + 1,
    )  # fmt: skip
    return TicketPage(items=store.views(found[: command.limit], actor), next=after(found, command.limit))


def show_inbox(store: Any, actor: Actor, command: ShowInbox) -> TicketPage:
    since = None
    if command.cursor is not None:
        due, last = decode_cursor(command.cursor, int, str)
        since = (moment_of(due), last)
    found = store.find_inbox(actor, since, command.limit + 1)
    more = None
    if len(found) > command.limit:
        last = found[command.limit - 1]
        more = encode_cursor(round(last["due"].timestamp() * 1000), last["_id"])
    return TicketPage(items=store.views(found[: command.limit], actor), next=more)


def moment_of(milliseconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BAD_CURSOR("/cursor") from error


def visible(store: Any, actor: Actor, ticket_id: str) -> Any:
    """The ticket, for those who have to do with it; for others there is none."""
    ticket = store.get_ticket(ticket_id)
    if not standing_to(store, actor, ticket):
        raise NOT_FOUND("/ticket_id", what="ticket")
    return ticket


def standing_to(store: Any, actor: Actor, ticket: Any) -> frozenset[str]:
    """In what capacities somebody stands to a ticket."""
    return capacities(actor, store.standing(ticket), store.follows(ticket.id, actor.account, actor.person))


def move(
    store: Any,
    actor: Actor,
    ticket_id: str,
    action: str,
    note: str | None = None,
    photos: int = 0,
    photo_needed: bool = False,
    readiness: Readiness = NOTHING_OWED,
) -> Any:
    """One step of a matter, decided by the table and written into its log; the caller saves."""
    ticket = visible(store, actor, ticket_id)
    facts = CaseFacts(store.now, photo_needed, photos, ticket.closed_at, readiness)
    held = standing_to(store, actor, ticket)
    if DESK not in held and actor.has(*STAFF):
        refuse_partial(actor.account, store.standing(ticket))
    decided = FLOW.decide(ticket.state, action, held, facts)
    store.record(ticket, action, actor, decided.target, note)
    return ticket


def keep(store: Any, actor: Actor, ticket: Any, event: type[TicketNews] = TicketMoved, **more: Any) -> TicketView:
    """Works the clocks out anew, saves, and announces."""
    store.reckon(ticket, category_of(store, ticket))
    store.save(ticket)
    if event is TicketMoved:
        more = {"action": ticket.history[-1].action, "desk": ticket.desk} | more
    announce(store, ticket, event, **more)
    tell_outcome(store, ticket)
    return store.view(ticket, actor)


def announce(store: Any, ticket: Any, event: type[TicketNews], **more: Any) -> None:
    news = event(**told_of(ticket), **more)
    store.announce(news, subject=ticket.id, version=ticket.version, area=ticket.area)


def told_of(ticket: Any) -> dict[str, Any]:
    """What all news of a matter tell."""
    return {name: getattr(ticket, name) for name in TicketNews.model_fields}


def after(found: list[Any], limit: int) -> str | None:
    return encode_cursor(found[limit - 1]["_id"]) if len(found) > limit else None
