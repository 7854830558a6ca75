"""The tree of areas: district, street, community, grid."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field, PlainSerializer

from shared.contracts.actor import EVERYBODY, Role
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
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, PUT, Op
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

BATCH = 500
AsOf = Annotated[
    AwareDatetime,
    Field(
        ge=datetime(1949, 10, 1, tzinfo=UTC),
        lt=datetime(2200, 1, 1, tzinfo=UTC),
        description="a moment with its offset",
    ),
    PlainSerializer(lambda moment: moment.isoformat(), when_used="json"),
]


class AreaKind(StrEnum):
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"


class Outline(Value):
    """A simple polygon: rings of [longitude, latitude], the first ring outside, each closed (GeoJSON)."""

    type: Literal["Polygon"] = "Polygon"
    coordinates: list[Annotated[list[tuple[Longitude, Latitude]], Field(max_length=1000)]] = Field(
        min_length=1, max_length=20
    )


class AreaFields(Value):
    path: AreaPath
    kind: AreaKind
    name: ShortText
    name_en: ShortText
    altnames: list[ShortText] = Field(default=[], max_length=10, description="other names that people use")
    outline: Outline


class DrawArea(AreaFields, Command):
    """Adds an area or corrects it. Its parent must be there, and its kind must be the one below its parent's.

    A grid whose ground really changes is not corrected but regridded, so that its history stays.
    """


class LoadAreas(Command):
    """Adds or corrects many areas; what is as it should be already is left alone. Parents come before their parts."""

    areas: list[AreaFields] = Field(min_length=1, max_length=BATCH)
    since: AsOf | None = Field(None, description="from when new ones are valid; default: now")


class GetArea(Command):
    path: AreaPath


class ListChildren(Command):
    path: AreaPath
    as_of: AsOf | None = None


class SearchAreas(PageQuery):
    """By any part of any of its names; as it was at `as_of` (default: now)."""

    text: ShortText | None = None
    kind: AreaKind | None = None
    within: AreaPath | None = None
    as_of: AsOf | None = None


class LocateArea(Command):
    """The smallest area, or the one of `kind`, that the place lies in."""

    longitude: Longitude
    latitude: Latitude
    kind: AreaKind | None = None
    as_of: AsOf | None = None


class ExportTree(Command):
    path: AreaPath
    as_of: AsOf | None = None
    outlines: bool = False


class Lifespan(Value):
    """From when until when an area is valid; what it came from and what came after it."""

    since: Moment
    until: Moment | None = None
    succeeds: list[AreaPath] = []
    succeeded_by: list[AreaPath] = []


class AreaEntry(Lifespan, View):
    path: AreaPath
    kind: AreaKind
    level: int = Field(ge=1, le=4, description="1 district to 4 grid")
    name: ShortText
    name_en: ShortText
    altnames: list[ShortText] = []
    parent: AreaPath | None = None
    version: Version


class AreaView(AreaEntry):
    outline: Outline
    full_name: str = Field(description="the names from the district down", examples=["邻里区 > 东河街道 > 第一社区"])


class AreaPage(Page[AreaEntry]):
    pass


class AreaList(View):
    items: list[AreaEntry]


class TreeNode(AreaEntry):
    outline: Outline | None = None


class TreeView(View):
    """The area and all below it, each parent before its parts."""

    items: list[TreeNode]


class LoadedView(View):
    """How many were added, changed, or left as they were."""

    added: Count
    changed: Count
    unchanged: Count


class AreaDrawn(AreaFields, Event):
    """An area is new or has another outline or name."""

    TYPE: ClassVar[str] = "residents.area.drawn.v1"


class AreaEnded(Event):
    """An area is not valid any more; what was recorded in it keeps its path."""

    TYPE: ClassVar[str] = "residents.area.ended.v1"

    path: AreaPath
    kind: AreaKind
    until: Moment
    succeeded_by: list[AreaPath]


NO_PARENT = ErrorCode(
    "residents.no_parent_area", 422, "The area above, {parent}, does not exist.", "上级区域 {parent} 不存在。"
)
WRONG_KIND = ErrorCode(
    "residents.wrong_area_kind", 422, "The path {path} is that of a {kind}.", "路径 {path} 对应的区域类型是 {kind}。"
)
BAD_OUTLINE = ErrorCode(
    "residents.bad_outline",
    422,
    "The outline of {path} is not a simple polygon: {why}.",
    "{path} 的边界不是有效的多边形：{why}。",
)
AREA_ENDED = ErrorCode(
    "residents.area_ended",
    409,
    "The area {path} ended; {successors} came after it.",
    "区域 {path} 已停用，由 {successors} 接替。",
)
NO_AREA_THERE = ErrorCode(
    "residents.no_area_there", 404, "The place lies in no known area.", "该位置不在任何已登记的区域内。"
)

DRAWERS = frozenset({Role.DISTRICT_STAFF, Role.OPS})
DRAWING_ERRORS = (NO_PARENT, WRONG_KIND, BAD_OUTLINE, AREA_ENDED)

DRAW_AREA = Op(
    "draw_area", PUT("/areas/{path}"), DrawArea, AreaView, DRAWERS,
    "Add or correct an area", emits=(AreaDrawn,), errors=(*DRAWING_ERRORS, OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
LOAD_AREAS = Op(
    "load_areas", None, LoadAreas, LoadedView, frozenset({Role.OPS}), "Add or correct many areas",
    emits=(AreaDrawn,), errors=DRAWING_ERRORS, deadline=30,
)  # fmt: skip
GET_AREA = Op(
    "get_area", GET("/areas/{path}"), GetArea, AreaView, EVERYBODY, "One area", writes=False, errors=(NOT_FOUND,)
)
LIST_CHILDREN = Op(
    "list_children", GET("/areas/{path}/children"), ListChildren, AreaList, EVERYBODY,
    "The areas directly below one", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
SEARCH_AREAS = Op(
    "search_areas", GET("/areas"), SearchAreas, AreaPage, EVERYBODY, "Areas by name, kind or area above, by path",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
LOCATE_AREA = Op(
    "locate_area", GET("/areas/at"), LocateArea, AreaView, EVERYBODY, "The area that a place lies in",
    writes=False, errors=(NO_AREA_THERE,),
)  # fmt: skip
EXPORT_TREE = Op(
    "export_tree", GET("/areas/{path}/tree"), ExportTree, TreeView, EVERYBODY,
    "An area with all below it, with outlines if wanted", writes=False, errors=(NOT_FOUND,), deadline=15,
)  # fmt: skip

OPERATIONS = (DRAW_AREA, LOAD_AREAS, GET_AREA, LIST_CHILDREN, SEARCH_AREAS, LOCATE_AREA, EXPORT_TREE)
EVENTS = (AreaDrawn, AreaEnded)
