"""What becomes of a hazard, and when a risk point is inspected again."""

from datetime import date, datetime, timedelta
from typing import Any

from services.volunteers.domain.squad_rings import street_of
from shared.contracts.actor import lies_in
from shared.contracts.tickets.matters import SETTLED, TicketState
from shared.contracts.volunteers.hazards import OWN_TREATMENT, HazardState
from shared.kernel.clock import SHANGHAI
from shared.kernel.machine import Machine, Move

STAFF_OF_AREA, TEAM_LEADER, TEAM_MEMBER, ASSIGNEE = "staff_of_area", "team_leader", "team_member", "assignee"
TICKETS = "tickets"
"""What the ticket does by itself."""
LEADING = frozenset({STAFF_OF_AREA, TEAM_LEADER})


def refuse_own(facts: dict[str, Any]) -> None:
    """`facts`: the account that acts, and that which treated the hazard."""
    if facts["actor"] == facts["treated_by"]:
        raise OWN_TREATMENT()


HAZARD = Machine(
    "hazard",
    states=tuple(HazardState),
    initial=HazardState.FOUND,
    terminal=frozenset({HazardState.VERIFIED, HazardState.DISMISSED}),
    moves=(
        Move("assign", (HazardState.FOUND, HazardState.ASSIGNED), HazardState.ASSIGNED, LEADING, ("volunteer_id",)),
        Move("take", (HazardState.FOUND,), HazardState.ASSIGNED, LEADING | {TEAM_MEMBER}),
        Move("treat", (HazardState.ASSIGNED,), HazardState.TREATED, frozenset({ASSIGNEE}), ("note",)),
        Move("verify", (HazardState.TREATED,), HazardState.VERIFIED, LEADING, (), refuse_own),
        Move("send_back", (HazardState.TREATED,), HazardState.ASSIGNED, LEADING, (), refuse_own),
        Move("hand_over", (HazardState.FOUND, HazardState.ASSIGNED), HazardState.TICKETED, LEADING, ("ticket_id",)),
        Move("resolve", (HazardState.TICKETED,), HazardState.RESOLVED, frozenset({TICKETS})),
        Move("resume", (HazardState.RESOLVED,), HazardState.TICKETED, frozenset({TICKETS})),
        Move("come_back", (HazardState.TICKETED,), HazardState.FOUND, frozenset({TICKETS})),
        Move("dismiss", (HazardState.FOUND,), HazardState.DISMISSED, frozenset({STAFF_OF_AREA}), ("reason",)),
    ),
)  # fmt: skip


def following(state: HazardState, ticket: TicketState) -> str | None:
    """The move that a hazard makes when its ticket is in this state now."""
    if state is HazardState.TICKETED and ticket is TicketState.CLOSED:
        return "resolve"
    if state is HazardState.TICKETED and ticket in (TicketState.DECLINED, TicketState.WITHDRAWN):
        return "come_back"
    if state is HazardState.RESOLVED and ticket not in SETTLED:
        return "resume"
    return None


def takes_on(ticket: TicketState, ticket_area: str, hazard_area: str) -> bool:
    """Whether a ticket can go on with a hazard: it is open, and of the same street or of an area that holds the hazard."""
    near = lies_in(ticket_area, street_of(hazard_area)) or lies_in(hazard_area, ticket_area)
    return ticket not in SETTLED and near


def day_at(moment: datetime) -> date:
    """In Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def due_again(inspected_on: date, every_days: int) -> date:
    return inspected_on + timedelta(days=every_days)


def days_late(due_on: date, today: date) -> int:
    """Whole days after the day on which it was due."""
    return max((today - due_on).days, 0)
