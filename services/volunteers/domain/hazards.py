"""What becomes of a hazard, and when a risk point is inspected again."""

from datetime import date, datetime, timedelta
from typing import Any

from shared.contracts.volunteers.hazards import OWN_TREATMENT, HazardState
from shared.kernel.clock import SHANGHAI
from shared.kernel.machine import Machine, Move

STAFF_OF_AREA, TEAM_LEADER, TEAM_MEMBER, ASSIGNEE = "staff_of_area", "team_leader", "team_member", "assignee"
LEADING = frozenset({STAFF_OF_AREA, TEAM_LEADER})


def refuse_own(facts: dict[str, Any]) -> None:
    """`facts`: the account that acts, and that which treated the hazard."""
    if facts["actor"] == facts["treated_by"]:
        raise OWN_TREATMENT()


HAZARD = Machine(
    "hazard",
    states=tuple(HazardState),
    initial=HazardState.FOUND,
    terminal=frozenset({HazardState.VERIFIED, HazardState.TICKETED, HazardState.DISMISSED}),
    moves=(
        Move("assign", (HazardState.FOUND, HazardState.ASSIGNED), HazardState.ASSIGNED, LEADING, ("volunteer_id",)),
        Move("take", (HazardState.FOUND,), HazardState.ASSIGNED, LEADING | {TEAM_MEMBER}),
        Move("treat", (HazardState.ASSIGNED,), HazardState.TREATED, frozenset({ASSIGNEE}), ("note",)),
        Move("verify", (HazardState.TREATED,), HazardState.VERIFIED, LEADING, (), refuse_own),
        Move("send_back", (HazardState.TREATED,), HazardState.ASSIGNED, LEADING, (), refuse_own),
        Move("hand_over", (HazardState.FOUND, HazardState.ASSIGNED), HazardState.TICKETED, LEADING, ("ticket_id",)),
        Move("dismiss", (HazardState.FOUND,), HazardState.DISMISSED, frozenset({STAFF_OF_AREA}), ("reason",)),
    ),
)  # fmt: skip


def day_at(moment: datetime) -> date:
    """In Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def due_again(inspected_on: date, every_days: int) -> date:
    return inspected_on + timedelta(days=every_days)


def days_late(due_on: date, today: date) -> int:
    """Whole days after the day on which it was due."""
    return max((today - due_on).days, 0)
