"""Resolutions: what was decided becomes somebody's task, with a day by which it is done, reports, feedback and ratings."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import EVERYBODY, STAFF, Role
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
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.sessions import NO_SUCH_TOPIC
from shared.contracts.tickets.topics import NO_SUCH_TICKET, OUT_OF_PHASE
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class ResolutionKind(StrEnum):
    ACTION = "action"
    PROJECT = "project"


class ResolutionState(StrEnum):
    IN_HAND = "in_hand"
    CARRIED_OUT = "carried_out"
    RATED = "rated"
    REVOKED = "revoked"


class ResolutionFields(Value):
    """worth: what it costs, in fen. unit: the office responsible; responsible: the account of who answers for it."""

    area: AreaPath
    kind: ResolutionKind = ResolutionKind.ACTION
    title: ShortText
    text: LongText
    unit: ShortText
    responsible: Id | None = None
    due: date = Field(description="the last day, in Shanghai")
    worth: int = Field(0, ge=0, le=10**13, description="fen")
    topic: Id | None = None
    session: Id | None = None
    vote: Id | None = None
    ticket: Id | None = None


class MakeResolution(ResolutionFields, Command):
    pass


class ResolutionAction(Command):
    resolution_id: Id


class GetResolution(ResolutionAction):
    pass


class ListResolutions(PageQuery):
    area: AreaPath
    state: ResolutionState | None = None
    kind: ResolutionKind | None = None
    topic: Id | None = None
    overdue: bool = Field(False, description="only those still in hand after their day")


class ReportOnResolution(ResolutionAction):
    """What supervision found: how far it has got, in per cent."""

    text: LongText
    progress: int = Field(ge=0, le=100)


class CarryOutResolution(ResolutionAction):
    """The feedback goes to those who talked it over."""

    feedback: LongText


class RateResolution(ResolutionAction):
    stars: int = Field(ge=1, le=5, description="1 (bad) to 5 (very good)")
    comment: LongText | None = None


class RevokeResolution(ResolutionAction):
    reason: LongText


class ShowResolutionFigures(Command):
    area: AreaPath


class ProgressReport(View):
    at: Moment
    text: str
    progress: int


class ResolutionView(ResolutionFields, View):
    id: Id
    state: ResolutionState
    made_at: Moment
    overdue: bool
    progress: int = Field(description="per cent, as last reported")
    reports: list[ProgressReport] = []
    feedback: str | None = None
    carried_out_at: Moment | None = None
    ratings: Count
    stars: float | None = Field(None, description="the mean of all ratings")
    rated_by_me: bool
    reason: str | None = None
    actions: list[NextAction] = []
    version: Version


class ResolutionPage(Page[ResolutionView]):
    pass


class StateCount(View):
    state: ResolutionState
    count: Count


class ResolutionFiguresView(View):
    """worth: of projects, in fen, the revoked left out."""

    area: AreaPath
    resolutions: Count
    states: list[StateCount]
    overdue: Count
    projects: Count
    worth: Count


class ResolutionNews(Value):
    resolution: Id
    area: AreaPath
    kind: ResolutionKind
    unit: str
    due: date
    worth: Count
    topic: Id | None = None
    ticket: Id | None = None


class ResolutionMade(ResolutionNews, Event):
    TYPE: ClassVar[str] = "tickets.resolution.made.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"


class ResolutionCarriedOut(ResolutionNews, Event):
    TYPE: ClassVar[str] = "tickets.resolution.carried_out.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"


NO_SUCH_SOURCE = ErrorCode(
    "tickets.no_such_source", 422, "There is no such {source} in this area.", "该区域没有所引用的来源（{source}）。"
)
NOT_CONCERNED = ErrorCode(
    "tickets.not_concerned", 403, "Those rate it who took part: in its topic, its session or its vote.",
    "仅参与过该议题、会议或表决的人可以评价。",
)  # fmt: skip
RATED_ALREADY = ErrorCode("tickets.rated_already", 409, "You have rated this before.", "您已评价过。")
TOO_MANY_REPORTS = ErrorCode(
    "tickets.too_many_reports", 409, "At most {limit} reports are kept.", "最多保存 {limit} 份督办报告。"
)
MOVES = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)

MAKE_RESOLUTION = Op(
    "make_resolution", POST("/resolutions"), MakeResolution, ResolutionView, STAFF, "Turn what was decided into a task",
    emits=(ResolutionMade,), errors=(OUTSIDE_AREA, NO_SUCH_TOPIC, OUT_OF_PHASE, NO_SUCH_TICKET, NO_SUCH_SOURCE),
)  # fmt: skip
GET_RESOLUTION = Op(
    "get_resolution", GET("/resolutions/{resolution_id}"), GetResolution, ResolutionView, EVERYBODY,
    "One resolution, with its reports", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_RESOLUTIONS = Op(
    "list_resolutions", GET("/resolutions"), ListResolutions, ResolutionPage, EVERYBODY,
    "Resolutions of an area, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
REPORT_ON_RESOLUTION = Op(
    "report_on_resolution", POST("/resolutions/{resolution_id}/reports", 200), ReportOnResolution, ResolutionView,
    EVERYBODY, "Report how far it has got, as host or as who is responsible", errors=(*MOVES, TOO_MANY_REPORTS),
)  # fmt: skip
CARRY_OUT_RESOLUTION = Op(
    "carry_out_resolution", POST("/resolutions/{resolution_id}/carry-out", 200), CarryOutResolution, ResolutionView,
    EVERYBODY, "Say that it is done, with feedback", emits=(ResolutionCarriedOut,), errors=MOVES,
)  # fmt: skip
RATE_RESOLUTION = Op(
    "rate_resolution", POST("/resolutions/{resolution_id}/rate", 200), RateResolution, ResolutionView,
    frozenset({Role.RESIDENT}), "Rate what was done, once each", errors=(*MOVES, NOT_CONCERNED, RATED_ALREADY),
)  # fmt: skip
REVOKE_RESOLUTION = Op(
    "revoke_resolution", POST("/resolutions/{resolution_id}/revoke", 200), RevokeResolution, ResolutionView, STAFF,
    "Take a resolution back, and say why", errors=MOVES,
)  # fmt: skip
SHOW_RESOLUTION_FIGURES = Op(
    "show_resolution_figures", GET("/resolutions/figures"), ShowResolutionFigures, ResolutionFiguresView,
    STAFF | {Role.AUDITOR}, "How many are in hand, overdue and done, and what projects are worth", writes=False,
    errors=(OUTSIDE_AREA,),
)  # fmt: skip

OPERATIONS = (
    MAKE_RESOLUTION, LIST_RESOLUTIONS, SHOW_RESOLUTION_FIGURES, GET_RESOLUTION, REPORT_ON_RESOLUTION,
    CARRY_OUT_RESOLUTION, RATE_RESOLUTION, REVOKE_RESOLUTION,
)  # fmt: skip
EVENTS = (ResolutionMade, ResolutionCarriedOut)
