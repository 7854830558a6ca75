"""Sign-up of an activity, or of one of its shifts, is paused for a while and taken up again."""

from typing import ClassVar

from shared.contracts.model import Event, Moment, ShortText
from shared.contracts.operation import POST, Op
from shared.contracts.volunteers.activities import CANCELLED_ALREADY, ActivityAction, ActivityView
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.shifts import SHIFT_BEGUN, PlacesGained, ShiftAction, ShiftView
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, STALE_VERSION, ErrorCode


class PauseActivity(ActivityAction):
    """For all of its shifts that have not begun, and those that are made meanwhile."""

    reason: ShortText


class ResumeActivity(ActivityAction):
    """Shifts that are paused by themselves stay so. Whoever waits longest moves up."""


class PauseShift(ShiftAction):
    """Nobody signs up or moves up meanwhile; places that people have they keep."""

    reason: ShortText


class ResumeShift(ShiftAction):
    """Where the whole activity is paused, the shift stays so. Whoever waits longest moves up."""


class SignUpPaused(Event):
    """`accounts`: who is signed up or waits, to be told."""

    TYPE: ClassVar[str] = "volunteers.shift.sign_up_paused.v1"

    title: str
    starts: Moment
    reason: str
    accounts: list[str]


class SignUpResumed(Event):
    """`accounts`: who is signed up or waits, to be told."""

    TYPE: ClassVar[str] = "volunteers.shift.sign_up_resumed.v1"

    title: str
    starts: Moment
    accounts: list[str]


PAUSED_ALREADY = ErrorCode("volunteers.paused_already", 409, "Sign-up is paused already.", "报名已经处于暂停状态。")
NOT_PAUSED = ErrorCode(
    "volunteers.not_paused",
    409,
    "Sign-up is not paused here; when all of the activity is paused, resume the activity.",
    "此处的报名未暂停；如果整个活动已暂停报名，请恢复该活动。",
)

PAUSING = (NOT_FOUND, FORBIDDEN, CANCELLED_ALREADY, PAUSED_ALREADY, STALE_VERSION)
RESUMING = (NOT_FOUND, FORBIDDEN, CANCELLED_ALREADY, NOT_PAUSED, STALE_VERSION)

PAUSE_ACTIVITY = Op(
    "pause_activity", POST("/activities/{activity_id}/pause", 200), PauseActivity, ActivityView, MEMBERS,
    "Pause sign-up for an activity, with the reason; who is signed up or waits is told", emits=(SignUpPaused,),
    errors=PAUSING,
)  # fmt: skip
RESUME_ACTIVITY = Op(
    "resume_activity", POST("/activities/{activity_id}/resume", 200), ResumeActivity, ActivityView, MEMBERS,
    "Let sign-up for an activity go on", emits=(SignUpResumed, PlacesGained), errors=RESUMING,
)  # fmt: skip
PAUSE_SHIFT = Op(
    "pause_shift", POST("/shifts/{shift_id}/pause", 200), PauseShift, ShiftView, MEMBERS,
    "Pause sign-up for a shift, with the reason; who is signed up or waits is told", emits=(SignUpPaused,),
    errors=(*PAUSING, SHIFT_BEGUN),
)  # fmt: skip
RESUME_SHIFT = Op(
    "resume_shift", POST("/shifts/{shift_id}/resume", 200), ResumeShift, ShiftView, MEMBERS,
    "Let sign-up for a shift go on", emits=(SignUpResumed, PlacesGained), errors=(*RESUMING, SHIFT_BEGUN),
)  # fmt: skip

OPERATIONS = (PAUSE_ACTIVITY, RESUME_ACTIVITY, PAUSE_SHIFT, RESUME_SHIFT)
EVENTS = (SignUpPaused, SignUpResumed)
