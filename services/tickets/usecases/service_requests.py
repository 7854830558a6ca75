"""Matters as open data, and what partner platforms say of those that they have to do with."""

from typing import Any

from services.tickets.domain.flow import OUTSIDE, REPORTER
from services.tickets.domain.referrals import refuse_from_the_future
from services.tickets.usecases.handling import confirm_ticket, disagree_ticket
from services.tickets.usecases.matters import keep, standing_to
from services.tickets.usecases.outside import report_from_outside
from shared.contracts.actor import Actor
from shared.contracts.tickets.handling import ConfirmTicket, DisagreeTicket
from shared.contracts.tickets.matters import TicketState
from shared.contracts.tickets.outside import UPDATE_REPEATED, ReportedState, ReportFromOutside
from shared.contracts.tickets.service_requests import (
    FindRequests,
    FindUpdates,
    RequestRecords,
    RequestStatus,
    RequestUpdates,
    TakeUpdate,
    UpdateTaken,
)
from shared.kernel.errors import NOT_FOUND

SAID = {RequestStatus.OPEN: ReportedState.IN_PROGRESS, RequestStatus.CLOSED: ReportedState.ANSWERED}
TOLD = (TicketState.DONE, TicketState.CLOSED, TicketState.DECLINED)


def find_requests(store: Any, actor: Actor, command: FindRequests) -> RequestRecords:
    return RequestRecords(items=store.find_requests(command, actor))


def find_updates(store: Any, actor: Actor, command: FindUpdates) -> RequestUpdates:
    return RequestUpdates(items=store.find_request_updates(command.since, command.until, actor, command.limit))


def take_update(store: Any, actor: Actor, command: TakeUpdate) -> UpdateTaken:
    refuse_from_the_future(command.updated_at, store.now)
    ticket = store.find_numbered(command.number)
    held = standing_to(store, actor, ticket) if ticket is not None else frozenset()
    if OUTSIDE in held:
        report_from_outside(store, actor, reported(ticket, command))
    elif REPORTER in held:
        if not store.take_update(ticket, actor.account, command):
            raise UPDATE_REPEATED("/update_id", update_id=command.update_id)
        said_by_reporter(store, actor, ticket, command)
    else:
        raise NOT_FOUND("/number", what="ticket")
    return UpdateTaken(update_id=command.update_id)


def reported(ticket: Any, update: TakeUpdate) -> ReportFromOutside:
    return ReportFromOutside(
        ticket_id=ticket.id, update_id=update.update_id, reference=update.number, state=SAID[update.status],
        text=update.text, updated_at=update.updated_at,
    )  # fmt: skip


def said_by_reporter(store: Any, actor: Actor, ticket: Any, update: TakeUpdate) -> None:
    """What the platform's own user says of the outcome, or a comment."""
    if update.status is RequestStatus.OPEN and ticket.state in TOLD:
        disagree_ticket(store, actor, DisagreeTicket(ticket_id=ticket.id, reason=update.text))
    elif update.status is RequestStatus.CLOSED and ticket.state == TicketState.DONE:
        confirm_ticket(store, actor, ConfirmTicket(ticket_id=ticket.id, comment=update.text))
    else:
        store.record(ticket, "comment", actor, ticket.state, update.text)
        keep(store, actor, ticket)
