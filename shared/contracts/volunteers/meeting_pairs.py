"""Pairs that meetings lead to: both sides choose each other, each sees what the other permits, nobody else sees who."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import AreaPath, Command, Count, Id, Moment, Page, PageQuery, ShortText, Version, View, pii
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.meeting_series import Card
from shared.contracts.volunteers.meetings import MeetingStep
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.posts import Day
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

BadgeNumber = Annotated[int, Field(ge=1, le=10_000, description="that somebody has at a meeting")]


class MeetingPairState(StrEnum):
    """Seeing: one of the two says that they go on. Together: both say so. Parted: one of them has ended it."""

    FORMED = "formed"
    SEEING = "seeing"
    TOGETHER = "together"
    PARTED = "parted"


class Word(StrEnum):
    """What one of a pair says of it."""

    SEEING = "seeing"
    TOGETHER = "together"
    PARTED = "parted"


class ListPresent(MeetingStep, PageQuery):
    """For who has come, the others who have."""


class ChoosePeople(MeetingStep):
    """Whom one would like to meet again, by their numbers; in place of those chosen before. Nobody learns of it who has
    not chosen back."""

    numbers: list[BadgeNumber] = Field(max_length=20)


class ListMyMeetingPairs(PageQuery):
    pass


class TellFollowUp(Command):
    pair_id: Id
    word: Word
    note: ShortText | None = pii(default=None, description="for oneself; the other does not see it")


class ShowMeetingFigures(Command):
    area: AreaPath
    since: Day | None = None
    until: Day | None = Field(default=None, description="the last day that counts")


class OtherView(Card, View):
    """As far as they permit."""

    birth_year: Count | None = pii(default=None)


class PresentView(View):
    number: Count
    person: OtherView


class PresentPage(Page[PresentView]):
    pass


class ChoicesView(View):
    numbers: list[Count]
    pairs: list[Count] = Field(description="numbers of those who have chosen the caller too")


class MeetingPairView(View):
    id: Id
    meeting_id: Id
    formed_at: Moment
    state: MeetingPairState
    other: OtherView
    word: Word | None = Field(default=None, description="what the caller said last")
    note: str | None = pii(default=None, description="the caller's own")
    version: Version


class MeetingPairPage(Page[MeetingPairView]):
    pass


class MeetingFigures(View):
    """`members` joined and `pairs` were formed in the time; `turns`: comings of members to meetings held in it."""

    area: AreaPath
    series: Count
    meetings: Count = Field(description="concluded")
    members: Count
    turns: Count
    guests: Count
    no_shows: Count
    pairs: Count
    together: Count
    parted: Count


NOT_PRESENT = ErrorCode(
    "volunteers.not_present", 409, "This is for those who have come to the meeting.", "仅限已签到参加该聚会的成员。"
)
NO_SUCH_NUMBER = ErrorCode(
    "volunteers.no_such_number",
    422,
    "Nobody else has the number {number} there.",
    "该聚会没有编号为 {number} 的其他成员。",
)
CHOICES_CLOSED = ErrorCode(
    "volunteers.choices_closed",
    409,
    "One chooses until {days} days after the meeting.",
    "选择截止于聚会结束后 {days} 天。",
)
PAIR_PARTED = ErrorCode("volunteers.pair_parted", 409, "This pair is parted.", "双方已结束联系。")

LIST_PRESENT = Op(
    "list_present", GET("/meetings/{meeting_id}/people"), ListPresent, PresentPage, MEMBERS,
    "Who else has come, as far as they permit", writes=False, errors=(NOT_FOUND, NOT_PRESENT, BAD_CURSOR),
)  # fmt: skip
CHOOSE_PEOPLE = Op(
    "choose_people", PUT("/meetings/{meeting_id}/choices"), ChoosePeople, ChoicesView, MEMBERS,
    "Say whom I would like to meet again; who chooses me too is a pair with me",
    errors=(NOT_FOUND, NOT_PRESENT, NO_SUCH_NUMBER, CHOICES_CLOSED),
)  # fmt: skip
LIST_MY_MEETING_PAIRS = Op(
    "list_my_meeting_pairs", GET("/meeting-pairs/mine"), ListMyMeetingPairs, MeetingPairPage, MEMBERS, "With whom I am a pair, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
TELL_FOLLOW_UP = Op(
    "tell_follow_up", POST("/meeting-pairs/{pair_id}/words", 200), TellFollowUp, MeetingPairView, MEMBERS,
    "Say how it goes on, or end it", errors=(NOT_FOUND, PAIR_PARTED, STALE_VERSION), keeps_reply=False,
)  # fmt: skip
SHOW_MEETING_FIGURES = Op(
    "show_meeting_figures", GET("/meetings/figures"), ShowMeetingFigures, MeetingFigures, STAFF,
    "Members, meetings and pairs of an area, as numbers", writes=False, errors=(OUTSIDE_AREA,),
)  # fmt: skip

OPERATIONS = (LIST_PRESENT, CHOOSE_PEOPLE, LIST_MY_MEETING_PAIRS, TELL_FOLLOW_UP, SHOW_MEETING_FIGURES)
EVENTS = ()
