"""Households: those who live together in one dwelling, since when and as what."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from shared.contracts.model import AreaPath, Event, Id, Value
from shared.kernel.errors import ErrorCode


class Relation(StrEnum):
    """To the head of the household."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    CHILD_IN_LAW = "child_in_law"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    OTHER_RELATIVE = "other_relative"
    TENANT = "tenant"
    CARER = "carer"
    OTHER = "other"


BuildingCode = Annotated[
    str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.\-]{0,39}$"), Field(examples=["150202.001.001.002-B03"])
]
Room = Annotated[str, StringConstraints(pattern=r"^[^\x00/\s][^\x00/]{0,19}$"), Field(examples=["2-301"])]


class DwellingAddress(Value):
    """A building's code and the room in it."""

    building: BuildingCode
    room: Room


class HouseholdChanged(Event):
    """A household is new, or its head, members or dwelling are others. `members` is who lives there now."""

    TYPE: ClassVar[str] = "residents.household.changed.v1"

    household: Id
    area: AreaPath
    head: Id | None = None
    members: list[Id] = []


NO_HOUSEHOLD = ErrorCode(
    "residents.no_household", 422, "No household is registered in this dwelling; its head registers first.",
    "该住址尚未登记住户，请由户主先行登记。",
)
HEADLESS = ErrorCode(
    "residents.headless", 409, "A household must have exactly one head; name who it is to be.", "一户必须且只能有一位户主，请指定户主。"
)
IN_ANOTHER_HOUSEHOLD = ErrorCode(
    "residents.in_another_household", 409, "This person lives in another household; move them out of it first.",
    "该居民仍在其他住户名下，请先办理迁出。",
)
