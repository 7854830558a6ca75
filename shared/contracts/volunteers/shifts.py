"""Shifts of activities: places for skills, signing up and off, waiting for a place, changes and cancellations."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Version,
    View,
)
from shared.contracts.operation import DELETE, GET, POST, PUT, Op
from shared.contracts.volunteers.activities import (
    CANCELLED_ALREADY,
    IN_THE_PAST,
    SKILL_TWICE,
    TOO_FAR_AHEAD,
    Lasts,
    MomentIn,
    Needs,
    ShiftCancelled,
)
from shared.contracts.volunteers.people import MEMBERS, NOT_ENROLLED, READERS, Skill
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class EntryState(StrEnum):
    """`standing_by`: comes when the leader calls; `unfinished`: came, and never checked out; `passed_over`: waited for a
    place, or stood by, until the end."""

    SIGNED_UP = "signed_up"
    WAITING = "waiting"
    STANDING_BY = "standing_by"
    PRESENT = "present"
    SERVED = "served"
    NO_SHOW = "no_show"
    UNFINISHED = "unfinished"
    PASSED_OVER = "passed_over"


class ShiftAction(Command):
    shift_id: Id


class EntryAction(ShiftAction):
    volunteer_id: Id


class GetShift(ShiftAction):
    pass


class ListShifts(PageQuery):
    """From now on, the soonest first."""

    area: AreaPath
    activity_id: Id | None = None


class ListMyShifts(PageQuery):
    """For which I am signed up, wait or stand by, from now on, the soonest first."""

    over: bool = Field(default=False, description="those that are over instead, the latest first")


class ChangeShift(ShiftAction):
    place: ShortText
    starts: MomentIn
    minutes: Lasts
    needs: Needs


class CancelShift(ShiftAction):
    reason: ShortText


class SignUpFields(Command):
    skill: Skill | None = Field(default=None, description="for which places; absent: the first that fit")
    waits: bool = Field(default=True, description="whether to wait for a place when there is none")
    stands_by: bool = Field(default=False, description="takes no place and comes when the leader calls")


class SignUp(ShiftAction, SignUpFields):
    pass


class SignOff(ShiftAction):
    """Whoever waits longest moves up."""


class NeedView(View):
    skill: Skill | None = None
    places: Count
    taken: Count
    waiting: Count


class EntryView(View):
    volunteer_id: Id
    skill: Skill | None = None
    state: EntryState
    signed_at: Moment
    came_at: Moment | None = None
    left_at: Moment | None = None
    minutes: Count = Field(default=0, description="served, whole minutes")
    struck: str | None = Field(default=None, description="why a leader struck off that they came")
    signs_in: bool = Field(default=True, description="who does not is told of changes by whoever leads the shift")


class ShiftView(View):
    id: Id
    activity_id: Id
    area: AreaPath
    title: ShortText
    place: ShortText
    starts: Moment
    ends: Moment
    opens_at: Moment = Field(description="sign-up opens")
    closes_at: Moment = Field(description="sign-up ends")
    needs: list[NeedView]
    most_each: int | None = Field(
        default=None, description="so many shifts to come of this activity one may have at most"
    )
    cancelled: str | None = Field(default=None, description="why it is cancelled")
    paused: str | None = Field(
        default=None, description="why sign-up for it, or for all of its activity, is paused; absent: it goes on"
    )
    mine: EntryView | None = None
    version: Version


class ShiftPage(Page[ShiftView]):
    pass


class ShiftChanged(Event):
    """`accounts`: who is signed up or waits, to be told."""

    TYPE: ClassVar[str] = "volunteers.shift.changed.v1"

    title: str
    place: str
    starts: Moment
    ends: Moment
    accounts: list[str]


class PlacesGained(Event):
    """`accounts`: who waited and has a place now, to be told."""

    TYPE: ClassVar[str] = "volunteers.shift.moved_up.v1"

    title: str
    starts: Moment
    accounts: list[str]


NOT_QUALIFIED = ErrorCode(
    "volunteers.not_qualified",
    409,
    "Nobody has confirmed a skill of yours that this needs.",
    "您尚无该班次所需的已认证技能。",
)
NOT_NEEDED = ErrorCode("volunteers.skill_not_needed", 409, "This skill is not needed here.", "该班次不需要此项技能。")
COLLIDES = ErrorCode(
    "volunteers.shift_collides",
    409,
    "You are engaged elsewhere at that time: {title}.",
    "与您已有的安排“{title}”时间冲突。",
)
FULL = ErrorCode("volunteers.shift_full", 409, "There is no place left.", "该班次名额已满。")
STAND_BY_FULL = ErrorCode(
    "volunteers.stand_by_full", 409, "Enough people stand by already.", "该班次的候补待命人数已满。"
)
SHARE_TAKEN = ErrorCode(
    "volunteers.share_taken",
    409,
    "You have {most} shifts of this to come; leave the others to others.",
    "您已报名该活动的 {most} 个班次，达到每人上限，请把机会留给其他人。",
)
TOO_EARLY = ErrorCode("volunteers.sign_up_not_open", 409, "Sign-up opens at {opens_at}.", "报名将于 {opens_at} 开始。")
ENDED = ErrorCode("volunteers.sign_up_ended", 409, "Sign-up has ended.", "报名已截止。")
PAUSED = ErrorCode("volunteers.sign_up_paused", 409, "Sign-up is paused: {reason}", "报名已暂停：{reason}")
RESTING = ErrorCode("volunteers.resting", 409, "You rest at that time.", "该时间您处于休息状态。")
ALREADY_SIGNED_UP = ErrorCode("volunteers.already_signed_up", 409, "You are signed up already.", "您已报名。")
NOT_SIGNED_UP = ErrorCode("volunteers.not_signed_up", 409, "You are not signed up for this.", "您未报名该班次。")
PLACES_TAKEN = ErrorCode(
    "volunteers.places_taken", 409, "More places are taken than would be left.", "已报名人数超过修改后的名额。"
)
SHIFT_BEGUN = ErrorCode("volunteers.shift_begun", 409, "The shift has begun.", "该班次已经开始。")

SIGN_UP_ERRORS = (
    NOT_FOUND, CANCELLED_ALREADY, ENDED, TOO_EARLY, PAUSED, RESTING, ALREADY_SIGNED_UP, NOT_NEEDED, NOT_QUALIFIED,
    COLLIDES, SHARE_TAKEN, FULL, STAND_BY_FULL, STALE_VERSION,
)  # fmt: skip

LIST_SHIFTS = Op(
    "list_shifts", GET("/shifts"), ListShifts, ShiftPage, READERS, "Shifts of an area, the soonest first", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
LIST_MY_SHIFTS = Op(
    "list_my_shifts", GET("/volunteers/me/shifts"), ListMyShifts, ShiftPage, MEMBERS, "My shifts, the soonest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
GET_SHIFT = Op(
    "get_shift", GET("/shifts/{shift_id}"), GetShift, ShiftView, READERS, "One shift", writes=False, errors=(NOT_FOUND,)
)
CHANGE_SHIFT = Op(
    "change_shift", PUT("/shifts/{shift_id}"), ChangeShift, ShiftView, MEMBERS,
    "Change a shift's place, time and needs; who is signed up is told", emits=(ShiftChanged, PlacesGained),
    errors=(
        NOT_FOUND, FORBIDDEN, CANCELLED_ALREADY, SHIFT_BEGUN, PLACES_TAKEN, SKILL_TWICE, IN_THE_PAST, TOO_FAR_AHEAD,
        STALE_VERSION,
    ),
)  # fmt: skip
CANCEL_SHIFT = Op(
    "cancel_shift", POST("/shifts/{shift_id}/cancellation", 200), CancelShift, ShiftView, MEMBERS,
    "Cancel a shift; who is signed up is told", emits=(ShiftCancelled,),
    errors=(NOT_FOUND, FORBIDDEN, CANCELLED_ALREADY, SHIFT_BEGUN, STALE_VERSION),
)  # fmt: skip
SIGN_UP = Op(
    "sign_up", POST("/shifts/{shift_id}/entries"), SignUp, ShiftView, MEMBERS, "Sign up for a shift, or wait for a place",
    errors=(NOT_ENROLLED, *SIGN_UP_ERRORS),
)  # fmt: skip
SIGN_OFF = Op(
    "sign_off", DELETE("/shifts/{shift_id}/entries/me"), SignOff, ShiftView, MEMBERS,
    "Give up my place; whoever waits longest moves up", emits=(PlacesGained,),
    errors=(NOT_FOUND, CANCELLED_ALREADY, NOT_SIGNED_UP, SHIFT_BEGUN, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (LIST_SHIFTS, LIST_MY_SHIFTS, GET_SHIFT, CHANGE_SHIFT, CANCEL_SHIFT, SIGN_UP, SIGN_OFF)
EVENTS = (ShiftChanged, PlacesGained)
