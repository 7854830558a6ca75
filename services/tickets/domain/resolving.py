"""Which way a resolution goes, who answers for it, and when it is overdue."""

from datetime import date, datetime

from services.tickets.domain.hosting import HOST, hosts
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.resolutions import ResolutionState
from shared.kernel.clock import SHANGHAI
from shared.kernel.machine import Machine, Move

RESPONSIBLE = "responsible"
RESIDENT = "resident"
MOST_REPORTS = 100

RESOLUTION = Machine(
    name="resolution",
    states=tuple(ResolutionState),
    initial=ResolutionState.IN_HAND,
    terminal=frozenset({ResolutionState.REVOKED}),
    moves=(
        Move(
            "report", (ResolutionState.IN_HAND,), ResolutionState.IN_HAND, frozenset({HOST, RESPONSIBLE}),
            needs=("text", "progress"),
        ),
        Move(
            "carry_out", (ResolutionState.IN_HAND,), ResolutionState.CARRIED_OUT, frozenset({HOST, RESPONSIBLE}),
            needs=("feedback",),
        ),
        Move(
            "rate", (ResolutionState.CARRIED_OUT, ResolutionState.RATED), ResolutionState.RATED, frozenset({RESIDENT}),
            needs=("stars",),
        ),
        Move("revoke", (ResolutionState.IN_HAND,), ResolutionState.REVOKED, frozenset({HOST}), needs=("reason",)),
    ),
)  # fmt: skip


def capacities(actor: Actor, area: str, responsible: str | None) -> frozenset[str]:
    held = set()
    if hosts(actor, area):
        held.add(HOST)
    if actor.account == responsible:
        held.add(RESPONSIBLE)
    if actor.has(Role.RESIDENT):
        held.add(RESIDENT)
    return frozenset(held)


def today(now: datetime) -> date:
    """The day in Shanghai."""
    return now.astimezone(SHANGHAI).date()


def is_overdue(state: str, due: date, now: datetime) -> bool:
    return state == ResolutionState.IN_HAND and today(now) > due
