"""Estates, buildings and their dwellings."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from shared.contracts.actor import EVERYBODY, OFFICE, Role
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
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Code = Annotated[
    str, StringConstraints(pattern=r"^\d[0-9A-Za-z.\-]{1,39}$"), Field(examples=["150202.003.005.012-B07"])
]
Dwelling = Annotated[
    str, StringConstraints(pattern=r"^[0-9A-Za-z\-]{1,12}$"), Field(description="unit and room", examples=["2-301"])
]


class EstateFields(Value):
    code: Code
    community: AreaPath
    name: ShortText
    name_en: ShortText


class PutEstate(EstateFields, Command):
    pass


class EstateView(EstateFields, View):
    version: Version


class BuildingFields(Value):
    """`landing` is the number of dwellings on a floor of a unit, `completed` a year."""

    code: Code
    estate: Code | None = None
    address: ShortText
    number: ShortText | None = Field(None, description="within the estate")
    storeys: int = Field(ge=1, le=200)
    units: int = Field(1, ge=1, le=50)
    landing: int = Field(1, ge=1, le=60)
    completed: int | None = Field(None, ge=1800, le=2200)
    point: Point


class BuildingRecord(BuildingFields):
    """`grid` is found from the place when it is not given.

    `dwellings` are numbered unit by unit from storeys, units and landing when they are not given.
    """

    grid: AreaPath | None = None
    dwellings: list[Dwelling] | None = Field(None, max_length=3000)


class PutBuilding(BuildingRecord, Command):
    """Registers a building or corrects it."""


class LoadBuildings(Command):
    """Adds or corrects many buildings, after the estates that they name."""

    estates: list[EstateFields] = Field(default=[], max_length=BATCH)
    buildings: list[BuildingRecord] = Field(default=[], max_length=BATCH)


class GetBuilding(Command):
    code: Code


class ListEstates(PageQuery):
    within: AreaPath | None = None
    text: ShortText | None = None


class SearchBuildings(PageQuery):
    """Any of: an area, an estate, a part of address or code. `as_of` looks in the grids of that moment."""

    within: AreaPath | None = None
    estate: Code | None = None
    text: ShortText | None = None
    as_of: AsOf | None = None


class FindNearBuildings(Command):
    longitude: Longitude
    latitude: Latitude
    metres: int = Field(300, ge=1, le=5000)
    limit: int = Field(20, ge=1, le=100)


class GridStay(View):
    """In which grid a building lay, and when."""

    grid: AreaPath
    since: Moment
    until: Moment | None = None


class BuildingEntry(BuildingFields, View):
    grid: AreaPath
    estate_name: str | None = None
    dwelling_count: Count
    version: Version


class BuildingView(BuildingEntry):
    dwellings: list[Dwelling]
    grids: list[GridStay] = Field(description="oldest first; the last is the present one")


class NearBuilding(BuildingEntry):
    metres: Count = Field(description="as the crow flies")


class EstatePage(Page[EstateView]):
    pass


class BuildingPage(Page[BuildingEntry]):
    pass


class NearBuildings(View):
    items: list[NearBuilding]


class BuildingRegistered(Event):
    """A building is new or corrected."""

    TYPE: ClassVar[str] = "residents.building.registered.v1"

    code: Code
    grid: AreaPath
    estate: Code | None = None
    address: ShortText
    point: Point
    dwelling_count: Count


class BuildingMoved(Event):
    """Regridding has put a building into another grid."""

    TYPE: ClassVar[str] = "residents.building.moved.v1"

    code: Code
    grid: AreaPath
    previous: AreaPath


NO_ESTATE = ErrorCode("residents.no_estate", 422, "There is no estate {estate}.", "没有小区 {estate}。")
NO_COMMUNITY = ErrorCode("residents.no_community", 422, "There is no community {community}.", "没有社区 {community}。")
NO_GRID = ErrorCode("residents.no_grid", 422, "There is no grid {grid}.", "没有网格 {grid}。")
NO_GRID_THERE = ErrorCode(
    "residents.no_grid_there", 422, "The place of {code} lies in no grid.", "{code} 的位置不在任何网格内。"
)
OUTSIDE_GRID = ErrorCode(
    "residents.outside_grid",
    422,
    "The place of {code} lies outside of the grid {grid}.",
    "{code} 的位置不在网格 {grid} 内。",
)
DWELLING_TWICE = ErrorCode(
    "residents.dwelling_twice", 422, "The dwelling {dwelling} is listed twice.", "住户号 {dwelling} 重复。"
)
TOO_MANY_DWELLINGS = ErrorCode(
    "residents.too_many_dwellings",
    422,
    "{code} would have {count} dwellings; {limit} is the most.",
    "{code} 将有 {count} 套住房，上限 {limit} 套。",
)

REGISTRARS = OFFICE | {Role.OPS}
PLACING_ERRORS = (NO_ESTATE, NO_GRID, NO_GRID_THERE, OUTSIDE_GRID, AREA_ENDED, DWELLING_TWICE, TOO_MANY_DWELLINGS)

PUT_ESTATE = Op(
    "put_estate", PUT("/estates/{code}"), PutEstate, EstateView, REGISTRARS, "Add or correct an estate",
    errors=(NO_COMMUNITY, OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
LIST_ESTATES = Op(
    "list_estates",
    GET("/estates"),
    ListEstates,
    EstatePage,
    EVERYBODY,
    "Estates, by code",
    writes=False,
    errors=(BAD_CURSOR,),
)
PUT_BUILDING = Op(
    "put_building", PUT("/buildings/{code}"), PutBuilding, BuildingView, REGISTRARS, "Register or correct a building",
    emits=(BuildingRegistered,), errors=(*PLACING_ERRORS, OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
LOAD_BUILDINGS = Op(
    "load_buildings", None, LoadBuildings, LoadedView, frozenset({Role.OPS}), "Add or correct many estates and buildings",
    emits=(BuildingRegistered,), errors=(NO_COMMUNITY, *PLACING_ERRORS), deadline=30,
)  # fmt: skip
GET_BUILDING = Op(
    "get_building", GET("/buildings/{code}"), GetBuilding, BuildingView, EVERYBODY,
    "One building with its dwellings and the grids it lay in", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
SEARCH_BUILDINGS = Op(
    "search_buildings", GET("/buildings"), SearchBuildings, BuildingPage, EVERYBODY, "Buildings, by code",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
NEAR_BUILDINGS = Op(
    "near_buildings", GET("/buildings/near"), FindNearBuildings, NearBuildings, EVERYBODY, "Buildings near a place, nearest first",
    writes=False,
)  # fmt: skip

OPERATIONS = (PUT_ESTATE, LIST_ESTATES, PUT_BUILDING, LOAD_BUILDINGS, GET_BUILDING, SEARCH_BUILDINGS, NEAR_BUILDINGS)
EVENTS = (BuildingRegistered, BuildingMoved)
