"""Needs: what communities lack, from surveys or listed one by one."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import OFFICE, STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    Moment,
    Page,
    PageQuery,
    Planned,
    Point,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.people import Skill
from shared.kernel.errors import NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class Kind(StrEnum):
    """What is lacking or offered. People: help by somebody with a skill."""

    PEOPLE = "people"
    VENUE = "venue"
    SPORTS = "sports"
    CANTEEN = "canteen"
    PARKING = "parking"
    EQUIPMENT = "equipment"
    VEHICLE = "vehicle"
    GOODS = "goods"
    TRAINING = "training"
    WORKS = "works"


class NeedState(StrEnum):
    """Open: not looked at yet. Recruiting: nothing fits, `reason` says why. Met: all of it is in projects."""

    OPEN = "open"
    RECRUITING = "recruiting"
    MET = "met"
    WITHDRAWN = "withdrawn"


class Misfit(StrEnum):
    """Why nothing fits, by how far the best got: qualified, near enough, at the right time, with something left.

    Of calls for help that nobody took: qualified, near enough, not resting, with time, and then without an answer.
    """

    NOT_QUALIFIED = "not_qualified"
    TOO_FAR = "too_far"
    RESTING = "resting"
    NO_TIME = "no_time"
    USED_UP = "used_up"
    NOT_ANSWERED = "not_answered"


class NeedFields(Value):
    title: ShortText = Field(description="what it is about, without names of persons")
    kind: Kind
    skill: Skill | None = Field(default=None, description="given for people, and only then")
    area: AreaPath
    point: Point | None = None
    starts_at: Planned | None = Field(
        default=None, description="with `ends_at`, at most 7 days later, with `minutes` at most 92; none: any time"
    )
    ends_at: Planned | None = None
    minutes: int | None = Field(
        default=None, ge=15, le=7 * 1440,
        description="that it takes at some time between `starts_at` and `ends_at`; none: all of that time",
    )  # fmt: skip
    quantity: int = Field(default=1, ge=1, le=200, description="how many people or pieces")
    priority: int = Field(default=2, ge=1, le=5, description="5 is the most urgent")


class ListNeed(NeedFields, Command):
    pass


class TakeSurvey(Command):
    """The filled-in rows of one survey, all or none; of rows that are not in order each is named."""

    survey: ShortText
    rows: list[NeedFields] = Field(min_length=1, max_length=200)


class NeedAction(Command):
    need_id: Id


class GetNeed(NeedAction):
    pass


class WithdrawNeed(NeedAction):
    pass


class ListNeeds(PageQuery):
    area: AreaPath
    state: NeedState | None = None
    kind: Kind | None = None
    skill: Skill | None = None


class MisfitCount(View):
    reason: Misfit
    count: Count


class NeedView(NeedFields, View):
    """`counts`: of a call for help that nobody took, how many volunteers it was for which reason."""

    id: Id
    survey: str | None = None
    help_call_id: Id | None = Field(None, description="the call for help that it comes from")
    counts: list[MisfitCount] = []
    remaining: Count = Field(description="how many are in no project yet")
    state: NeedState
    reason: Misfit | None = None
    listed_at: Moment
    version: Version


class NeedPage(Page[NeedView]):
    pass


class SurveyTaken(View):
    needs: list[Id]


class NeedListed(Event):
    TYPE: ClassVar[str] = "volunteers.need.listed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    kind: Kind
    skill: Skill | None = None
    quantity: Count
    priority: Count


class NeedUnmet(Event):
    """Nothing that is offered fits: somebody is to be recruited."""

    TYPE: ClassVar[str] = "volunteers.need.unmet.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    kind: Kind
    skill: Skill | None = None
    remaining: Count
    reason: Misfit


SKILL_MISPLACED = ErrorCode(
    "volunteers.skill_misplaced",
    422,
    "A skill is named for people, and only then.",
    "类别为“人员”时须填写技能，其他类别不得填写技能。",
)
BAD_TIME = ErrorCode(
    "volunteers.bad_time",
    422,
    "A time has a beginning and an end after it, at most {days} days later.",
    "时间须有开始和结束，结束晚于开始且不超过 {days} 天。",
)
TAKES_TOO_LONG = ErrorCode(
    "volunteers.takes_too_long",
    422,
    "What takes {minutes} minutes does not fit between its beginning and its end; both must be given.",
    "时长 {minutes} 分钟须填写起止时间，且不超过该时段。",
)
OVER_ALREADY = ErrorCode("volunteers.over_already", 422, "That time is over.", "该时段已经结束。")
UNITS = frozenset({Role.RESIDENT, Role.VOLUNTEER, Role.MERCHANT, Role.EMPLOYER, *STAFF})
"""Whoever may list what they can give: residents, teams, shops, enterprises and public units."""

IN_DISORDER = (OUTSIDE_AREA, SKILL_MISPLACED, BAD_TIME, TAKES_TOO_LONG, OVER_ALREADY)
LIST_NEED = Op(
    "list_need", POST("/needs"), ListNeed, NeedView, STAFF, "List what an area lacks", emits=(NeedListed,),
    errors=IN_DISORDER,
)  # fmt: skip
TAKE_SURVEY = Op(
    "take_survey", POST("/need-surveys"), TakeSurvey, SurveyTaken, OFFICE, "List the needs that a survey found",
    emits=(NeedListed,), errors=IN_DISORDER, deadline=20,
)  # fmt: skip
GET_NEED = Op(
    "get_need", GET("/needs/{need_id}"), GetNeed, NeedView, UNITS, "One need", writes=False, errors=(NOT_FOUND,)
)  # fmt: skip
LIST_NEEDS = Op(
    "list_needs", GET("/needs"), ListNeeds, NeedPage, UNITS, "Needs of an area, newest first", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
WITHDRAW_NEED = Op(
    "withdraw_need", POST("/needs/{need_id}/withdraw", 200), WithdrawNeed, NeedView, STAFF,
    "Take back a need that is not wholly met", errors=(NOT_FOUND, NOT_ALLOWED_NOW, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (LIST_NEED, TAKE_SURVEY, GET_NEED, LIST_NEEDS, WITHDRAW_NEED)
EVENTS = (NeedListed, NeedUnmet)
