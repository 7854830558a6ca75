"""The public board: show, say, object, decide, publish."""

from typing import Any

from services.tickets.domain.board import month_to_publish, refuse_late_objection, refuse_unfinished
from services.tickets.domain.flow import DESK
from services.tickets.usecases.handling import reopen
from services.tickets.usecases.matters import after, keep, standing_to, visible
from services.tickets.usecases.pages import beyond, following
from shared.contracts.actor import SYSTEM, Actor
from shared.contracts.tickets.board import (
    DECIDED_ALREADY,
    MONTH_FROZEN,
    OBJECTED_ALREADY,
    BoardPage,
    DecideObjection,
    ListMonths,
    ListObjections,
    MonthPage,
    MonthView,
    Object,
    ObjectionPage,
    ObjectionState,
    ObjectionView,
    PublishMonth,
    SatisfactionPublished,
    SetNotice,
    ShowBoard,
)
from shared.contracts.tickets.matters import TicketState, TicketView
from shared.kernel.errors import FORBIDDEN, OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor

AT_ONCE = 100
UNMERGED = {"$ne": TicketState.MERGED}
"""What was merged shows as the matter that it was merged into."""


def show_board(store: Any, _actor: Actor, command: ShowBoard) -> BoardPage:
    found = store.find_tickets(
        areas=(command.area,), on_board=True, held=False, category=command.category, state=command.state or UNMERGED,
        before=beyond(command.cursor), limit=command.limit + 1,
    )  # fmt: skip
    return BoardPage(items=store.board_entries(found[: command.limit]), next=after(found, command.limit))


def set_notice(store: Any, actor: Actor, command: SetNotice) -> TicketView:
    ticket = visible(store, actor, command.ticket_id)
    if DESK not in standing_to(store, actor, ticket):
        raise FORBIDDEN(action="notice")
    ticket.matter, ticket.measure = command.matter, command.measure
    store.record(ticket, "notice", actor, ticket.state)
    return keep(store, actor, ticket)


def object(store: Any, actor: Actor, command: Object) -> ObjectionView:
    ticket = store.find_on_board(command.number)
    refuse_late_objection(ticket.state, ticket.done_at or ticket.closed_at, store.now)
    objection = store.object(ticket, actor.account, command.reason)
    if objection is None:
        raise OBJECTED_ALREADY()
    return store.objection_view(objection)


def list_objections(store: Any, actor: Actor, command: ListObjections) -> ObjectionPage:
    found = store.find_objections(actor, command.state, beyond(command.cursor), command.limit + 1)
    return ObjectionPage(
        items=[store.objection_view(objection) for objection in found[: command.limit]],
        next=following(found, command.limit),
    )


def decide_objection(store: Any, actor: Actor, command: DecideObjection) -> ObjectionView:
    """Not by the desk that was content with the outcome, where there is one above it."""
    objection = store.get_objection(command.objection_id)
    ticket = visible(store, actor, objection.ticket)
    if not actor.covers(ticket.desk) or actor.account in (ticket.handler, objection.account):
        raise FORBIDDEN(action="decide")
    if objection.state != ObjectionState.OPEN:
        raise DECIDED_ALREADY()
    objection.state = ObjectionState.UPHELD if command.upheld else ObjectionState.DISMISSED
    objection.answer, objection.answered_by, objection.answered_at = command.answer, actor.account, store.now
    store.save(objection)
    if command.upheld:
        store.record(ticket, "uphold_objection", actor, TicketState.OPEN, command.answer)
        reopen(store, ticket)
        keep(store, actor, ticket)
    return store.objection_view(objection)


def publish_month(store: Any, actor: Actor, command: PublishMonth) -> MonthView:
    if not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    refuse_unfinished(command.month, store.now)
    if store.find_month(command.area, command.month) is not None:
        raise MONTH_FROZEN("/month", month=command.month)
    return freeze(store, command.area, command.month, actor.account)


def publish_when_due(store: Any, area: str, month: str) -> None:
    """Timer: nobody has published this in time."""
    if store.find_month(area, month) is None:
        freeze(store, area, month, SYSTEM.account)


def due_months(store: Any) -> list[tuple[str, str]]:
    """Areas and months that are to be published by now."""
    month = month_to_publish(store.now)
    return [(area, month) for area in store.areas_to_publish(month, AT_ONCE)] if month else []


def freeze(store: Any, area: str, month: str, by: str) -> MonthView:
    published = store.publish_month(area, month, by)
    news = SatisfactionPublished(area=area, month=month, rated=published.rated, satisfied=published.satisfied)
    store.announce(news, subject=published.id, version=published.version, area=area)
    return store.month_view(published)


def list_months(store: Any, _actor: Actor, command: ListMonths) -> MonthPage:
    before = decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
    found = store.find_months(command.area, before, command.limit + 1)
    more = len(found) > command.limit
    items = found[: command.limit]
    return MonthPage(items=items, next=encode_cursor(items[-1].month) if more else None)
