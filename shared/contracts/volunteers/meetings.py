"""Social meetings: held again and again, for residents who meet the conditions; sign-up, coming, walk-ins, outcome."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Done,
    Event,
    Id,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
    pii,
)
from shared.contracts.operation import DELETE, GET, POST, PUT, Op
from shared.contracts.volunteers.activities import (
    BAD_RULE,
    CANCELLED_ALREADY,
    IN_THE_PAST,
    TOO_FAR_AHEAD,
    Lasts,
    MomentIn,
    RecurrenceText,
)
from shared.contracts.volunteers.attendance import CHECKED_IN_ALREADY, CODE_STALE, NOT_AT_THIS_TIME, Code, ShiftCodeView
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.posts import KindCode
from shared.contracts.volunteers.shifts import ALREADY_SIGNED_UP, ENDED, NOT_SIGNED_UP, TOO_EARLY
from shared.contracts.volunteers.tour_attendance import NO_SEAT
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Age = Annotated[int, Field(ge=0, le=120, description="by calendar years")]
BirthYear = Annotated[int, Field(ge=1900, le=2100)]
Affirmed = Annotated[list[KindCode], Field(max_length=10)]


class Affirmation(Value):
    """What who joins must say of themselves."""

    code: KindCode
    text: ShortText
    text_en: ShortText


class Conditions(Value):
    """Who may join; what is absent does not matter."""

    since_age: Age | None = None
    until_age: Age | None = None
    areas: list[AreaPath] = Field(default=[], max_length=20, description="they live in one of these")
    affirm: list[Affirmation] = Field(default=[], max_length=10)


class Shown(StrEnum):
    """What of a member others may see."""

    CALL_NAME = "call_name"
    BIRTH_YEAR = "birth_year"
    ABOUT = "about"
    CONTACT = "contact"


Permitted = Annotated[list[Shown], Field(max_length=len(Shown))]


class Card(Value):
    """What a member tells of themselves. Kept sealed; shown only as they permit."""

    call_name: ShortText | None = pii(default=None)
    about: ShortText | None = pii(default=None)
    contact: ShortText | None = pii(default=None)


class SeriesFields(Value):
    area: AreaPath
    title: ShortText
    place: ShortText
    starts: MomentIn = Field(description="when the first meeting starts, or where a rule begins to count")
    minutes: Lasts
    rule: RecurrenceText | None = Field(default=None, description="absent: it is held once")
    seats: int = Field(ge=2, le=500)
    opens_before: int = Field(default=720, ge=1, le=8784, description="hours before the start at which sign-up opens")
    closes_before: int = Field(default=0, ge=0, le=10_080, description="minutes before the start at which sign-up ends")
    conditions: Conditions = Conditions()


class OpenSeries(SeriesFields, Command):
    pass


class SeriesAction(Command):
    series_id: Id


class EndSeries(SeriesAction):
    """All meetings that have not begun are cancelled, and no more are made."""

    reason: ShortText


class GetSeries(SeriesAction):
    pass


class ListSeries(PageQuery):
    area: AreaPath


class PutMembership(SeriesAction):
    """For oneself, as long as one meets the conditions. Putting it again changes what one said before."""

    birth_year: BirthYear
    area: AreaPath = Field(description="where they live")
    affirms: Affirmed = []
    card: Card = Card()
    permits_present: Permitted = Field(default=[], description="what others at the same meeting see")
    permits_pair: Permitted = Field(default=[], description="what somebody sees with whom one is a pair")


class ShowMembership(SeriesAction):
    pass


class LeaveSeries(SeriesAction):
    """What one told is forgotten; pairs are parted."""


class MeetingStep(Command):
    meeting_id: Id


class GetMeeting(MeetingStep):
    pass


class ListMeetings(PageQuery):
    """Those that are not over, the soonest first."""

    area: AreaPath
    series_id: Id | None = None


class MoveMeeting(MeetingStep):
    place: ShortText
    starts: MomentIn
    minutes: Lasts


class CancelMeeting(MeetingStep):
    reason: ShortText


class SignUpForMeeting(MeetingStep):
    pass


class SignOffMeeting(MeetingStep):
    pass


class ShowMeetingCode(MeetingStep):
    pass


class ArriveAtMeeting(MeetingStep):
    code: Code


class WalkIn(Value):
    """Somebody at the door with an account: becomes a member, and has come. Shows nothing until they permit it themselves."""

    account: Id
    birth_year: BirthYear
    area: AreaPath = Field(description="where they live")
    affirms: Affirmed = []


class AdmitWalkIns(MeetingStep):
    """All or none."""

    people: list[WalkIn] = Field(default=[], max_length=200)
    guests: int = Field(default=0, ge=0, le=500, description="who have no account; they are only counted")


class ConcludeMeeting(MeetingStep):
    outcome: ShortText = Field(description="how it went, without names of persons")


class MeetingSeriesView(SeriesFields, View):
    id: Id
    members: Count
    ended: bool
    version: Version


class MeetingSeriesPage(Page[MeetingSeriesView]):
    pass


class MembershipView(View):
    """`card`, `birth_year`, `area` and `affirms` are shown to the member alone, and only when asked for."""

    series_id: Id
    joined_at: Moment
    permits_present: list[Shown]
    permits_pair: list[Shown]
    card: Card | None = None
    birth_year: Count | None = pii(default=None)
    area: AreaPath | None = pii(default=None)
    affirms: list[str] | None = None
    version: Version


class SocialMeetingView(View):
    id: Id
    series_id: Id
    area: AreaPath
    title: str
    place: str
    starts: Moment
    ends: Moment
    opens_at: Moment
    closes_at: Moment
    seats: Count
    taken: Count
    came: Count
    guests: Count
    cancelled: str | None = Field(default=None, description="why it is cancelled")
    outcome: str | None = None
    no_shows: Count | None = Field(default=None, description="once it is concluded")
    number: Count | None = Field(
        default=None, description="by which the others know the caller there; who has come has one"
    )
    mine: bool = Field(description="whether the caller has a seat")
    version: Version


class SocialMeetingPage(Page[SocialMeetingView]):
    pass


class MeetingChanged(Event):
    """Moved or, with a reason, cancelled. `accounts`: who has a seat, to be told."""

    TYPE: ClassVar[str] = "volunteers.meeting.changed.v1"

    title: str
    place: str
    starts: Moment
    cancelled: str | None = None
    accounts: list[str]


CONDITION_UNMET = ErrorCode(
    "volunteers.condition_unmet",
    409,
    "These meetings are for those who meet a condition: {condition}.",
    "不符合该活动的参加条件：{condition}。",
)
NOT_A_MEMBER = ErrorCode("volunteers.not_a_member", 409, "Join these meetings first.", "请先报名成为该系列活动的成员。")
MEETING_BEGUN = ErrorCode("volunteers.meeting_begun", 409, "The meeting has begun.", "该聚会已经开始。")
MEETING_AHEAD = ErrorCode("volunteers.meeting_ahead", 409, "The meeting has not begun.", "该聚会尚未开始。")
CONCLUDED = ErrorCode("volunteers.meeting_concluded", 409, "The meeting is concluded.", "该聚会已结束登记。")
BAD_AGES = ErrorCode("volunteers.bad_ages", 422, "The ages are in the wrong order.", "年龄下限不得大于上限。")
CHANGING = (NOT_FOUND, CANCELLED_ALREADY, MEETING_BEGUN, STALE_VERSION)

OPEN_SERIES = Op(
    "open_series", POST("/meeting-series"), OpenSeries, MeetingSeriesView, STAFF,
    "Hold social meetings, once or by a rule", errors=(OUTSIDE_AREA, BAD_RULE, BAD_AGES, IN_THE_PAST, TOO_FAR_AHEAD),
)  # fmt: skip
END_SERIES = Op(
    "end_series", POST("/meeting-series/{series_id}/end", 200), EndSeries, MeetingSeriesView, STAFF,
    "Hold no more of these meetings", emits=(MeetingChanged,), errors=(NOT_FOUND, CANCELLED_ALREADY, STALE_VERSION),
)  # fmt: skip
GET_SERIES = Op(
    "get_series", GET("/meeting-series/{series_id}"), GetSeries, MeetingSeriesView, MEMBERS, "One series of meetings",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_SERIES = Op(
    "list_series", GET("/meeting-series"), ListSeries, MeetingSeriesPage, MEMBERS,
    "Series of meetings in an area, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
PUT_MEMBERSHIP = Op(
    "put_membership", PUT("/meeting-series/{series_id}/members/me"), PutMembership, MembershipView, MEMBERS,
    "Join these meetings, or change what one tells and permits",
    errors=(NOT_FOUND, CANCELLED_ALREADY, CONDITION_UNMET, STALE_VERSION),
)  # fmt: skip
SHOW_MEMBERSHIP = Op(
    "show_membership", GET("/meeting-series/{series_id}/members/me"), ShowMembership, MembershipView, MEMBERS,
    "What I tell and permit", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LEAVE_SERIES = Op(
    "leave_series", DELETE("/meeting-series/{series_id}/members/me"), LeaveSeries, Done, MEMBERS,
    "Leave these meetings; what I told is forgotten", errors=(NOT_FOUND,),
)  # fmt: skip
LIST_MEETINGS = Op(
    "list_meetings", GET("/meetings"), ListMeetings, SocialMeetingPage, MEMBERS,
    "Meetings of an area to come, the soonest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
GET_MEETING = Op(
    "get_meeting", GET("/meetings/{meeting_id}"), GetMeeting, SocialMeetingView, MEMBERS, "One meeting", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
MOVE_MEETING = Op(
    "move_meeting", PUT("/meetings/{meeting_id}"), MoveMeeting, SocialMeetingView, STAFF,
    "Hold a meeting at another time or place; who has a seat is told", emits=(MeetingChanged,),
    errors=(*CHANGING, IN_THE_PAST, TOO_FAR_AHEAD),
)  # fmt: skip
CANCEL_MEETING = Op(
    "cancel_meeting", POST("/meetings/{meeting_id}/cancellation", 200), CancelMeeting, SocialMeetingView, STAFF,
    "Cancel a meeting; who has a seat is told", emits=(MeetingChanged,), errors=CHANGING,
)  # fmt: skip
SIGN_UP_FOR_MEETING = Op(
    "sign_up_for_meeting", POST("/meetings/{meeting_id}/seats"), SignUpForMeeting, SocialMeetingView, MEMBERS,
    "Take a seat at a meeting",
    errors=(
        NOT_FOUND, CANCELLED_ALREADY, ENDED, TOO_EARLY, NOT_A_MEMBER, CONDITION_UNMET, ALREADY_SIGNED_UP, NO_SEAT,
    ),
)  # fmt: skip
SIGN_OFF_MEETING = Op(
    "sign_off_meeting", DELETE("/meetings/{meeting_id}/seats/me"), SignOffMeeting, SocialMeetingView, MEMBERS,
    "Give up my seat", errors=(NOT_FOUND, NOT_SIGNED_UP, MEETING_BEGUN),
)  # fmt: skip
SHOW_MEETING_CODE = Op(
    "show_meeting_code", GET("/meetings/{meeting_id}/code"), ShowMeetingCode, ShiftCodeView, STAFF,
    "The code that is shown at the door", writes=False, errors=(NOT_FOUND, CANCELLED_ALREADY),
)  # fmt: skip
ARRIVE_AT_MEETING = Op(
    "arrive_at_meeting", POST("/meetings/{meeting_id}/arrival", 200), ArriveAtMeeting, SocialMeetingView, MEMBERS,
    "Check in by the code shown",
    errors=(NOT_FOUND, CANCELLED_ALREADY, NOT_SIGNED_UP, CODE_STALE, NOT_AT_THIS_TIME, CHECKED_IN_ALREADY),
)  # fmt: skip
ADMIT_WALK_INS = Op(
    "admit_walk_ins", POST("/meetings/{meeting_id}/walk-ins", 200), AdmitWalkIns, SocialMeetingView, STAFF,
    "Let in who stands at the door", deadline=20,
    errors=(NOT_FOUND, CANCELLED_ALREADY, CONCLUDED, NOT_AT_THIS_TIME, CONDITION_UNMET, NO_SEAT),
)  # fmt: skip
CONCLUDE_MEETING = Op(
    "conclude_meeting", POST("/meetings/{meeting_id}/outcome", 200), ConcludeMeeting, SocialMeetingView, STAFF,
    "Put on record how a meeting went", errors=(NOT_FOUND, CANCELLED_ALREADY, CONCLUDED, MEETING_AHEAD, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (
    OPEN_SERIES, END_SERIES, GET_SERIES, LIST_SERIES, PUT_MEMBERSHIP, SHOW_MEMBERSHIP, LEAVE_SERIES, LIST_MEETINGS,
    GET_MEETING, MOVE_MEETING, CANCEL_MEETING, SIGN_UP_FOR_MEETING, SIGN_OFF_MEETING, SHOW_MEETING_CODE,
    ARRIVE_AT_MEETING, ADMIT_WALK_INS, CONCLUDE_MEETING,
)  # fmt: skip
EVENTS = (MeetingChanged,)
