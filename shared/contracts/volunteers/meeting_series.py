"""Series of social meetings: held again and again, for residents who meet the conditions, who join as members."""

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
from shared.contracts.volunteers.people import MEMBERS, READERS, BirthYear
from shared.contracts.volunteers.posts import KindCode
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Age = Annotated[int, Field(ge=0, le=120, description="by calendar years")]
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


class MeetingChanged(Event):
    """Moved or, with a reason, cancelled. `accounts`: who has a seat, to be told; `persons`: who has one and does not sign
    in, by the register, to be rung up."""

    TYPE: ClassVar[str] = "volunteers.meeting.changed.v1"

    title: str
    place: str
    starts: Moment
    cancelled: str | None = None
    accounts: list[str]
    persons: list[str] = []


CONDITION_UNMET = ErrorCode(
    "volunteers.condition_unmet",
    409,
    "These meetings are for those who meet a condition: {condition}.",
    "不符合该活动的参加条件：{condition}。",
)
BAD_AGES = ErrorCode("volunteers.bad_ages", 422, "The ages are in the wrong order.", "年龄下限不得大于上限。")

OPEN_SERIES = Op(
    "open_series", POST("/meeting-series"), OpenSeries, MeetingSeriesView, STAFF,
    "Hold social meetings, once or by a rule", errors=(OUTSIDE_AREA, BAD_RULE, BAD_AGES, IN_THE_PAST, TOO_FAR_AHEAD),
)  # fmt: skip
END_SERIES = Op(
    "end_series", POST("/meeting-series/{series_id}/end", 200), EndSeries, MeetingSeriesView, STAFF,
    "Hold no more of these meetings", emits=(MeetingChanged,), errors=(NOT_FOUND, CANCELLED_ALREADY, STALE_VERSION),
)  # fmt: skip
GET_SERIES = Op(
    "get_series", GET("/meeting-series/{series_id}"), GetSeries, MeetingSeriesView, READERS, "One series of meetings",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_SERIES = Op(
    "list_series", GET("/meeting-series"), ListSeries, MeetingSeriesPage, READERS,
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

OPERATIONS = (OPEN_SERIES, END_SERIES, GET_SERIES, LIST_SERIES, PUT_MEMBERSHIP, SHOW_MEMBERSHIP, LEAVE_SERIES)
EVENTS = (MeetingChanged,)
