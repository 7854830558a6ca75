"""A matter between the report and the rated close."""

from datetime import timedelta
from typing import Any

from services.tickets.domain.finishing import Readiness
from services.tickets.domain.flow import REPORTER, around, duty_desk, one_level_up, refuse_partial
from services.tickets.usecases.hazards import tell_of_hazard
from services.tickets.usecases.joint_tasks import drop_open_tasks
from services.tickets.usecases.matters import announce, get_ticket, keep, move, standing_to, visible
from services.tickets.usecases.moderation import judge
from services.tickets.usecases.photos import attach_photos
from shared.contracts.actor import SYSTEM, Actor, lies_in
from shared.contracts.tickets.catalogue import Track
from shared.contracts.tickets.handling import (
    DESK_TOO_FAR,
    OTHERS_WAIT,
    RATED_ALREADY,
    AcceptTicket,
    ConfirmTicket,
    DeclineTicket,
    DisagreeTicket,
    FinishTicket,
    HandOver,
    PauseTicket,
    RateTicket,
    ResumeTicket,
    WithdrawTicket,
)
from shared.contracts.tickets.judged import JudgedKind
from shared.contracts.tickets.matters import (
    GetTicket,
    TicketAccepted,
    TicketClosed,
    TicketDone,
    TicketRated,
    TicketState,
    TicketView,
)

LATER = timedelta(hours=1)
"""When to look again at what does not lapse yet, because somebody objects."""


def accept_ticket(store: Any, actor: Actor, command: AcceptTicket) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "accept")
    reacted(store, ticket)
    put_in_hand(store, ticket, actor.account, actor.name)
    return keep(store, actor, ticket, TicketAccepted)


def hand_over_ticket(store: Any, actor: Actor, command: HandOver) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "hand_over", command.note)
    if not (lies_in(ticket.area, command.desk) or lies_in(command.desk, ticket.area)):
        raise DESK_TOO_FAR("/desk", desk=command.desk)
    if command.to is not None:
        refuse_partial(command.to, store.standing(ticket), "/to")
    reacted(store, ticket)
    place_at(ticket, command.desk)
    ticket.backstop = ticket.backstop and command.desk == duty_desk(command.desk)
    put_in_hand(store, ticket, command.to, command.to_name)
    ticket.lead = command.to
    return keep(store, actor, ticket)


def pause_ticket(store: Any, actor: Actor, command: PauseTicket) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "pause", command.note)
    store.start_pause(ticket, command.reason)
    return keep(store, actor, ticket)


def resume_ticket(store: Any, actor: Actor, command: ResumeTicket) -> TicketView:
    return keep(store, actor, move(store, actor, command.ticket_id, "resume", command.note))


def finish_ticket(store: Any, actor: Actor, command: FinishTicket) -> TicketView:
    attach_photos(store, actor, command.photos)
    owed = readiness(store, actor, command)
    category = store.find_category(visible(store, actor, command.ticket_id).category)
    ticket = move(
        store, actor, command.ticket_id, "finish", command.note, len(command.photos), category.photo_needed, owed
    )
    reacted(store, ticket)
    if command.open_tasks_reason is not None:
        drop_open_tasks(store, actor, ticket.id, command.open_tasks_reason)
    ticket.note, ticket.proof = command.note, command.photos
    ticket.done_at, ticket.confirm_by = store.now, store.now + timedelta(days=category.confirm_days)
    return keep(store, actor, ticket, TicketDone)


def decline_ticket(store: Any, actor: Actor, command: DeclineTicket) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "decline", command.reason)
    reacted(store, ticket)
    put_in_hand(store, ticket, actor.account, actor.name)
    ticket.note, ticket.closed_at = command.reason, store.now
    return keep(store, actor, ticket)


def confirm_ticket(store: Any, actor: Actor, command: ConfirmTicket) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "confirm", command.comment)
    close(store, ticket)
    view = keep(store, actor, ticket, TicketClosed)
    tell_of_hazard(store, ticket)
    return view


def rate_ticket(store: Any, actor: Actor, command: RateTicket) -> TicketView:
    """Rating what is done confirms it; a close is rated once by each who reported or joined the matter.

    The rating of one who joined a matter that is closed leaves the matter itself alone, so that hundreds rate at once.
    """
    ticket = visible(store, actor, command.ticket_id)
    before = ticket.state
    ticket = move(store, actor, command.ticket_id, "rate", command.comment)
    if command.comment is not None:
        ticket.history[-1].held = judge(
            store, actor, JudgedKind.RATING_COMMENT, ticket.id, ticket.area, command.comment
        )
    if not store.rate(ticket, actor.account, command.stars, command.solved, command.comment):
        raise RATED_ALREADY()
    if before == TicketState.CLOSED and REPORTER not in standing_to(store, actor, ticket):
        announce(store, ticket, TicketRated, stars=command.stars, solved=command.solved)
        return get_ticket(store, actor, GetTicket(ticket_id=ticket.id))
    if ticket.stars is None:
        ticket.stars, ticket.comment = command.stars, command.comment
    if before == TicketState.DONE:
        close(store, ticket)
    view = keep(store, actor, ticket, TicketRated, stars=command.stars, solved=command.solved)
    if before == TicketState.DONE:
        announce(store, ticket, TicketClosed)
        tell_of_hazard(store, ticket)
    return view


def disagree_ticket(store: Any, actor: Actor, command: DisagreeTicket) -> TicketView:
    """Opens it again one level up: the desk that was content with it does not judge it again."""
    ticket = move(store, actor, command.ticket_id, "disagree", command.reason)
    reopen(store, ticket)
    return keep(store, actor, ticket)


def reopen(store: Any, ticket: Any) -> None:
    """One level up, and not for the same handler."""
    if ticket.handler and ticket.handler not in ticket.barred:
        ticket.barred.append(ticket.handler)
    place_at(ticket, one_level_up(ticket.desk))
    put_in_hand(store, ticket, None, None)
    ticket.done_at = ticket.closed_at = ticket.confirm_by = ticket.stars = None
    ticket.reopened += 1


def withdraw_ticket(store: Any, actor: Actor, command: WithdrawTicket) -> TicketView:
    """Not what others have joined or reported as well: they wait for an answer."""
    ticket = move(store, actor, command.ticket_id, "withdraw", command.reason)
    others = store.count_followers(ticket.id)
    if others:
        raise OTHERS_WAIT(others=others)
    ticket.closed_at = store.now
    return keep(store, actor, ticket)


def close_lapsed(store: Any, ticket_id: str) -> None:
    """Timer: nobody has disagreed in time with what was done."""
    ticket = store.get_ticket(ticket_id)
    if ticket.state != TicketState.DONE or ticket.confirm_by is None or ticket.confirm_by > store.now:
        return
    if store.has_open_objection(ticket_id):
        ticket.check_at = store.now + LATER
        store.save(ticket)
        return
    store.record(ticket, "lapse", SYSTEM, TicketState.CLOSED)
    close(store, ticket)
    keep(store, SYSTEM, ticket, TicketClosed)
    tell_of_hazard(store, ticket)


def close(store: Any, ticket: Any) -> None:
    ticket.closed_at, ticket.confirm_by = store.now, None


def put_in_hand(store: Any, ticket: Any, account: str | None, name: str | None) -> None:
    """It is in somebody's hand from now on, or, at a desk without a named owner, in nobody's."""
    ticket.handler, ticket.responsible = account, name or None
    if account is not None:
        store.note_handler(ticket, account, name)


def readiness(store: Any, actor: Actor, command: FinishTicket) -> Readiness:
    """What still keeps the matter from being called done."""
    ticket = visible(store, actor, command.ticket_id)
    return Readiness(
        track=Track(ticket.track), led=ticket.lead is not None and ticket.lead == ticket.handler,
        met=store.has_met(ticket.id), open_tasks=store.count_open_tasks(ticket.id),
        excused=command.open_tasks_reason is not None, leads=actor.account == ticket.handler,
    )  # fmt: skip


def reacted(store: Any, ticket: Any) -> None:
    """The first reaction counts; later ones are no first."""
    ticket.reacted_at = ticket.reacted_at or store.now


def place_at(ticket: Any, desk: str) -> None:
    """The matter is at this desk from now on; one that no grid owned lies where the desk below puts it."""
    ticket.desk = ticket.history[-1].desk = desk
    if lies_in(desk, ticket.area) and desk != ticket.area:
        ticket.area, ticket.within, ticket.backstop = desk, around(desk), False
