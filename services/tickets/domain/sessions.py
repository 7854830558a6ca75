"""Which way a session goes."""

from datetime import datetime

from services.tickets.domain.hosting import HOST
from shared.contracts.tickets.sessions import NOT_BEGUN, SittingState
from shared.kernel.machine import Machine, Move

GUEST = "guest"
MOST_ATTENDEES = 1000

SESSION = Machine(
    name="session",
    states=tuple(SittingState),
    initial=SittingState.PLANNED,
    terminal=frozenset({SittingState.HELD, SittingState.CANCELLED}),
    moves=(
        Move("attend", (SittingState.PLANNED,), SittingState.PLANNED, frozenset({HOST, GUEST}), needs=("capacity",)),
        Move(
            "record_attendance", (SittingState.PLANNED,), SittingState.PLANNED, frozenset({HOST}), needs=("attendees",)
        ),
        Move("hold", (SittingState.PLANNED,), SittingState.HELD, frozenset({HOST}), needs=("minutes",)),
        Move("cancel", (SittingState.PLANNED,), SittingState.CANCELLED, frozenset({HOST}), needs=("reason",)),
    ),
)


def refuse_before_beginning(starts_at: datetime, now: datetime) -> None:
    if now < starts_at:
        raise NOT_BEGUN(at=starts_at.isoformat())
