"""Calls for help: "Who is free?", what it is about, and who may see what of it."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import STAFF
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
    Point,
    ShortText,
    Version,
    View,
    pii,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.needs import NeedUnmet, Planned
from shared.contracts.volunteers.people import MEMBERS, Skill
from shared.contracts.volunteers.posts import Day
from shared.contracts.volunteers.time_bank import NO_COMMUNITY
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

LONGEST = 720
HelpMinutes = Annotated[int, Field(ge=1, le=LONGEST, description="minutes")]


class HelpUrgency(StrEnum):
    """How soon somebody should come; each has rings of its own."""

    NOW = "now"
    SOON = "soon"
    WHENEVER = "whenever"


class HelpAudience(StrEnum):
    """Who learns of a call: all members of the area, only the volunteers that are called, or only staff, who pick somebody."""

    ANYONE = "anyone"
    VOLUNTEERS = "volunteers"
    DISPATCHERS = "dispatchers"


class Sight(StrEnum):
    """What is shown of the place: its community, a point within some 500 m, or all."""

    AREA = "area"
    BLURRED = "blurred"
    FULL = "full"


class HelpCallState(StrEnum):
    """Calling: the rings go out. Untaken: they have, and it recruits; it can still be taken. Settled: enough are confirmed."""

    CALLING = "calling"
    UNTAKEN = "untaken"
    SETTLED = "settled"
    DONE = "done"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class HelpAnswerState(StrEnum):
    """Tentative: taken, the caller has yet to confirm. Half done: one side has said that it is done."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    HALF_DONE = "half_done"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class OpenHelpCall(Command):
    """For oneself, or by staff for somebody of the register. Help of `minutes`, at some time between the two moments."""

    skill: Skill
    text: LongText = pii()
    area: AreaPath = Field(description="where help is wanted, at least a community")
    point: Point | None = Field(default=None, description="from where distances count; shown only as the sights say")
    address: ShortText | None = pii(default=None)
    starts_at: Planned
    ends_at: Planned
    minutes: HelpMinutes
    urgency: HelpUrgency = HelpUrgency.SOON
    helpers: int = Field(default=1, ge=1, le=20, description="how many are wanted")
    confirmed_only: bool = Field(default=False, description="only those whose skill a supporter has confirmed")
    audience: HelpAudience = HelpAudience.VOLUNTEERS
    before: Sight = Field(
        default=Sight.AREA, description="what is shown of the place until the caller has confirmed somebody"
    )
    after: Sight = Field(default=Sight.FULL, description="what the confirmed are shown")
    person: Id | None = Field(default=None, description="of the register of residents, when staff calls for them")


class HelpCallAction(Command):
    help_call_id: Id


class GetHelpCall(HelpCallAction):
    pass


class CancelHelpCall(HelpCallAction):
    reason: ShortText = pii()


class AskVolunteers(HelpCallAction):
    """Staff asks volunteers of their own choice, beside the rings or instead of them."""

    volunteers: list[Id] = Field(min_length=1, max_length=20)


class ListHelpCalls(PageQuery):
    area: AreaPath
    state: HelpCallState | None = None
    skill: Skill | None = None


class ListOpenHelpCalls(PageQuery):
    area: AreaPath


class ListMyHelpCalls(PageQuery):
    pass


class ListHelpCallsToMe(PageQuery):
    pass


class ShowHelpFigures(Command):
    """`until` is not counted any more."""

    area: AreaPath
    since: Day
    until: Day


class HelpAnswerView(View):
    """`volunteer_id` is absent once the volunteer is forgotten."""

    id: Id
    volunteer_id: Id | None = None
    state: HelpAnswerState
    taken_at: Moment
    said_by_volunteer: int | None = Field(default=None, description="minutes")
    said_by_caller: int | None = Field(default=None, description="minutes")
    minutes: int | None = Field(default=None, description="what both sides said")


class HelpCallView(View):
    """`answers`: all of them for the caller and for staff, for a volunteer the own one. `area` is the community for those who may see no more."""

    id: Id
    skill: Skill
    area: AreaPath
    starts_at: Moment
    ends_at: Moment
    minutes: int
    urgency: HelpUrgency
    helpers: Count
    places_left: Count
    confirmed_only: bool
    audience: HelpAudience
    before: Sight
    after: Sight
    state: HelpCallState
    called: Count | None = Field(
        default=None, description="how many volunteers were called, for the caller and for staff"
    )
    radius: Count | None = Field(
        default=None, description="metres of the ring that was called last, for the caller and for staff"
    )
    opened_at: Moment
    answers: list[HelpAnswerView] = []
    version: Version


class HelpCallSight(HelpCallView):
    """With what the asker may see of text and place."""

    text: str | None = pii(default=None)
    point: Point | None = pii(default=None)
    address: str | None = pii(default=None)


class HelpCallPage(Page[HelpCallSight]):
    pass


class HelpFigures(View):
    """Calls that were opened in the period."""

    area: AreaPath
    calls: Count
    called: Count = Field(description="volunteers who were called, each time counted")
    taken: Count = Field(description="calls that somebody took")
    within_day: Count = Field(description="of those, taken within 24 hours")
    done: Count = Field(description="calls that are done")
    untaken: Count = Field(description="calls that became recruiting needs")
    minutes: Count = Field(description="that both sides confirmed")


class HelpCallOpened(Event):
    """Not announced where only staff may know of it. `area` is a community."""

    TYPE: ClassVar[str] = "volunteers.help_call.opened.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    skill: Skill
    urgency: HelpUrgency
    helpers: Count


class HelpAsked(Event):
    """These are called; each of them once."""

    TYPE: ClassVar[str] = "volunteers.help_call.asked.v1"

    accounts: list[str]
    area: AreaPath
    skill: Skill
    urgency: HelpUrgency
    starts_at: Moment
    ends_at: Moment


class HelpCallEnded(Event):
    """Settled, done, lapsed or cancelled: `accounts` are those called who have no part in it, and need not think of it any more."""

    TYPE: ClassVar[str] = "volunteers.help_call.ended.v1"

    accounts: list[str]
    area: AreaPath
    skill: Skill
    state: HelpCallState


BAD_HELP_TIME = ErrorCode(
    "volunteers.bad_help_time", 422,
    "The time for help is still to come, at most {ahead} days ahead and {days} days long, and holds the help itself.",
    "求助时间须尚未结束，最多提前 {ahead} 天、跨度不超过 {days} 天，且不短于所需时长。",
)  # fmt: skip
SIGHTS_NARROW = ErrorCode(
    "volunteers.sights_narrow", 422, "Whoever is confirmed sees at least what was shown before.",
    "确认后可见的内容不得少于确认前。",
)  # fmt: skip
NO_FIT = ErrorCode(
    "volunteers.no_fit", 409, "The volunteer does not fit this call: {reason}.", "该志愿者不符合此求助：{reason}。"
)
HELP_SAID_DONE = ErrorCode(
    "volunteers.help_said_done", 409, "Somebody has said that help was given; confirm it, or let it lapse.",
    "已有一方表示服务完成，不能取消。",
)  # fmt: skip
BAD_PERIOD = ErrorCode("volunteers.bad_period", 422, "The period ends before it begins.", "统计期的结束早于开始。")

OPEN_HELP_CALL = Op(
    "open_help_call", POST("/help-calls"), OpenHelpCall, HelpCallView, MEMBERS, "Call for help; fitting volunteers near by are asked",
    emits=(HelpCallOpened, HelpAsked, NeedUnmet),
    errors=(FORBIDDEN, OUTSIDE_AREA, NO_COMMUNITY, BAD_HELP_TIME, SIGHTS_NARROW),
)  # fmt: skip
GET_HELP_CALL = Op(
    "get_help_call", GET("/help-calls/{help_call_id}"), GetHelpCall, HelpCallSight, MEMBERS, "One call, as far as I may see it",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
CANCEL_HELP_CALL = Op(
    "cancel_help_call", POST("/help-calls/{help_call_id}/cancel", 200), CancelHelpCall, HelpCallView, MEMBERS,
    "Take back a call for help", emits=(HelpCallEnded,),
    errors=(NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, HELP_SAID_DONE, STALE_VERSION),
)  # fmt: skip
ASK_VOLUNTEERS = Op(
    "ask_volunteers", POST("/help-calls/{help_call_id}/asked", 200), AskVolunteers, HelpCallView, STAFF,
    "Ask volunteers whom staff picks", emits=(HelpAsked,),
    errors=(NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, NO_FIT, STALE_VERSION),
)  # fmt: skip
LIST_HELP_CALLS = Op(
    "list_help_calls", GET("/help-calls"), ListHelpCalls, HelpCallPage, STAFF, "Calls for help of an area, newest first",
    writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
LIST_OPEN_HELP_CALLS = Op(
    "list_open_help_calls", GET("/help-calls/open"), ListOpenHelpCalls, HelpCallPage, MEMBERS,
    "Calls of an area that everybody may answer, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
LIST_MY_HELP_CALLS = Op(
    "list_my_help_calls", GET("/help-calls/mine"), ListMyHelpCalls, HelpCallPage, MEMBERS, "My own calls for help, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
LIST_HELP_CALLS_TO_ME = Op(
    "list_help_calls_to_me", GET("/help-calls/to-me"), ListHelpCallsToMe, HelpCallPage, MEMBERS, "Calls that reached me, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
SHOW_HELP_FIGURES = Op(
    "show_help_figures", GET("/help-calls/figures"), ShowHelpFigures, HelpFigures, STAFF, "How many calls were opened, taken and done",
    writes=False, errors=(OUTSIDE_AREA, BAD_PERIOD),
)  # fmt: skip

OPERATIONS = (
    OPEN_HELP_CALL, GET_HELP_CALL, CANCEL_HELP_CALL, ASK_VOLUNTEERS, LIST_HELP_CALLS, LIST_OPEN_HELP_CALLS, LIST_MY_HELP_CALLS,
    LIST_HELP_CALLS_TO_ME, SHOW_HELP_FIGURES,
)  # fmt: skip
EVENTS = (HelpCallOpened, HelpAsked, HelpCallEnded)
