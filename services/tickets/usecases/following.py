"""Me too: joining, leaving, being counted, and what somebody follows or is asked to rate."""

import itertools
from typing import Any

from services.tickets.domain.flow import FLOW, REPORTER, capacities
from services.tickets.usecases.grading import keep_graded
from services.tickets.usecases.matters import after
from services.tickets.usecases.pages import beyond
from shared.contracts.actor import Actor
from shared.contracts.tickets.following import (
    FOLLOWING_ALREADY,
    MERGED_ELSEWHERE,
    NOT_FOLLOWING,
    OWN_MATTER,
    REPORTED_TOO,
    Joined,
    JoinTicket,
    LeaveTicket,
    ListFollowing,
    ListToRate,
)
from shared.contracts.tickets.matters import TicketPage, TicketState
from shared.kernel.errors import NOT_ALLOWED_NOW, NOT_FOUND


def join_ticket(store: Any, actor: Actor, command: JoinTicket) -> Joined:
    """Reads the ticket and does not write it, so that hundreds join at once; its own count follows."""
    ticket = store.find_ticket(command.ticket_id)
    follower = store.find_follower(command.ticket_id, actor)
    if ticket is None or not may_see(store, actor, ticket, follower):
        raise NOT_FOUND("/ticket_id", what="ticket")
    refuse_merged(store, ticket)
    held = capacities(actor, store.standing(ticket), follower is not None)
    if not ticket.live:
        allowed = [move.action for move in FLOW.open_to(ticket.state, held)]
        raise NOT_ALLOWED_NOW(action="join", state=ticket.state, allowed=allowed)
    if REPORTER in held:
        raise OWN_MATTER()
    if follower is not None:
        raise FOLLOWING_ALREADY()
    store.join(ticket.id, actor)
    return counted(store, ticket, following=True)


def leave_ticket(store: Any, actor: Actor, command: LeaveTicket) -> Joined:
    ticket = store.find_ticket(command.ticket_id)
    follower = store.find_follower(command.ticket_id, actor)
    if ticket is None or not may_see(store, actor, ticket, follower):
        raise NOT_FOUND("/ticket_id", what="ticket")
    refuse_merged(store, ticket)
    if follower is None:
        raise NOT_FOLLOWING()
    if follower.report is not None:
        raise REPORTED_TOO()
    store.leave(follower)
    return counted(store, ticket, following=False)


def list_following(store: Any, actor: Actor, command: ListFollowing) -> TicketPage:
    found = store.find_followed(actor, beyond(command.cursor), command.limit + 1)
    return TicketPage(items=store.views(found[: command.limit], actor), next=after(found, command.limit))


def list_to_rate(store: Any, actor: Actor, command: ListToRate) -> TicketPage:
    found = store.find_to_rate(actor, beyond(command.cursor), command.limit + 1)
    return TicketPage(items=store.views(found[: command.limit], actor), next=after(found, command.limit))


def count_supporters(store: Any, ticket_id: str) -> None:
    """Timer: the ticket itself tells how many follow it, and its colour heeds it.

    Who joined while the matter was being merged comes along now.
    """
    store.strike_headcounts(ticket_id)
    ticket = store.find_ticket(ticket_id)
    if ticket is None:
        return
    chain = store.chain(ticket)
    for child, parent in itertools.pairwise(chain):
        if store.carry(child, parent):
            store.save(parent)  # so that it cannot be unmerged at the same moment
    take_count(store, chain[-1])


def take_count(store: Any, ticket: Any) -> None:
    supporters = store.count_followers(ticket.id)
    if supporters != ticket.supporters:
        ticket.supporters = supporters
        keep_graded(store, ticket, len(ticket.gradings))


def may_see(store: Any, actor: Actor, ticket: Any, follower: Any) -> bool:
    """Those who have to do with it, and, of what the board shows, everybody but whom it is about."""
    if capacities(actor, store.standing(ticket), follower is not None):
        return True
    return ticket.on_board and not ticket.held and ticket.against is None


def refuse_merged(store: Any, ticket: Any) -> None:
    if ticket.state == TicketState.MERGED:
        head = store.chain(ticket)[-1]
        raise MERGED_ELSEWHERE(into=head.number, ticket_id=head.id)


def counted(store: Any, ticket: Any, following: bool) -> Joined:
    return Joined(
        ticket_id=ticket.id, number=ticket.number, supporters=store.count_followers(ticket.id), following=following
    )
