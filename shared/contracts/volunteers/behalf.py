"""For who has no phone or does not sign in: staff at a counter enrol them by the register, sign them up and sign them off."""

from typing import ClassVar

from shared.contracts.model import Command, Event, Id, Moment
from shared.contracts.operation import DELETE, POST, Op
from shared.contracts.volunteers.activities import CANCELLED_ALREADY
from shared.contracts.volunteers.people import (
    BAD_SLOT,
    BORN_AHEAD,
    COUNTER,
    VolunteerEnrolled,
    VolunteerFields,
    VolunteerView,
)
from shared.contracts.volunteers.shifts import (
    NOT_SIGNED_UP,
    SHIFT_BEGUN,
    SIGN_UP_ERRORS,
    EntryAction,
    EntryState,
    EntryView,
    PlacesGained,
    ShiftView,
    SignUpFields,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode


class EnrolSomebody(VolunteerFields, Command):
    """Somebody of the register who does not sign in. Enrolled again it is the same volunteer, as said last; who signs in
    and enrols later goes on as that volunteer."""

    person: Id


class SignSomebodyUp(EntryAction, SignUpFields):
    """By the same rules as for oneself, for a volunteer of the caller's areas of duty."""


class SignSomebodyOff(EntryAction):
    """On their word; whoever waits longest moves up."""


class RosterChanged(Event):
    """Somebody else changed what somebody is on a shift: signed them up (`state` says as what) or off (no `state`), called
    them in, or struck them off who came. `accounts`: who is to be told; empty for who does not sign in."""

    TYPE: ClassVar[str] = "volunteers.shift.roster_changed.v1"

    title: str
    place: str
    starts: Moment
    state: EntryState | None = None
    accounts: list[str]


SPEAKS_FOR_THEMSELVES = ErrorCode(
    "volunteers.speaks_for_themselves",
    409,
    "This volunteer signs in and says such things themselves.",
    "该志愿者已有账号，请由本人填写。",
)

ENROL_SOMEBODY = Op(
    "enrol_somebody", POST("/volunteers"), EnrolSomebody, VolunteerView, COUNTER,
    "Enrol somebody of the register who does not sign in", emits=(VolunteerEnrolled,),
    errors=(OUTSIDE_AREA, BAD_SLOT, BORN_AHEAD, SPEAKS_FOR_THEMSELVES, STALE_VERSION),
)  # fmt: skip
SIGN_SOMEBODY_UP = Op(
    "sign_somebody_up", POST("/shifts/{shift_id}/entries/{volunteer_id}"), SignSomebodyUp, EntryView, COUNTER,
    "Sign a volunteer up for a shift", emits=(RosterChanged,), errors=SIGN_UP_ERRORS,
)  # fmt: skip
SIGN_SOMEBODY_OFF = Op(
    "sign_somebody_off", DELETE("/shifts/{shift_id}/entries/{volunteer_id}"), SignSomebodyOff, ShiftView, COUNTER,
    "Sign a volunteer off a shift", emits=(RosterChanged, PlacesGained),
    errors=(NOT_FOUND, CANCELLED_ALREADY, NOT_SIGNED_UP, SHIFT_BEGUN, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (ENROL_SOMEBODY, SIGN_SOMEBODY_UP, SIGN_SOMEBODY_OFF)
EVENTS = (RosterChanged,)
