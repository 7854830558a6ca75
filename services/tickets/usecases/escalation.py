"""Time takes what is overdue one level up; the log tells it."""

from typing import Any

from services.tickets.domain.escalation import Overdue, at_top
from services.tickets.domain.flow import CLOCK, DESK, FLOW, VIEWER, one_level_up
from services.tickets.domain.joint import JOINT_TASK
from services.tickets.usecases.handling import place_at, put_in_hand
from services.tickets.usecases.matters import keep, standing_to, told_of
from services.tickets.usecases.outside import recall
from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.sessions import refuse_figures_elsewhere
from shared.contracts.actor import SYSTEM, Actor, Role
from shared.contracts.tickets.escalations import (
    EscalationClock,
    EscalationPage,
    FindEscalations,
    ListEscalations,
    TicketEscalated,
)
from shared.contracts.tickets.joint import TaskState
from shared.contracts.tickets.matters import TicketState
from shared.contracts.tickets.sessions import WRONG_PERIOD
from shared.kernel.errors import NOT_FOUND

GONE_ON = "the matter was settled"


def list_escalations(store: Any, actor: Actor, command: ListEscalations) -> EscalationPage:
    ticket = store.find_ticket(command.ticket_id)
    if ticket is None or not may_watch(store, actor, ticket):
        raise NOT_FOUND("/ticket_id", what="ticket")
    found = store.escalations_of(ticket.id, beyond(command.cursor), command.limit + 1)
    return EscalationPage(items=found[: command.limit], next=following(found, command.limit))


def find_escalations(store: Any, actor: Actor, command: FindEscalations) -> EscalationPage:
    refuse_figures_elsewhere(actor, command.area)
    if command.since and command.until and command.until < command.since:
        raise WRONG_PERIOD("/until")
    found = store.escalations_in(
        command.area, unseen_by=actor.account, since=command.since, until=command.until, clock=command.clock,
        before=beyond(command.cursor), limit=command.limit + 1,
    )  # fmt: skip
    return EscalationPage(items=found[: command.limit], next=following(found, command.limit))


def may_watch(store: Any, actor: Actor, ticket: Any) -> bool:
    """Whom it is about sees none of it, whatever else they are."""
    if ticket.against == actor.account:
        return False
    return actor.has(Role.AUDITOR) or bool(standing_to(store, actor, ticket) & {DESK, VIEWER})


def escalate_ticket(store: Any, ticket_id: str, version: int) -> None:
    """Timer: a clock of the matter has run out. Does nothing when it has moved since it was looked for."""
    ticket = store.find_ticket(ticket_id)
    if ticket is None or ticket.version != version:
        return
    category = store.find_category(ticket.category)
    found = store.what_is_overdue(ticket, category)
    if found is None:
        store.reckon(ticket, category)
        store.save(ticket)
        return
    before, state, named = ticket.desk, TicketState(ticket.state), ticket.handler is not None
    if at_top(ticket.desk):
        ticket.flagged_at = store.now
    else:
        take_up(store, ticket)
    entry = store.log_escalation(ticket, found, state, named, (before, ticket.desk))
    keep(
        store, SYSTEM, ticket, TicketEscalated, clock=found.clock, from_desk=before, to_desk=ticket.desk,
        at_top=entry.at_top, overdue_seconds=entry.overdue_seconds,
    )  # fmt: skip


def take_up(store: Any, ticket: Any) -> None:
    """One level up, into nobody's hand: the desk above has its own time for it."""
    if ticket.state == TicketState.OUTSIDE:
        recall(store, ticket, CLOCK)
    moved = FLOW.decide(ticket.state, "escalate", frozenset({CLOCK}))
    store.record(ticket, "escalate", SYSTEM, TicketState(moved.target))
    place_at(ticket, one_level_up(ticket.desk))
    put_in_hand(store, ticket, None, None)


def escalate_task(store: Any, task_id: str, version: int) -> None:
    """Timer: a unit is late with its task. The desk above watches over it from now on, and its clock starts again."""
    task = store.find_task(task_id)
    if task is None or task.version != version or task.due is None:
        return
    ticket = store.find_ticket(task.ticket)
    if not ticket.live:
        store.step_task(task, "drop", SYSTEM, TaskState.DROPPED, GONE_ON)
        store.save(task)
        return
    found, before = Overdue(EscalationClock.TASK, task.due), task.desk
    if at_top(task.desk):
        task.flagged_at = store.now
        store.reckon_task(task)
    else:
        task.desk = one_level_up(task.desk)
        moved = JOINT_TASK.decide(task.state, "escalate", frozenset({CLOCK}))
        store.step_task(task, "escalate", SYSTEM, TaskState(moved.target))
    store.save(task)
    named = task.account is not None
    entry = store.log_escalation(ticket, found, TicketState(ticket.state), named, (before, task.desk), task.id)
    news = TicketEscalated(
        **told_of(ticket), clock=found.clock, from_desk=before, to_desk=task.desk, at_top=entry.at_top,
        overdue_seconds=entry.overdue_seconds,
    )  # fmt: skip
    store.announce(news, subject=task.id, version=task.version, area=ticket.area)
