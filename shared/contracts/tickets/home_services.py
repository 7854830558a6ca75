"""Home services: the catalogue of small services at home or at the station, which each community extends as it likes."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import EVERYBODY, OFFICE
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    LongText,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.matters import NextAction
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

MOST_PLACES = 3000
MOST_SLOTS = 400
OfferArea = Annotated[
    str,
    StringConstraints(pattern=r"^\d{6}(\.\d{3}){0,2}$"),
    Field(description="a community, street or district; offered in all below", examples=["150202.003.005"]),
]
Minutes = Annotated[int, Field(ge=5, le=1440)]
Places = Annotated[int, Field(ge=1, le=1000)]
Fen = Annotated[int, Field(ge=0, le=10_000_000)]
Lead = Annotated[int, Field(ge=0, le=366 * 1440)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31), description="in Shanghai")]


class OfferedBy(StrEnum):
    STATION = "station"
    SHOP = "shop"


class DoneAt(StrEnum):
    HOME = "home"
    STATION = "station"


class OfferState(StrEnum):
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


class SlotTime(Value):
    """A time of day at which households are served."""

    at: int = Field(ge=0, le=1439, description="minutes after midnight in Shanghai", examples=[540])
    lasts: Minutes | None = Field(default=None, description="minutes; default: as long as the service takes")
    capacity: Places | None = Field(default=None, description="households; default: the service's capacity")


DayPlan = Annotated[list[SlotTime], Field(min_length=1, max_length=24, description="the slots of one day")]


class AutomaticRound(Value):
    """What is planned by itself once enough have asked: from so many days later on, as many days as they need."""

    days_ahead: int = Field(ge=1, le=60)
    day: DayPlan


class Gathering(Value):
    """A round is planned once so many households have asked: by itself where `plan` says how, else by the station."""

    households: int = Field(ge=2, le=1000)
    plan: AutomaticRound | None = None


class HomeServiceFields(Value):
    """Money in fen, times in minutes."""

    area: OfferArea
    name: ShortText
    name_en: ShortText
    description: LongText | None = None
    price_fen: Fen = Field(description="0: free")
    offered_by: OfferedBy
    provider: ShortText | None = Field(default=None, description="the shop")
    done_at: DoneAt
    minutes: Minutes = Field(description="that it takes at one household")
    capacity: Places = Field(default=1, description="households served in one slot")
    opens_before: Lead = Field(default=30 * 1440, description="sign-up opens so many minutes before a round begins")
    closes_before: Lead = Field(default=0, description="sign-up ends so many minutes before a slot begins")
    change_before: Lead = Field(
        default=0, description="residents may cancel and move until so many minutes before their slot begins"
    )
    gather: Gathering | None = None


class OfferHomeService(HomeServiceFields, Command):
    pass


class HomeServiceAction(Command):
    service_id: Id


class ChangeHomeService(HomeServiceFields, HomeServiceAction):
    """Rounds that are planned already stay as they were announced. The area cannot be changed."""


class WithdrawHomeService(HomeServiceAction):
    """Those who have asked for a round are told; rounds that are planned take no new bookings."""

    reason: ShortText


class OfferAgain(HomeServiceAction):
    pass


class GetHomeService(HomeServiceAction):
    pass


class ListHomeServices(PageQuery):
    """What is offered in an area: by itself, by what it belongs to, and by what belongs to it."""

    area: AreaPath
    state: OfferState | None = OfferState.OFFERED


class HomeServiceView(HomeServiceFields, View):
    id: Id
    state: OfferState
    asked: Count = Field(description="households that have asked for a round and wait for it")
    reason: str | None = Field(default=None, description="why it is not offered any more")
    actions: list[NextAction] = []
    version: Version


class HomeServicePage(Page[HomeServiceView]):
    pass


class HomeServiceOffered(Event):
    """It is new, changed, withdrawn or offered again."""

    TYPE: ClassVar[str] = "tickets.home_service.moved.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    service: Id
    area: AreaPath
    name: str
    name_en: str
    price_fen: Count
    done_at: DoneAt
    state: OfferState


NEVER_OPEN = ErrorCode(
    "tickets.never_open", 422, "Sign-up would end before it opens.", "报名截止时间早于开始时间，任何人都无法报名。"
)
TIMES_TWICE = ErrorCode(
    "tickets.times_twice", 422, "Two slots of a day begin at the same minute.", "同一天有两个时段的开始时间相同。"
)
TOO_MANY_SLOTS = ErrorCode(
    "tickets.too_many_slots",
    422,
    "That would be more than {slots} slots or {places} places.",
    "时段超过 {slots} 个或名额超过 {places} 个。",
)
AREA_STAYS = ErrorCode(
    "tickets.area_stays",
    422,
    "A service stays in its area; offer another one there.",
    "服务项目的所属区域不能更改，请在新区域另行发布。",
)
NOT_OFFERED = ErrorCode(
    "tickets.not_offered", 409, "This service is not offered any more: {why}", "该服务已停止提供：{why}"
)
MOVES = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)

OFFER_HOME_SERVICE = Op(
    "offer_home_service", POST("/home-services"), OfferHomeService, HomeServiceView, OFFICE,
    "Add a home service to the catalogue of an area", emits=(HomeServiceOffered,),
    errors=(OUTSIDE_AREA, NEVER_OPEN, TIMES_TWICE, TOO_MANY_SLOTS),
)  # fmt: skip
CHANGE_HOME_SERVICE = Op(
    "change_home_service", PUT("/home-services/{service_id}"), ChangeHomeService, HomeServiceView, OFFICE,
    "Change a home service, for rounds planned from now on", emits=(HomeServiceOffered,),
    errors=(*MOVES, AREA_STAYS, NEVER_OPEN, TIMES_TWICE, TOO_MANY_SLOTS),
)  # fmt: skip
WITHDRAW_HOME_SERVICE = Op(
    "withdraw_home_service", POST("/home-services/{service_id}/withdraw", 200), WithdrawHomeService, HomeServiceView,
    OFFICE, "Offer a home service no more", emits=(HomeServiceOffered,), errors=MOVES, deadline=30,
)  # fmt: skip
OFFER_AGAIN = Op(
    "offer_again", POST("/home-services/{service_id}/offer", 200), OfferAgain, HomeServiceView, OFFICE,
    "Offer a home service again", emits=(HomeServiceOffered,), errors=MOVES,
)  # fmt: skip
GET_HOME_SERVICE = Op(
    "get_home_service", GET("/home-services/{service_id}"), GetHomeService, HomeServiceView, EVERYBODY,
    "One home service", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_HOME_SERVICES = Op(
    "list_home_services", GET("/home-services"), ListHomeServices, HomeServicePage, EVERYBODY,
    "Home services that are offered in an area, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip

OPERATIONS = (
    OFFER_HOME_SERVICE, LIST_HOME_SERVICES, GET_HOME_SERVICE, CHANGE_HOME_SERVICE, WITHDRAW_HOME_SERVICE, OFFER_AGAIN,
)  # fmt: skip
EVENTS = (HomeServiceOffered,)
