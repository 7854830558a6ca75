"""Partner units: schools, clinics, firms and offices that work with an area, and who acts for them."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.actor import OFFICE, Role
from shared.contracts.model import AreaPath, Command, Count, Id, Page, PageQuery, ShortText, Value, Version, View
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.needs import UNITS
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class UnitKind(StrEnum):
    SCHOOL = "school"
    HOSPITAL = "hospital"
    ENTERPRISE = "enterprise"
    OFFICE = "office"
    ASSOCIATION = "association"
    SHOP = "shop"


Workers = Annotated[list[Id], Field(min_length=1, max_length=50, description="accounts that act for the unit")]
SIDES = UNITS | {Role.PARTNER}
"""Staff, and whoever may work for a unit."""


class UnitFields(Value):
    area: AreaPath = Field(description="where it has its seat")
    name: ShortText
    kind: UnitKind


class RegisterUnit(UnitFields, Command):
    workers: Workers


class NameWorkers(Command):
    """In place of those named before."""

    unit_id: Id
    workers: Workers


class GetPartnerUnit(Command):
    unit_id: Id


class ListPartnerUnits(PageQuery):
    area: AreaPath


class PartnerUnitView(UnitFields, View):
    id: Id
    workers: Count
    mine: bool = Field(description="whether the caller acts for it")
    version: Version


class PartnerUnitPage(Page[PartnerUnitView]):
    pass


OWN_UNIT = ErrorCode(
    "volunteers.own_unit", 403, "Nobody makes themselves a unit's worker.", "不能将本人登记为合作单位的经办人。"
)
NOT_FOR_UNIT = ErrorCode("volunteers.not_for_unit", 403, "You do not act for this unit.", "您不是该合作单位的经办人。")

REGISTER_UNIT = Op(
    "register_unit", POST("/partner-units"), RegisterUnit, PartnerUnitView, OFFICE,
    "Register a partner unit and who acts for it", errors=(OUTSIDE_AREA, OWN_UNIT),
)  # fmt: skip
NAME_WORKERS = Op(
    "name_workers", PUT("/partner-units/{unit_id}/workers"), NameWorkers, PartnerUnitView, OFFICE,
    "Name who acts for a unit from now on", errors=(NOT_FOUND, OWN_UNIT, STALE_VERSION),
)  # fmt: skip
GET_PARTNER_UNIT = Op(
    "get_partner_unit", GET("/partner-units/{unit_id}"), GetPartnerUnit, PartnerUnitView, SIDES, "One partner unit",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_PARTNER_UNITS = Op(
    "list_partner_units", GET("/partner-units"), ListPartnerUnits, PartnerUnitPage, SIDES,
    "Partner units of an area, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip

OPERATIONS = (REGISTER_UNIT, NAME_WORKERS, GET_PARTNER_UNIT, LIST_PARTNER_UNITS)
EVENTS = ()
