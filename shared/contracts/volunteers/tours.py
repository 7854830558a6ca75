"""Tours: shows, talks and lectures that go to villages, communities, schools, homes and firms."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

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
    Point,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.activities import IN_THE_PAST, TOO_FAR_AHEAD, MomentIn
from shared.contracts.volunteers.partner_units import NOT_FOR_UNIT, SIDES
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.posts import Day
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class PerformerRole(StrEnum):
    """Senior: a veteran or a retired worker."""

    PERFORMER = "performer"
    EXPERT = "expert"
    LECTURER = "lecturer"
    SENIOR = "senior"


class ProgrammeKind(StrEnum):
    SHOW = "show"
    TALK = "talk"
    LECTURE = "lecture"


class HostKind(StrEnum):
    VILLAGE = "village"
    COMMUNITY = "community"
    SCHOOL = "school"
    HOME = "home"
    FIRM = "firm"


class StopState(StrEnum):
    """Held: it took place, and its host has told how many came."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    HELD = "held"


class NewPerformer(Value):
    """A person, or a troupe by its leader's account."""

    account: Id
    role: PerformerRole
    topics: list[ShortText] = Field(default=[], max_length=10)


class EnlistPerformers(Command):
    """Who is enlisted already is changed."""

    area: AreaPath = Field(description="whose staff send them")
    performers: list[NewPerformer] = Field(min_length=1, max_length=200)


class ListPerformers(PageQuery):
    area: AreaPath
    role: PerformerRole | None = None


class ProgrammeFields(Value):
    area: AreaPath = Field(description="whose staff organise it")
    kind: ProgrammeKind
    title: ShortText
    minutes: int = Field(ge=10, le=480, description="how long it lasts at a stop")
    speed: int = Field(
        default=40, ge=5, le=120, description="kilometres an hour, by which the way between stops counts"
    )
    team_id: Id | None = Field(default=None, description="the team of volunteers that gives it")


class PlanProgramme(ProgrammeFields, Command):
    pass


class ProgrammeAction(Command):
    programme_id: Id


class GetProgramme(ProgrammeAction):
    pass


class ListProgrammes(PageQuery):
    area: AreaPath
    kind: ProgrammeKind | None = None


class AskedStop(Value):
    area: AreaPath
    host: HostKind
    unit_id: Id | None = Field(default=None, description="the partner unit that asks, by one who acts for it")
    place: ShortText = Field(description="without names of persons")
    point: Point
    wished: MomentIn = Field(description="when it should start")
    seats: int = Field(default=0, ge=0, le=500, description="for which people sign up; 0: everybody just comes")


class AskForStops(ProgrammeAction):
    """All or none."""

    stops: list[AskedStop] = Field(min_length=1, max_length=200)


class PlannedStop(Value):
    stop_id: Id
    starts: MomentIn


class RoutePlan(Value):
    """The way of the same performers over stops of one day, in order."""

    performers: list[Id] = Field(min_length=1, max_length=50)
    stops: list[PlannedStop] = Field(min_length=1, max_length=20)


class PlanRoutes(ProgrammeAction):
    """Accepts stops that were asked for, all or none; at most 200 in all routes together."""

    routes: list[RoutePlan] = Field(min_length=1, max_length=200)


class StopAction(Command):
    stop_id: Id


class RefuseStop(StopAction):
    reason: ShortText


class WithdrawStop(StopAction):
    pass


class MoveStop(StopAction):
    starts: MomentIn
    place: ShortText
    point: Point


class CallOffStop(StopAction):
    reason: ShortText


class GetStop(StopAction):
    pass


class ListStops(PageQuery):
    area: AreaPath | None = None
    programme_id: Id | None = None
    state: StopState | None = None


class ShowRoute(Command):
    performer_id: Id
    day: Day


class PerformerView(View):
    id: Id
    area: AreaPath
    account: Id | None = None
    role: PerformerRole
    topics: list[str]
    version: Version


class PerformerList(View):
    items: list[PerformerView]


class PerformerPage(Page[PerformerView]):
    pass


class ProgrammeView(ProgrammeFields, View):
    id: Id
    version: Version


class ProgrammePage(Page[ProgrammeView]):
    pass


class TourStopView(View):
    id: Id
    programme_id: Id
    kind: ProgrammeKind
    title: str
    area: AreaPath
    host: HostKind
    unit_id: Id | None = None
    place: str
    point: Point
    wished: Moment
    starts: Moment | None = None
    ends: Moment | None = None
    performers: list[Id] = []
    state: StopState
    reason: str | None = None
    seats: Count
    taken: Count
    came: Count = Field(description="checked in by the code")
    audience: Count | None = Field(default=None, description="as the host counted")
    note: str | None = Field(default=None, description="how it went, as the host tells")
    mine: bool = Field(description="whether the caller has a seat")
    version: Version


class TourStopList(View):
    items: list[TourStopView]


class TourStopPage(Page[TourStopView]):
    pass


class RouteLeg(View):
    stop_id: Id
    area: AreaPath
    place: str
    starts: Moment
    ends: Moment
    travel: Count | None = Field(default=None, description="minutes from the stop before; absent for the first")


class RouteView(View):
    performer_id: Id
    day: Day
    legs: list[RouteLeg]


class TourStopChanged(Event):
    """`accounts`: who asked, performs or has a seat, to be told."""

    TYPE: ClassVar[str] = "volunteers.tour_stop.changed.v1"

    title: str
    state: StopState
    place: str
    starts: Moment | None = None
    reason: str | None = None
    accounts: list[str]


ROUTE_DAYS = ErrorCode(
    "volunteers.route_days", 422, "All stops of a route are on one day.", "同一路线的站点须在同一天。"
)
ROUTE_ORDER = ErrorCode(
    "volunteers.route_order",
    422,
    "This stop starts before the one before it is over and the way of {minutes} minutes is done.",
    "该站开始时，上一站尚未结束或 {minutes} 分钟的路程未走完。",
)
TOO_MANY_STOPS = ErrorCode("volunteers.too_many_stops", 422, "At most {most} stops.", "站点总数不得超过 {most} 个。")
STOP_TWICE = ErrorCode("volunteers.stop_twice", 422, "A stop is named twice.", "站点重复。")
PERFORMER_ELSEWHERE = ErrorCode(
    "volunteers.performer_elsewhere",
    409,
    "A performer is elsewhere at that time, or on the way: at {place}, {starts}.",
    "有演出或讲课人员当时在别处或在途中：{place}，{starts}。",
)
MOVING = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)

ENLIST_PERFORMERS = Op(
    "enlist_performers", POST("/tour-performers"), EnlistPerformers, PerformerList, STAFF,
    "Enlist performers, experts and lecturers", errors=(OUTSIDE_AREA,), deadline=20,
)  # fmt: skip
LIST_PERFORMERS = Op(
    "list_performers", GET("/tour-performers"), ListPerformers, PerformerPage, STAFF,
    "Performers, experts and lecturers of an area", writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
SHOW_ROUTE = Op(
    "show_route", GET("/tour-performers/{performer_id}/route"), ShowRoute, RouteView, MEMBERS,
    "A performer's way on a day, for who sends them and for themselves", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
PLAN_PROGRAMME = Op(
    "plan_programme", POST("/touring-programmes"), PlanProgramme, ProgrammeView, STAFF,
    "Plan a show, talk or lecture that goes on tour", errors=(OUTSIDE_AREA, NOT_FOUND),
)  # fmt: skip
GET_PROGRAMME = Op(
    "get_programme", GET("/touring-programmes/{programme_id}"), GetProgramme, ProgrammeView, SIDES,
    "One touring programme", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_PROGRAMMES = Op(
    "list_programmes", GET("/touring-programmes"), ListProgrammes, ProgrammePage, SIDES,
    "Touring programmes that an area sends, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
ASK_FOR_STOPS = Op(
    "ask_for_stops", POST("/touring-programmes/{programme_id}/stops"), AskForStops, TourStopList, SIDES,
    "Ask for a programme to come", deadline=20,
    errors=(NOT_FOUND, OUTSIDE_AREA, NOT_FOR_UNIT, IN_THE_PAST, TOO_FAR_AHEAD),
)  # fmt: skip
PLAN_ROUTES = Op(
    "plan_routes", POST("/touring-programmes/{programme_id}/routes", 200), PlanRoutes, TourStopList, STAFF,
    "Accept stops: who goes where, when, in which order", emits=(TourStopChanged,), deadline=20,
    errors=(
        NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, IN_THE_PAST, TOO_FAR_AHEAD, TOO_MANY_STOPS, STOP_TWICE, ROUTE_DAYS,
        ROUTE_ORDER, PERFORMER_ELSEWHERE,
    ),
)  # fmt: skip
LIST_STOPS = Op(
    "list_stops", GET("/tour-stops"), ListStops, TourStopPage, SIDES, "Stops of an area or a programme, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
GET_STOP = Op(
    "get_stop",
    GET("/tour-stops/{stop_id}"),
    GetStop,
    TourStopView,
    SIDES,
    "One stop",
    writes=False,
    errors=(NOT_FOUND,),
)
REFUSE_STOP = Op(
    "refuse_stop", POST("/tour-stops/{stop_id}/refusal", 200), RefuseStop, TourStopView, STAFF,
    "Say no to a stop; who asked is told", emits=(TourStopChanged,), errors=MOVING,
)  # fmt: skip
WITHDRAW_STOP = Op(
    "withdraw_stop", POST("/tour-stops/{stop_id}/withdrawal", 200), WithdrawStop, TourStopView, SIDES,
    "Ask no more for a stop", emits=(TourStopChanged,), errors=MOVING,
)  # fmt: skip
MOVE_STOP = Op(
    "move_stop", PUT("/tour-stops/{stop_id}/time"), MoveStop, TourStopView, STAFF,
    "Hold a stop at another time or place; who asked, performs or has a seat is told", emits=(TourStopChanged,),
    errors=(*MOVING, IN_THE_PAST, TOO_FAR_AHEAD, PERFORMER_ELSEWHERE),
)  # fmt: skip
CALL_OFF_STOP = Op(
    "call_off_stop", POST("/tour-stops/{stop_id}/cancellation", 200), CallOffStop, TourStopView, SIDES,
    "Cancel a stop; who asked, performs or has a seat is told", emits=(TourStopChanged,), errors=MOVING,
)  # fmt: skip

OPERATIONS = (
    ENLIST_PERFORMERS, LIST_PERFORMERS, SHOW_ROUTE, PLAN_PROGRAMME, GET_PROGRAMME, LIST_PROGRAMMES, ASK_FOR_STOPS,
    PLAN_ROUTES, LIST_STOPS, GET_STOP, REFUSE_STOP, WITHDRAW_STOP, MOVE_STOP, CALL_OFF_STOP,
)  # fmt: skip
EVENTS = (TourStopChanged,)
