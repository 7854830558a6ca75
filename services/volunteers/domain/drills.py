"""What becomes of a drill, and how long people took to assemble."""

from collections.abc import Iterable

from shared.contracts.volunteers.drills import TIME_MISSING, DrillState
from shared.kernel.machine import Machine, Move

LEADER, MEMBER_OF_TEAM = "drill_leader", "team_member"
LED = frozenset({LEADER})
DRILL = Machine(
    "drill",
    states=tuple(DrillState),
    initial=DrillState.PLANNED,
    terminal=frozenset({DrillState.HELD, DrillState.CANCELLED}),
    moves=(
        Move("sound", (DrillState.PLANNED,), DrillState.SOUNDED, LED),
        Move("assemble", (DrillState.SOUNDED,), DrillState.SOUNDED, frozenset({MEMBER_OF_TEAM})),
        Move("hold", (DrillState.SOUNDED,), DrillState.HELD, LED, ("attended",)),
        Move("cancel", (DrillState.PLANNED,), DrillState.CANCELLED, LED, ("reason",)),
    ),
)


def time_to_assemble(given: int | None, told: Iterable[int | None]) -> int:
    """Seconds: as whoever led it says, or until the last who said that they were there."""
    known = [seconds for seconds in told if seconds is not None]
    if given is None and not known:
        raise TIME_MISSING("/assembled_seconds")
    return given if given is not None else max(known)
