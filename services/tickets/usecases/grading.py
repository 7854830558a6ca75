"""Colours of matters: what a person says against the rules, what time does, what a change of the catalogue does."""

from collections.abc import Sequence
from typing import Any

from services.tickets.domain.flow import FLOW
from services.tickets.domain.grading import RULES
from services.tickets.usecases.catalogue import category_of
from services.tickets.usecases.matters import announce, standing_to, visible
from shared.contracts.actor import Actor
from shared.contracts.tickets.grading import (
    NOT_OVERRIDDEN,
    GradeTicket,
    GradingRule,
    GradingRules,
    ListGradingRules,
    TicketGraded,
)
from shared.contracts.tickets.matters import TicketView


def grade_ticket(store: Any, actor: Actor, command: GradeTicket) -> TicketView:
    ticket = visible(store, actor, command.ticket_id)
    FLOW.decide(ticket.state, "grade", standing_to(store, actor, ticket))
    seen = len(ticket.gradings)
    if command.colour is not None:
        store.override(ticket, actor, command.colour, command.reason)
    elif ticket.overridden:
        store.lift(ticket, actor, command.reason)
    else:
        raise NOT_OVERRIDDEN("/colour")
    keep_graded(store, ticket, seen)
    return store.view(ticket, actor)


def list_grading_rules(_store: Any, _actor: Actor, _command: ListGradingRules) -> GradingRules:
    return GradingRules(items=[GradingRule(name=r.name, colour=r.colour, zh=r.zh, en=r.en) for r in RULES])


def grade_aged(store: Any, ticket_ids: Sequence[str]) -> None:
    """Timer: grades anew what time has made graver."""
    for ticket in store.find_matters(ticket_ids):
        if ticket.grade_at is not None and ticket.grade_at <= store.now:
            keep_graded(store, ticket, len(ticket.gradings))


def recalculate(store: Any, ticket_ids: Sequence[str]) -> None:
    """Timer: deadlines and colours of matters in hand by what the catalogue says now. Their pauses count as before."""
    for ticket in store.find_matters(ticket_ids):
        category = category_of(store, ticket)
        if ticket.live and ticket.category_revision < category.revision:
            keep_graded(store, ticket, len(ticket.gradings))


def keep_graded(store: Any, ticket: Any, seen: int) -> None:
    """Tells of it when there is more than the `seen` gradings; new deadlines alone are no news of the colour."""
    store.reckon(ticket, category_of(store, ticket))
    store.save(ticket)
    if len(ticket.gradings) > seen:
        announce(store, ticket, TicketGraded, rules=ticket.gradings[-1].rules, overridden=ticket.overridden)
