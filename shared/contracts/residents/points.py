"""The service map: where the five kinds of help are to be had, when, and how far that is on foot."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import OFFICE, PUBLIC, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Latitude,
    Longitude,
    Moment,
    Page,
    PageQuery,
    Point,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, PUT, Op
from shared.contracts.residents.areas import AREA_ENDED, BATCH, AsOf, LoadedView
from shared.contracts.residents.buildings import NO_GRID, NO_GRID_THERE, OUTSIDE_GRID, Code
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

PointCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z][0-9A-Za-z.\-]{1,39}$"), Field(examples=["SP0017"])]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 \-]{2,24}$")]
WalkMinutes = Annotated[int, Field(ge=1, le=60, description="minutes on foot")]
WalkingFactor = Annotated[
    float, Field(ge=1, le=3, allow_inf_nan=False, description="length of the way over the distance as the crow flies")
]

METRES_PER_MINUTE = 75
"""4.5 km/h: a leisurely walk, slow enough for elders with a stick to be the exception rather than the rule."""
WALKING_FACTOR = 1.3
"""Ways in towns are about 1.2 to 1.4 times as long as the straight line; rivers and railways make it more."""
QUARTER_OF_AN_HOUR = 15


class Help(StrEnum):
    CHILDREN = "children"
    LEARNING = "learning"
    MEDICAL = "medical"
    ELDERS = "elders"
    HARDSHIP = "hardship"


class PointStatus(StrEnum):
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Span(Value):
    """Minutes after local midnight (Asia/Shanghai), the end not included."""

    opens: int = Field(ge=0, le=1439)
    closes: int = Field(ge=1, le=1440)


class WeeklySpan(Span):
    weekday: int = Field(ge=1, le=7, description="1 Monday to 7 Sunday")


class SpecialDay(Value):
    """A date whose hours replace the weekly ones; no spans: closed all day."""

    day: date
    spans: list[Span] = Field(default=[], max_length=6)


class PointFields(Value):
    code: PointCode
    kind: Help
    name: ShortText
    name_en: ShortText
    point: Point
    address: ShortText | None = None
    phone: PhoneNumber | None = Field(None, description="of the place, not of a person")
    holder: ShortText | None = Field(None, description="the body that runs it")
    services: list[ShortText] = Field(default=[], max_length=30, description="what is offered")
    hours: list[WeeklySpan] = Field(default=[], max_length=42)
    special_days: list[SpecialDay] = Field(default=[], max_length=120)
    status: PointStatus = PointStatus.OPEN


class PointRecord(PointFields):
    """`grid` is found from the place when it is not given."""

    grid: AreaPath | None = None


class PutPoint(PointRecord, Command):
    """Puts a point on the map or corrects it."""


class LoadPoints(Command):
    points: list[PointRecord] = Field(min_length=1, max_length=BATCH)


class GetPoint(Command):
    code: PointCode


class ListPoints(PageQuery):
    within: AreaPath | None = None
    kind: Help | None = None
    status: PointStatus | None = None
    text: ShortText | None = None


class FindHelp(Command):
    """What is within reach on foot of a place, or of a building: give either both coordinates or `building`."""

    longitude: Longitude | None = None
    latitude: Latitude | None = None
    building: Code | None = None
    minutes: WalkMinutes = QUARTER_OF_AN_HOUR
    kind: Help | None = None
    open_at: AsOf | None = Field(None, description="only what is open at that moment")
    open_now: bool = False
    factor: WalkingFactor = WALKING_FACTOR
    limit: int = Field(100, ge=1, le=500)


class ShowCoverage(Command):
    """How many buildings have each kind of help within reach on foot, in the area and in each of its communities."""

    path: AreaPath
    minutes: WalkMinutes = QUARTER_OF_AN_HOUR
    factor: WalkingFactor = WALKING_FACTOR


class PointView(PointFields, View):
    grid: AreaPath
    open_now: bool
    version: Version


class PointPage(Page[PointView]):
    pass


class ReachedPoint(PointView):
    metres: Count = Field(description="on foot: the distance as the crow flies times the factor")
    minutes: Count = Field(description="on foot, rounded up")
    open: bool = Field(description="at the moment asked for, else now")


class KindCount(View):
    kind: Help
    count: Count


class WalkingFacts(View):
    """By what the minutes were reckoned."""

    factor: float
    metres_per_minute: int = METRES_PER_MINUTE


class HelpView(View):
    """The nearest first. `kinds` counts all that is within reach, `items` may stop at the limit."""

    place: Point
    minutes: int
    at: Moment
    walking: WalkingFacts
    kinds: list[KindCount]
    items: list[ReachedPoint]


class KindCoverage(View):
    kind: Help
    covered: Count = Field(description="buildings")
    percent: float = Field(description="of all buildings, to a tenth")


class AreaCoverage(View):
    path: AreaPath
    buildings: Count
    all_kinds: Count = Field(description="buildings that have all five kinds within reach")
    kinds: list[KindCoverage]


class CoverageView(AreaCoverage):
    minutes: int
    walking: WalkingFacts
    communities: list[AreaCoverage]


class PointPublished(Event):
    """A place of help is new on the map or has changed."""

    TYPE: ClassVar[str] = "residents.point.published.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    code: PointCode
    kind: Help
    name: ShortText
    name_en: ShortText
    grid: AreaPath
    point: Point
    status: PointStatus


BAD_HOURS = ErrorCode(
    "residents.bad_hours", 422, "The hours of {code} do not hold: {why}.", "{code} 的开放时间有误：{why}。"
)
NO_START = ErrorCode(
    "residents.no_start", 422, "Give both coordinates, or a building.", "请同时提供经纬度，或提供楼栋编号。"
)
MAPPERS = OFFICE | {Role.OPS}
MAPPING_ERRORS = (BAD_HOURS, NO_GRID, NO_GRID_THERE, OUTSIDE_GRID, AREA_ENDED)

PUT_POINT = Op(
    "put_point", PUT("/points/{code}"), PutPoint, PointView, MAPPERS, "Put a place of help on the map, or correct it",
    emits=(PointPublished,), errors=(*MAPPING_ERRORS, OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
LOAD_POINTS = Op(
    "load_points", None, LoadPoints, LoadedView, frozenset({Role.OPS}), "Put many places of help on the map",
    emits=(PointPublished,), errors=MAPPING_ERRORS, deadline=30,
)  # fmt: skip
GET_POINT = Op(
    "get_point",
    GET("/points/{code}"),
    GetPoint,
    PointView,
    PUBLIC,
    "One place of help",
    writes=False,
    errors=(NOT_FOUND,),
)
LIST_POINTS = Op(
    "list_points",
    GET("/points"),
    ListPoints,
    PointPage,
    PUBLIC,
    "Places of help, by code",
    writes=False,
    errors=(BAD_CURSOR,),
)
FIND_HELP = Op(
    "find_help", GET("/service-map"), FindHelp, HelpView, PUBLIC, "What help is within reach on foot, nearest first",
    writes=False, errors=(NO_START, NOT_FOUND),
)  # fmt: skip
SHOW_COVERAGE = Op(
    "show_coverage", GET("/areas/{path}/coverage"), ShowCoverage, CoverageView, PUBLIC,
    "Share of buildings with each kind of help within reach on foot", writes=False, errors=(NOT_FOUND,), deadline=15,
)  # fmt: skip

OPERATIONS = (PUT_POINT, LOAD_POINTS, GET_POINT, LIST_POINTS, FIND_HELP, SHOW_COVERAGE)
EVENTS = (PointPublished,)
