"""The tree of areas: district, street, community, grid."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.model import AreaPath, Command, Event, Latitude, Longitude, ShortText, Value, Version, View
from shared.contracts.actor import EVERYBODY, Role
from shared.contracts.operation import GET, PUT, Op
from shared.kernel.errors import NOT_FOUND, ErrorCode


class AreaKind(StrEnum):
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"


class Outline(Value):
    """A simple polygon: rings of [longitude, latitude], the first ring outside, each closed (GeoJSON)."""

    type: Literal["Polygon"] = "Polygon"
    coordinates: list[list[tuple[Longitude, Latitude]]] = Field(min_length=1, max_length=20)


class AreaFields(Value):
    path: AreaPath
    kind: AreaKind
    name: ShortText
    name_en: ShortText
    outline: Outline


class DrawArea(AreaFields, Command):
    """Adds an area or redraws it. Its parent must be there, and its kind must be the one below its parent's."""


class GetArea(Command):
    path: AreaPath


class AreaView(AreaFields, View):
    parent: AreaPath | None = None
    version: Version


class AreaDrawn(AreaFields, Event):
    """An area is new or has another outline or name."""

    TYPE: ClassVar[str] = "residents.area.drawn.v1"


NO_PARENT = ErrorCode(
    "residents.no_parent_area", 422, "The area above, {parent}, does not exist.", "上级区域 {parent} 不存在。"
)
WRONG_KIND = ErrorCode(
    "residents.wrong_area_kind", 422, "The path {path} is that of a {kind}.", "路径 {path} 对应的区域类型是 {kind}。"
)

DRAW_AREA = Op(
    "draw_area", PUT("/areas/{path}"), DrawArea, AreaView, frozenset({Role.DISTRICT_STAFF, Role.OPS}),
    "Add or redraw an area", emits=(AreaDrawn,), errors=(NO_PARENT, WRONG_KIND),
)  # fmt: skip
GET_AREA = Op(
    "get_area", GET("/areas/{path}"), GetArea, AreaView, EVERYBODY, "One area", writes=False, errors=(NOT_FOUND,)
)

OPERATIONS = (DRAW_AREA, GET_AREA)
EVENTS = (AreaDrawn,)
