"""How a project moves."""

from shared.contracts.volunteers.projects import STEPS_LEFT, ProjectState
from shared.kernel.machine import Machine, Move

GIVER, COMMUNITY = "giver", "community"
BOTH = frozenset({GIVER, COMMUNITY})


def _all_done(left: int) -> None:
    if left:
        raise STEPS_LEFT(left=left)


PROJECT = Machine(
    name="project",
    states=tuple(ProjectState),
    initial=ProjectState.PLANNED,
    terminal=frozenset({ProjectState.DONE, ProjectState.DROPPED}),
    moves=(
        Move("plan_steps", (ProjectState.PLANNED,), ProjectState.PLANNED, BOTH, needs=("steps",)),
        Move("start_project", (ProjectState.PLANNED,), ProjectState.RUNNING, BOTH),
        Move("tick_step", (ProjectState.RUNNING,), ProjectState.RUNNING, BOTH, needs=("number",)),
        Move("finish_project", (ProjectState.RUNNING,), ProjectState.DONE, BOTH, guard=_all_done),
        Move(
            "drop_project", (ProjectState.PLANNED, ProjectState.RUNNING), ProjectState.DROPPED, BOTH, needs=("reason",)
        ),
    ),
)


def percent(done: int, steps: int, state: str) -> int:
    """Whole percents; without steps nothing until it is done."""
    if state == ProjectState.DONE:
        return 100
    return 100 * done // steps if steps else 0
