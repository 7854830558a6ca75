"""Joint meetings: a hard matter is met about by units under one lead; each unit's task has a clock of its own."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    LongText,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.catalogue import Limit
from shared.contracts.tickets.escalations import WATCHERS
from shared.contracts.tickets.handling import COMPLAINED_ABOUT, DESK_ERRORS, NOT_AGAIN_HERE, PauseReason
from shared.contracts.tickets.matters import Interval, NextAction, TicketAction, TicketMoved
from shared.contracts.tickets.sessions import WRONG_PERIOD, Scheduled
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

MOST_TASKS = 40
PARTICIPANTS = STAFF | {Role.PARTNER}
"""Units are departments with staff accounts, or firms with accounts of partners."""


class MeetingState(StrEnum):
    CONVENED = "convened"
    HELD = "held"


class TaskState(StrEnum):
    """Dropped: the matter was finished or settled without it, and the reason is kept."""

    IN_HAND = "in_hand"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    DROPPED = "dropped"


class UnitTask(Value):
    """What one unit is to do. Without days the time is the category's for joint meetings."""

    unit: ShortText = Field(examples=["住房和城乡建设局"])
    task: LongText
    account: Id | None = Field(None, description="the unit's account that works on it")
    working_days: int | None = Field(None, ge=1, le=60, description="time that it has; 8 office hours each")


class ConveneUnits(TicketAction):
    """The first who took the matter on leads; where that may not be, the caller does."""

    units: list[UnitTask] = Field(min_length=1, max_length=20)
    note: LongText
    meets_at: Scheduled | None = None
    place: ShortText | None = None


class MeetingAction(Command):
    meeting_id: Id


class GetJointMeeting(MeetingAction):
    pass


class ListJointMeetings(TicketAction):
    pass


class HoldJointMeeting(MeetingAction):
    minutes: LongText
    present: list[ShortText] = Field(max_length=MOST_TASKS, description="units that came; the others stayed away")


class AddTask(UnitTask, MeetingAction):
    pass


class TaskAction(Command):
    task_id: Id


class GetTask(TaskAction):
    pass


class ListTasks(PageQuery):
    """Those given to the caller; with an area, all of it, for staff on duty there."""

    area: AreaPath | None = None
    state: TaskState | None = None
    overdue: bool = Field(False, description="only those in hand whose time is up")


class FinishTask(TaskAction):
    note: LongText


class FailTask(TaskAction):
    note: LongText


class PauseTask(TaskAction):
    reason: PauseReason
    note: LongText


class ResumeTask(TaskAction):
    note: LongText | None = None


class AssignTask(TaskAction):
    """To another account of the unit, or to another unit. The clock of the task starts again."""

    unit: ShortText | None = None
    account: Id | None = None
    note: LongText


class ShowJointFigures(Command):
    """Of the area with all below it. `since` and `until` are days in Shanghai, both counted in."""

    area: AreaPath
    since: date | None = None
    until: date | None = None


class TaskStep(View):
    action: str
    at: Moment
    note: str | None = None
    due: Moment | None = Field(None, description="by when it was to be done from then on")


class TaskView(View):
    id: Id
    ticket: Id
    meeting: Id
    number: str
    unit: str
    task: str
    account: str | None = None
    desk: AreaPath = Field(description="the desk that watches over it; one level up each time it is late")
    state: TaskState
    limit: Limit
    due: Moment | None = Field(None, description="none while its clock is paused")
    overdue: bool
    ended_at: Moment | None = None
    result: str | None = None
    pauses: list[Interval] = []
    log: list[TaskStep] = []
    actions: list[NextAction] = []
    version: Version


class TaskPage(Page[TaskView]):
    pass


class UnitAttendance(View):
    unit: str
    present: bool | None = Field(None, description="none before the meeting was held")


class JointMeetingView(View):
    id: Id
    ticket: Id
    number: str
    area: AreaPath
    state: MeetingState
    led_by: str | None = Field(None, description="name of who leads it")
    note: str
    meets_at: Moment | None = None
    place: str | None = None
    convened_at: Moment
    held_at: Moment | None = None
    minutes: str | None = None
    units: list[UnitAttendance]
    tasks: list[TaskView]
    actions: list[NextAction] = []
    version: Version


class JointMeetings(View):
    items: list[JointMeetingView]


class TaskCount(View):
    state: TaskState
    count: Count


class PartJointFigures(View):
    """Meetings by the day on which they were convened."""

    area: AreaPath
    meetings: Count
    held: Count
    tasks: Count


class JointFigures(PartJointFigures):
    """parts: the areas directly below."""

    states: list[TaskCount]
    overdue: Count = Field(description="tasks in hand whose time is up")
    parts: list[PartJointFigures]


class JointMeetingHeld(Event):
    TYPE: ClassVar[str] = "tickets.meeting.held.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    meeting: Id
    number: str
    area: AreaPath
    units: Count
    present: Count


NO_SUCH_UNIT = ErrorCode(
    "tickets.no_such_unit", 422, "The unit {unit} was not convened.", "“{unit}”不在本次联席会议的召集名单中。"
)
TOO_MANY_TASKS = ErrorCode(
    "tickets.too_many_tasks", 409, "A joint meeting gives {most} tasks at most.", "一次联席会议最多交办 {most} 项任务。"
)
NOTHING_CHANGED = ErrorCode(
    "tickets.nothing_assigned", 422, "Name another unit or another account.", "请指明新的单位或账号。"
)
MOVES = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
PARTIAL = (COMPLAINED_ABOUT, NOT_AGAIN_HERE)

CONVENE_UNITS = Op(
    "convene_units", POST("/tickets/{ticket_id}/convene"), ConveneUnits, JointMeetingView, STAFF,
    "Convene a joint meeting of units on a hard matter", emits=(TicketMoved,), errors=DESK_ERRORS,
)  # fmt: skip
LIST_JOINT_MEETINGS = Op(
    "list_joint_meetings", GET("/tickets/{ticket_id}/joint-meetings"), ListJointMeetings, JointMeetings, PARTICIPANTS,
    "Joint meetings on a matter, newest first", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
GET_JOINT_MEETING = Op(
    "get_joint_meeting", GET("/joint-meetings/{meeting_id}"), GetJointMeeting, JointMeetingView, PARTICIPANTS,
    "One joint meeting, with the tasks of its units", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
HOLD_JOINT_MEETING = Op(
    "hold_joint_meeting", POST("/joint-meetings/{meeting_id}/hold", 200), HoldJointMeeting, JointMeetingView, STAFF,
    "Keep the minutes of a joint meeting and who came", emits=(JointMeetingHeld,), errors=(*MOVES, NO_SUCH_UNIT),
)  # fmt: skip
ADD_TASK = Op(
    "add_task", POST("/joint-meetings/{meeting_id}/tasks"), AddTask, JointMeetingView, STAFF,
    "Give a unit a further task", errors=(*MOVES, *PARTIAL, TOO_MANY_TASKS),
)  # fmt: skip
SHOW_JOINT_FIGURES = Op(
    "show_joint_figures", GET("/joint-meetings/figures"), ShowJointFigures, JointFigures, WATCHERS,
    "Joint meetings and tasks by area and period", writes=False, errors=(OUTSIDE_AREA, WRONG_PERIOD),
)  # fmt: skip
LIST_TASKS = Op(
    "list_tasks", GET("/joint-tasks"), ListTasks, TaskPage, PARTICIPANTS,
    "Tasks of joint meetings: mine, or those of an area, newest first", writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
GET_TASK = Op(
    "get_task", GET("/joint-tasks/{task_id}"), GetTask, TaskView, PARTICIPANTS, "One task, with its log",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
FINISH_TASK = Op(
    "finish_task", POST("/joint-tasks/{task_id}/done", 200), FinishTask, TaskView, PARTICIPANTS,
    "Say that a unit's task is done", errors=MOVES,
)  # fmt: skip
FAIL_TASK = Op(
    "fail_task", POST("/joint-tasks/{task_id}/fail", 200), FailTask, TaskView, PARTICIPANTS,
    "Say that a unit's task cannot be done, and why", errors=MOVES,
)  # fmt: skip
PAUSE_TASK = Op(
    "pause_task", POST("/joint-tasks/{task_id}/pause", 200), PauseTask, TaskView, PARTICIPANTS,
    "Stop the clock of a task, for a reason", errors=MOVES,
)  # fmt: skip
RESUME_TASK = Op(
    "resume_task", POST("/joint-tasks/{task_id}/resume", 200), ResumeTask, TaskView, PARTICIPANTS,
    "Let the clock of a task go on", errors=MOVES,
)  # fmt: skip
ASSIGN_TASK = Op(
    "assign_task", POST("/joint-tasks/{task_id}/assign", 200), AssignTask, TaskView, STAFF,
    "Give a task to another account or unit", errors=(*MOVES, *PARTIAL, NOTHING_CHANGED),
)  # fmt: skip

OPERATIONS = (
    CONVENE_UNITS, LIST_JOINT_MEETINGS, SHOW_JOINT_FIGURES, GET_JOINT_MEETING, HOLD_JOINT_MEETING, ADD_TASK, LIST_TASKS,
    GET_TASK, FINISH_TASK, FAIL_TASK, PAUSE_TASK, RESUME_TASK, ASSIGN_TASK,
)  # fmt: skip
EVENTS = (JointMeetingHeld,)
