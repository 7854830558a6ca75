"""Social meetings: seats, coming, who is entered by staff, outcome."""

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Id,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import DELETE, GET, POST, PUT, Op
from shared.contracts.volunteers.activities import (
    CANCELLED_ALREADY,
    IN_THE_PAST,
    TOO_FAR_AHEAD,
    Lasts,
    MomentIn,
)
from shared.contracts.volunteers.attendance import CHECKED_IN_ALREADY, CODE_STALE, NOT_AT_THIS_TIME, Code, ShiftCodeView
from shared.contracts.volunteers.meeting_series import CONDITION_UNMET, Affirmed, MeetingChanged
from shared.contracts.volunteers.people import COUNTER, MEMBERS, READERS, BirthYear
from shared.contracts.volunteers.shifts import ALREADY_SIGNED_UP, ENDED, NOT_SIGNED_UP, TOO_EARLY
from shared.contracts.volunteers.tour_attendance import NO_SEAT
from shared.kernel.errors import NOT_FOUND, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


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


class SomebodyThere(Value):
    """By their account or, who does not sign in, by the register: one of the two."""

    account: Id | None = None
    person: Id | None = None


class WalkIn(SomebodyThere):
    """Becomes a member. Shows nothing until they permit it themselves."""

    birth_year: BirthYear
    area: AreaPath = Field(description="where they live")
    affirms: Affirmed = []


class BookSeats(MeetingStep):
    """For who rings up or stands at a counter, all or none, by the same rules as for oneself. Naming who has a seat again
    changes nothing."""

    people: list[WalkIn] = Field(min_length=1, max_length=200)


class ReleaseSeats(MeetingStep):
    """On their word, all or none."""

    people: list[SomebodyThere] = Field(min_length=1, max_length=200)


class ListBookings(MeetingStep):
    """Who has a seat and does not sign in."""


class AdmitWalkIns(MeetingStep):
    """Who stands at the door; all or none."""

    people: list[WalkIn] = Field(default=[], max_length=200)
    guests: int = Field(default=0, ge=0, le=500, description="who is not in the register; they are only counted")


class ConcludeMeeting(MeetingStep):
    outcome: ShortText = Field(description="how it went, without names of persons")


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


class BookingView(View):
    person: Id
    came: bool


class BookingList(View):
    items: list[BookingView]


class SocialMeetingPage(Page[SocialMeetingView]):
    pass


NOT_A_MEMBER = ErrorCode("volunteers.not_a_member", 409, "Join these meetings first.", "请先报名成为该系列活动的成员。")
MEETING_BEGUN = ErrorCode("volunteers.meeting_begun", 409, "The meeting has begun.", "该聚会已经开始。")
MEETING_AHEAD = ErrorCode("volunteers.meeting_ahead", 409, "The meeting has not begun.", "该聚会尚未开始。")
CONCLUDED = ErrorCode("volunteers.meeting_concluded", 409, "The meeting is concluded.", "该聚会已结束登记。")
ACCOUNT_OR_PERSON = ErrorCode(
    "volunteers.account_or_person", 422, "Name an account or somebody of the register: one of the two.",
    "账号与居民编号须填且只填一项。",
)  # fmt: skip
CHANGING = (NOT_FOUND, CANCELLED_ALREADY, MEETING_BEGUN, STALE_VERSION)

LIST_MEETINGS = Op(
    "list_meetings", GET("/meetings"), ListMeetings, SocialMeetingPage, READERS,
    "Meetings of an area to come, the soonest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
GET_MEETING = Op(
    "get_meeting", GET("/meetings/{meeting_id}"), GetMeeting, SocialMeetingView, READERS, "One meeting", writes=False,
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
    errors=(
        NOT_FOUND, CANCELLED_ALREADY, CONCLUDED, NOT_AT_THIS_TIME, ACCOUNT_OR_PERSON, CONDITION_UNMET, NO_SEAT,
    ),
)  # fmt: skip
BOOK_SEATS = Op(
    "book_seats", POST("/meetings/{meeting_id}/bookings", 200), BookSeats, SocialMeetingView, COUNTER,
    "Take seats for who rings up or stands at a counter", deadline=20,
    errors=(NOT_FOUND, CANCELLED_ALREADY, ENDED, TOO_EARLY, ACCOUNT_OR_PERSON, CONDITION_UNMET, NO_SEAT),
)  # fmt: skip
RELEASE_SEATS = Op(
    "release_seats", POST("/meetings/{meeting_id}/bookings/release", 200), ReleaseSeats, SocialMeetingView, COUNTER,
    "Give up seats for who rings up or stands at a counter",
    errors=(NOT_FOUND, CANCELLED_ALREADY, ACCOUNT_OR_PERSON, NOT_SIGNED_UP, MEETING_BEGUN),
)  # fmt: skip
LIST_BOOKINGS = Op(
    "list_bookings", GET("/meetings/{meeting_id}/bookings"), ListBookings, BookingList, COUNTER,
    "Who has a seat and is to be rung up", writes=False, errors=(NOT_FOUND, CANCELLED_ALREADY),
)  # fmt: skip
CONCLUDE_MEETING = Op(
    "conclude_meeting", POST("/meetings/{meeting_id}/outcome", 200), ConcludeMeeting, SocialMeetingView, STAFF,
    "Put on record how a meeting went", errors=(NOT_FOUND, CANCELLED_ALREADY, CONCLUDED, MEETING_AHEAD, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (
    LIST_MEETINGS, GET_MEETING, MOVE_MEETING, CANCEL_MEETING, SIGN_UP_FOR_MEETING, SIGN_OFF_MEETING, SHOW_MEETING_CODE,
    ARRIVE_AT_MEETING, BOOK_SEATS, RELEASE_SEATS, LIST_BOOKINGS, ADMIT_WALK_INS, CONCLUDE_MEETING,
)  # fmt: skip
EVENTS = ()
