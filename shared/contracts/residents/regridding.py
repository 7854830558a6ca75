"""Regridding: grids are split, merged or cut anew at a moment, and what was before stays on record."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from shared.contracts.actor import EVERYBODY, Role
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
from shared.contracts.residents.areas import AREA_ENDED, BAD_OUTLINE, NO_PARENT, AreaDrawn, AreaEnded, AsOf, Outline
from shared.contracts.residents.buildings import NO_GRID, BuildingMoved
from shared.kernel.errors import NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

GridPath = Annotated[
    str, StringConstraints(pattern=r"^\d{6}(\.\d{3}){3}$"), Field(examples=["150202.003.005.012"], description="a grid")
]


class RegriddingKind(StrEnum):
    """Split: one into several. Merge: several into one. Recut: any other change of borders, also across communities."""

    SPLIT = "split"
    MERGE = "merge"
    RECUT = "recut"


class RegriddingState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class NewGrid(Value):
    path: GridPath
    name: ShortText
    name_en: ShortText
    altnames: list[ShortText] = Field(default=[], max_length=10)
    outline: Outline


class Regrid(Command):
    """Ends grids and puts new ones, with new codes, on the same ground; at once, or at a moment to come."""

    kind: RegriddingKind
    ended: list[GridPath] = Field(min_length=1, max_length=20)
    drawn: list[NewGrid] = Field(min_length=1, max_length=20)
    effective_at: AsOf | None = Field(None, description="default: at once")
    reason: LongText


class GetRegridding(Command):
    regridding_id: Id


class CancelRegridding(GetRegridding):
    pass


class ListRegriddings(PageQuery):
    within: AreaPath | None = None
    state: RegriddingState | None = None


class RegriddingView(View):
    """`failure` is the code of the rule that a planned regridding broke when its moment came."""

    id: Id
    kind: RegriddingKind
    state: RegriddingState
    ended: list[GridPath]
    drawn: list[GridPath]
    effective_at: Moment
    reason: str
    buildings_moved: Count = 0
    points_moved: Count = 0
    failure: str | None = None
    version: Version


class RegriddingPage(Page[RegriddingView]):
    pass


class AreaRegridded(Event):
    """Grids were split, merged or cut anew. An AreaEnded and AreaDrawn for each of them comes along."""

    TYPE: ClassVar[str] = "residents.area.regridded.v1"

    kind: RegriddingKind
    ended: list[AreaPath]
    drawn: list[AreaPath]
    effective_at: Moment


CODE_USED = ErrorCode(
    "residents.area_code_used",
    422,
    "The code {path} has been used before; take a new one.",
    "编码 {path} 已使用过，请使用新编码。",
)
NAMED_TWICE = ErrorCode("residents.area_named_twice", 422, "The grid {path} is named twice.", "网格 {path} 重复。")
WRONG_NUMBER = ErrorCode(
    "residents.regridding_numbers",
    422,
    "A {kind} cannot make {drawn} grids of {ended}.",
    "“{kind}”不能把 {ended} 个网格变为 {drawn} 个。",
)
OTHER_GROUND = ErrorCode(
    "residents.other_ground",
    422,
    "The new grids have {drawn} m², the old ones {ended} m²; they must be the same ground.",
    "新网格面积 {drawn} 平方米，原网格 {ended} 平方米，二者必须为同一地块。",
)
LEFT_OUT = ErrorCode(
    "residents.left_out", 422, "{code} would lie in none of the new grids.", "{code} 将不在任何新网格内。"
)
IN_THE_PAST = ErrorCode(
    "residents.effective_in_the_past", 422, "A regridding cannot take effect in the past.", "网格调整不能追溯生效。"
)

REGRIDDERS = frozenset({Role.STREET_STAFF, Role.DISTRICT_STAFF, Role.OPS})

REGRID = Op(
    "regrid", POST("/regriddings"), Regrid, RegriddingView, REGRIDDERS, "Split, merge or recut grids, keeping history",
    emits=(AreaRegridded, AreaEnded, AreaDrawn, BuildingMoved),
    errors=(NO_GRID, NO_PARENT, AREA_ENDED, BAD_OUTLINE, CODE_USED, NAMED_TWICE, WRONG_NUMBER, OTHER_GROUND, LEFT_OUT,
            IN_THE_PAST, OUTSIDE_AREA),
    deadline=15,
)  # fmt: skip
GET_REGRIDDING = Op(
    "get_regridding", GET("/regriddings/{regridding_id}"), GetRegridding, RegriddingView, EVERYBODY, "One regridding",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_REGRIDDINGS = Op(
    "list_regriddings", GET("/regriddings"), ListRegriddings, RegriddingPage, EVERYBODY, "Regriddings, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
CANCEL_REGRIDDING = Op(
    "cancel_regridding", POST("/regriddings/{regridding_id}/cancel", 200), CancelRegridding, RegriddingView, REGRIDDERS,
    "Call off a planned regridding", errors=(NOT_FOUND, OUTSIDE_AREA, NOT_ALLOWED_NOW, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (REGRID, GET_REGRIDDING, LIST_REGRIDDINGS, CANCEL_REGRIDDING)
EVENTS = (AreaRegridded,)
