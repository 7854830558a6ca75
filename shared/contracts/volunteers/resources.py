"""Resources: what units, teams and society give; idle assets are shared by booking."""

from enum import StrEnum
from typing import ClassVar, Literal

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
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.needs import BAD_TIME, SKILL_MISPLACED, UNITS, Kind, Planned
from shared.contracts.volunteers.people import BAD_SLOT, Skill, Slot
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class Source(StrEnum):
    """Three kinds of giver: public units, volunteer teams, and society (shops, enterprises, neighbours)."""

    UNIT = "unit"
    TEAM = "team"
    SOCIAL = "social"


class ResourceFields(Value):
    unit: ShortText = Field(description="the unit, team or shop that gives")
    source: Source = Source.UNIT
    kind: Kind
    skills: list[Skill] = Field(default=[], max_length=len(Skill), description="given for people, and only then")
    area: AreaPath = Field(description="what it serves where no point is given")
    point: Point | None = None
    reach: int = Field(default=3000, ge=0, le=50_000, description="metres")
    capacity: int | None = Field(default=None, ge=1, le=1000, description="how many at a time; none: inexhaustible")
    by_booking: bool = Field(default=False, description="an idle asset that is lent by the hour, not given to projects")
    slots: list[Slot] = Field(default=[], max_length=28, description="when it can be had; none: at any time")


class ListResource(ResourceFields, Command):
    pass


class ResourceAction(Command):
    resource_id: Id


class GetResource(ResourceAction):
    pass


class ConfirmResource(ResourceAction):
    """Staff of the area have seen the paper, the place or the work."""

    evidence: ShortText


class WithdrawResource(ResourceAction):
    """What is in projects and bookings already stays there."""


class ListResources(PageQuery):
    area: AreaPath
    kind: Kind | None = None
    by_booking: bool | None = None


class BookAsset(ResourceAction):
    starts_at: Planned
    ends_at: Planned
    quantity: int = Field(default=1, ge=1, le=1000)
    purpose: ShortText = Field(description="what for, without names of persons")


class ListAssetBookings(ResourceAction, PageQuery):
    pass


class CancelAssetBooking(Command):
    asset_booking_id: Id


class ResourceView(ResourceFields, View):
    id: Id
    confirmed: bool
    withdrawn: bool
    left: Count | None = Field(default=None, description="what is in no project; none: inexhaustible")
    given: Count = Field(description="how much has gone into projects so far, without those that were dropped")
    listed_at: Moment
    version: Version


class ResourcePage(Page[ResourceView]):
    pass


class AssetBookingView(View):
    id: Id
    resource: Id
    starts_at: Moment
    ends_at: Moment
    quantity: Count
    purpose: str
    mine: bool
    version: Version


class AssetBookingPage(Page[AssetBookingView]):
    pass


class ResourceListed(Event):
    TYPE: ClassVar[str] = "volunteers.resource.listed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    source: Source
    kind: Kind
    skills: list[Skill]
    by_booking: bool


class AssetBooked(Event):
    TYPE: ClassVar[str] = "volunteers.asset.booked.v1"

    resource: Id
    area: AreaPath
    starts_at: Moment
    ends_at: Moment
    quantity: Count


class AssetReleased(Event):
    """A booking was given back before it began."""

    TYPE: ClassVar[str] = "volunteers.asset.released.v1"

    resource: Id
    area: AreaPath
    starts_at: Moment
    ends_at: Moment
    quantity: Count


OVERBOOKED = ErrorCode(
    "volunteers.overbooked", 409, "At that time {free} of it can be had.", "该时段可用数量为 {free}。"
)
NOT_LENT_THEN = ErrorCode("volunteers.not_lent_then", 422, "It is not lent at that time.", "该时段不在资源开放时间内。")
NOT_BY_BOOKING = ErrorCode(
    "volunteers.not_by_booking", 422, "This is not lent by booking.", "该资源不采用预约方式共享。"
)
WITHDRAWN = ErrorCode("volunteers.resource_withdrawn", 409, "The resource was withdrawn.", "该资源已撤回。")
TOO_LATE = ErrorCode("volunteers.begun_already", 409, "That time has begun already.", "该时段已开始。")

LIST_RESOURCE = Op(
    "list_resource", POST("/resources"), ListResource, ResourceView, UNITS, "List what a unit can give",
    emits=(ResourceListed,), errors=(SKILL_MISPLACED, BAD_SLOT),
)  # fmt: skip
GET_RESOURCE = Op(
    "get_resource", GET("/resources/{resource_id}"), GetResource, ResourceView, UNITS, "One resource", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
LIST_RESOURCES = Op(
    "list_resources", GET("/resources"), ListResources, ResourcePage, UNITS, "Resources in an area, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
CONFIRM_RESOURCE = Op(
    "confirm_resource", POST("/resources/{resource_id}/confirm", 200), ConfirmResource, ResourceView, STAFF,
    "Confirm that a unit can give what it lists", errors=(NOT_FOUND, FORBIDDEN, STALE_VERSION),
)  # fmt: skip
WITHDRAW_RESOURCE = Op(
    "withdraw_resource", POST("/resources/{resource_id}/withdraw", 200), WithdrawResource, ResourceView, UNITS,
    "Give no more of one's resource", errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
BOOK_ASSET = Op(
    "book_asset", POST("/resources/{resource_id}/bookings"), BookAsset, AssetBookingView, UNITS, "Book an idle asset",
    emits=(AssetBooked,), deadline=20,
    errors=(NOT_FOUND, NOT_BY_BOOKING, WITHDRAWN, BAD_TIME, TOO_LATE, NOT_LENT_THEN, OVERBOOKED, STALE_VERSION),
)  # fmt: skip
LIST_ASSET_BOOKINGS = Op(
    "list_asset_bookings", GET("/resources/{resource_id}/bookings"), ListAssetBookings, AssetBookingPage, UNITS,
    "When an asset is booked, newest booking first", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
CANCEL_ASSET_BOOKING = Op(
    "cancel_asset_booking", POST("/asset-bookings/{asset_booking_id}/cancel", 200), CancelAssetBooking, AssetBookingView,
    UNITS, "Give back a booked time before it begins", emits=(AssetReleased,), errors=(NOT_FOUND, TOO_LATE, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (
    LIST_RESOURCE, GET_RESOURCE, LIST_RESOURCES, CONFIRM_RESOURCE, WITHDRAW_RESOURCE, BOOK_ASSET, LIST_ASSET_BOOKINGS,
    CANCEL_ASSET_BOOKING,
)  # fmt: skip
EVENTS = (ResourceListed, AssetBooked, AssetReleased)
