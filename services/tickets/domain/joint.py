"""Which way joint meetings and the tasks of units go, who leads, and what time a task has."""

from collections.abc import Iterable
from datetime import datetime

from services.tickets.domain.clocks import Pause, deadline, state_limit, working_days
from services.tickets.domain.flow import Standing
from services.tickets.domain.promises import PACE
from services.tickets.domain.work_calendar import OFFICE_HOURS, WorkCalendar
from shared.contracts.actor import STAFF, Actor
from shared.contracts.tickets.catalogue import CategoryFields, Limit, LimitedState
from shared.contracts.tickets.joint import MeetingState, TaskState
from shared.kernel.machine import Machine, Move

LEADER = "leader"
UNIT = "unit"
WATCHER = "watcher"
CLOCK = "clock"
MATTER = "matter"
"""The matter itself, which is finished or settled without the task."""

M = MeetingState
BY_LEADER = frozenset({LEADER})
JOINT_MEETING = Machine(
    name="joint-meeting",
    states=tuple(MeetingState),
    initial=M.CONVENED,
    terminal=frozenset(),
    moves=(
        Move("hold", (M.CONVENED,), M.HELD, BY_LEADER, needs=("minutes", "present")),
        Move("add_task", (M.CONVENED,), M.CONVENED, BY_LEADER, needs=("unit", "task")),
        Move("add_task", (M.HELD,), M.HELD, BY_LEADER, needs=("unit", "task")),
    ),
)
T = TaskState
OPEN_TASKS = (T.IN_HAND, T.PAUSED)
AT_WORK = frozenset({UNIT, LEADER, WATCHER})
"""The unit itself, or those who record what it says."""
JOINT_TASK = Machine(
    name="joint-task",
    states=tuple(TaskState),
    initial=T.IN_HAND,
    terminal=frozenset({T.DONE, T.FAILED, T.DROPPED}),
    moves=(
        Move("done", (T.IN_HAND,), T.DONE, AT_WORK, needs=("note",)),
        Move("fail", (T.IN_HAND, T.PAUSED), T.FAILED, AT_WORK, needs=("note",)),
        Move("pause", (T.IN_HAND,), T.PAUSED, AT_WORK, needs=("reason", "note")),
        Move("resume", (T.PAUSED,), T.IN_HAND, AT_WORK),
        Move("assign", (T.IN_HAND, T.PAUSED), T.IN_HAND, frozenset({LEADER, WATCHER}), needs=("note",)),
        Move("escalate", (T.IN_HAND,), T.IN_HAND, frozenset({CLOCK})),
        Move("drop", (T.IN_HAND, T.PAUSED), T.DROPPED, frozenset({MATTER, CLOCK}), needs=("note",)),
    ),
)
RESTARTS = frozenset({"given", "assign", "escalate"})
"""Steps at which a task's clock starts again."""


def first_receiver(handlers: Iterable[str], convener: str, standing: Standing) -> str:
    """Who leads a joint meeting: the first who took the matter on, unless it is about them or no more theirs to settle."""
    unfit = {standing.against, *standing.barred}
    return next((account for account in handlers if account not in unfit), convener)


def leads(actor: Actor, leader: str | None, handler: str | None) -> frozenset[str]:
    """The lead of the meeting, or whoever has the matter in hand now."""
    return BY_LEADER if actor.account in {leader, handler} else frozenset()


def capacities(actor: Actor, account: str | None, desk: str) -> frozenset[str]:
    """In what capacities somebody stands to a task besides leading: as its unit, or at the desk that watches over it."""
    held = set()
    if actor.account == account:
        held.add(UNIT)
    if actor.has(*STAFF) and actor.covers(desk):
        held.add(WATCHER)
    return frozenset(held)


def task_limit(category: CategoryFields, days: int | None) -> Limit:
    """What was given, or else what the category says of joint meetings."""
    limit = working_days(days) if days is not None else state_limit(category, LimitedState.JOINT)
    if limit is None:
        raise LookupError("every class has a limit for joint meetings")
    return limit


def task_due(
    since: datetime, limit: Limit, pauses: Iterable[Pause], calendar: WorkCalendar = OFFICE_HOURS
) -> datetime | None:
    """None while it is paused, unless its time was up before."""
    return deadline(since, limit, pauses, calendar)


def task_check(state: TaskState, since: datetime, due: datetime | None, flagged_at: datetime | None) -> datetime | None:
    """When time alone moves the task next."""
    if state is not T.IN_HAND or due is None:
        return None
    return max(due, flagged_at + PACE) if flagged_at is not None and flagged_at >= since else due


def is_overdue(state: TaskState, due: datetime | None, now: datetime) -> bool:
    return state is T.IN_HAND and due is not None and due <= now
