"""Attendance: codes that change every half minute, who came and left, and hours served in and outside of shifts."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from shared.contracts.actor import STAFF
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
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.activities import CANCELLED_ALREADY
from shared.contracts.volunteers.behalf import RosterChanged
from shared.contracts.volunteers.people import MEMBERS, NOT_ENROLLED, VolunteerAction
from shared.contracts.volunteers.shifts import NOT_SIGNED_UP, EntryAction, EntryView, ShiftAction
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class Passage(StrEnum):
    """A code is for coming or for leaving."""

    IN = "in"
    OUT = "out"


Code = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$"), Field(examples=["0" * 16])]


class ShowShiftCode(ShiftAction):
    passage: Passage = Passage.IN


class ListRoster(ShiftAction):
    pass


class CheckIn(ShiftAction):
    code: Code


class CheckOut(ShiftAction):
    code: Code


class MarkArrival(EntryAction):
    """For who has no phone at hand."""


class MarkDeparture(EntryAction):
    pass


class CallIn(EntryAction):
    """Somebody who stands by has a place now, also where another one has not come."""


class StrikeArrival(EntryAction):
    """Somebody used a code that was passed on, and was not there: a no-show; their minutes are taken back."""

    reason: ShortText


class ListHours(VolunteerAction, PageQuery):
    """The latest first."""


class ListMyHours(PageQuery):
    """Outside of shifts, the latest first."""


class StrikeHours(Command):
    """What was recorded by mistake stays on record, struck, and its minutes are taken back."""

    service_id: Id
    reason: ShortText


class RecordHours(Command):
    """What a volunteer did outside of any shift."""

    volunteer_id: Id
    day: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31), description="a day in Shanghai")]
    minutes: int = Field(ge=1, le=1440)
    what: ShortText


class ShowMyService(Command):
    pass


class ShiftCodeView(View):
    """`came`: how many have checked in so far, for who shows the code to compare with how many stand there."""

    code: Code
    came: Count | None = None
    until: Moment = Field(description="when the next code is due; this one holds for one more step")


class RosterView(View):
    items: list[EntryView]


class ServiceView(View):
    """What a volunteer has done; `minutes` counts all, `outside` only what was outside of shifts."""

    minutes: Count
    outside: Count
    shifts: Count
    no_shows: Count


class HoursView(View):
    id: Id
    volunteer_id: Id
    day: date
    minutes: Count
    what: ShortText
    struck: str | None = Field(default=None, description="why it does not count any more")
    version: Version


class HoursPage(Page[HoursView]):
    pass


class ServiceTakenBack(Event):
    """Minutes that were given do not count any more; `shift_id` is absent for hours outside of shifts."""

    TYPE: ClassVar[str] = "volunteers.service.taken_back.v1"

    account: str
    area: AreaPath
    minutes: Count
    shift_id: str | None = None


class ServiceGiven(Event):
    """Time that a volunteer served; `shift_id` is absent for hours outside of shifts, `help_call_id` names a call for help."""

    TYPE: ClassVar[str] = "volunteers.service.given.v1"

    account: str
    area: AreaPath
    minutes: Count
    shift_id: str | None = None
    help_call_id: str | None = None


CODE_STALE = ErrorCode(
    "volunteers.code_stale",
    409,
    "This code is not valid, or no longer; scan again.",
    "签到码无效或已过期，请重新扫码。",
)
NOT_AT_THIS_TIME = ErrorCode(
    "volunteers.not_at_this_time", 409, "Nobody checks in or out at this time.", "当前不在签到或签退时间内。"
)
CHECKED_IN_ALREADY = ErrorCode("volunteers.checked_in_already", 409, "You are checked in already.", "您已签到。")
NOT_CHECKED_IN = ErrorCode("volunteers.not_checked_in", 409, "You are not checked in.", "您尚未签到，或已签退。")
OWN_HOURS = ErrorCode(
    "volunteers.own_hours",
    403,
    "Nobody attests their own hours; somebody else records them.",
    "不能为本人认定服务时长，请由他人登记。",
)
NOT_STANDING_BY = ErrorCode("volunteers.not_standing_by", 409, "They do not stand by.", "该志愿者未在候补待命。")
NOT_COME = ErrorCode("volunteers.not_come", 409, "They have not checked in.", "该志愿者没有签到记录。")
STRUCK_ALREADY = ErrorCode("volunteers.struck_already", 409, "This is struck already.", "该记录已被撤销。")
DAY_TO_COME = ErrorCode("volunteers.day_to_come", 422, "This day has yet to come.", "该日期尚未到来。")

SHOW_SHIFT_CODE = Op(
    "show_shift_code", GET("/shifts/{shift_id}/code"), ShowShiftCode, ShiftCodeView, MEMBERS,
    "The code that a leader shows for checking in or out", writes=False, errors=(NOT_FOUND, FORBIDDEN, CANCELLED_ALREADY),
)  # fmt: skip
LIST_ROSTER = Op(
    "list_roster", GET("/shifts/{shift_id}/entries"), ListRoster, RosterView, MEMBERS,
    "Who is signed up, waits, came and left, for leaders", writes=False, errors=(NOT_FOUND, FORBIDDEN),
)  # fmt: skip
CHECK_IN = Op(
    "check_in", POST("/shifts/{shift_id}/arrival", 200), CheckIn, EntryView, MEMBERS, "Check in by the code shown",
    errors=(
        NOT_FOUND, CANCELLED_ALREADY, NOT_SIGNED_UP, OWN_HOURS, CODE_STALE, NOT_AT_THIS_TIME, CHECKED_IN_ALREADY,
        STALE_VERSION,
    ),
)  # fmt: skip
CHECK_OUT = Op(
    "check_out", POST("/shifts/{shift_id}/departure", 200), CheckOut, EntryView, MEMBERS, "Check out by the code shown",
    emits=(ServiceGiven,),
    errors=(NOT_FOUND, NOT_SIGNED_UP, CODE_STALE, NOT_AT_THIS_TIME, NOT_CHECKED_IN, STALE_VERSION),
)  # fmt: skip
RECORD_HOURS = Op(
    "record_hours", POST("/volunteers/{volunteer_id}/service"), RecordHours, HoursView, STAFF,
    "Record what a volunteer did outside of shifts", emits=(ServiceGiven,),
    errors=(NOT_FOUND, OWN_HOURS, DAY_TO_COME, STALE_VERSION),
)  # fmt: skip
SHOW_MY_SERVICE = Op(
    "show_my_service", GET("/volunteers/me/service"), ShowMyService, ServiceView, MEMBERS, "What I have done, in minutes",
    writes=False, errors=(NOT_ENROLLED,),
)  # fmt: skip
AT_ENTRY = "/shifts/{shift_id}/entries/{volunteer_id}"
MARKING = (NOT_FOUND, FORBIDDEN, CANCELLED_ALREADY, NOT_SIGNED_UP, OWN_HOURS, NOT_AT_THIS_TIME, STALE_VERSION)
MARK_ARRIVAL = Op(
    "mark_arrival", POST(f"{AT_ENTRY}/arrival", 200), MarkArrival, EntryView, MEMBERS,
    "Mark that somebody came, for leaders", errors=(*MARKING, CHECKED_IN_ALREADY),
)  # fmt: skip
MARK_DEPARTURE = Op(
    "mark_departure", POST(f"{AT_ENTRY}/departure", 200), MarkDeparture, EntryView, MEMBERS,
    "Mark that somebody left, for leaders", emits=(ServiceGiven,), errors=(*MARKING, NOT_CHECKED_IN),
)  # fmt: skip
CALL_IN = Op(
    "call_in", POST(f"{AT_ENTRY}/call-in", 200), CallIn, EntryView, MEMBERS,
    "Call in somebody who stands by, for leaders; they are told", emits=(RosterChanged,),
    errors=(NOT_FOUND, FORBIDDEN, CANCELLED_ALREADY, NOT_SIGNED_UP, NOT_STANDING_BY, NOT_AT_THIS_TIME, STALE_VERSION),
)  # fmt: skip
STRIKE_ARRIVAL = Op(
    "strike_arrival", POST(f"{AT_ENTRY}/strike", 200), StrikeArrival, EntryView, MEMBERS,
    "Strike off that somebody came, for leaders; they are told", emits=(RosterChanged, ServiceTakenBack),
    errors=(NOT_FOUND, FORBIDDEN, NOT_SIGNED_UP, NOT_COME, STALE_VERSION),
)  # fmt: skip
LIST_HOURS = Op(
    "list_hours", GET("/volunteers/{volunteer_id}/service"), ListHours, HoursPage, STAFF,
    "What a volunteer did outside of shifts", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
LIST_MY_HOURS = Op(
    "list_my_hours", GET("/volunteers/me/service/hours"), ListMyHours, HoursPage, MEMBERS,
    "What I did outside of shifts", writes=False, errors=(NOT_ENROLLED, BAD_CURSOR),
)  # fmt: skip
STRIKE_HOURS = Op(
    "strike_hours", POST("/volunteers/service/{service_id}/strike", 200), StrikeHours, HoursView, STAFF,
    "Strike hours that were recorded by mistake", emits=(ServiceTakenBack,),
    errors=(NOT_FOUND, OWN_HOURS, STRUCK_ALREADY, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (
    SHOW_SHIFT_CODE, LIST_ROSTER, CHECK_IN, CHECK_OUT, MARK_ARRIVAL, MARK_DEPARTURE, CALL_IN, STRIKE_ARRIVAL,
    RECORD_HOURS, LIST_HOURS, LIST_MY_HOURS, STRIKE_HOURS, SHOW_MY_SERVICE,
)  # fmt: skip
EVENTS = (ServiceGiven, ServiceTakenBack)
