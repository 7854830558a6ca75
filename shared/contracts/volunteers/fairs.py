"""Fairs: shops meet at a place for a time, with goods set aside at prices of the fair, within a budget of points."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import OFFICE, Role
from shared.contracts.ledger import OVERDRAWN
from shared.contracts.model import AreaPath, Command, Event, Id, Moment, Page, PageQuery, ShortText, Version, View
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.gifts import Count
from shared.contracts.volunteers.points import HOLDERS, MOST, READERS, Points
from shared.contracts.volunteers.redeeming import OUT_OF_STOCK, OWN_SHOP, PRICE_CHANGED, RedemptionView
from shared.contracts.volunteers.shop import KEEPERS, SHOP_CLOSED
from shared.contracts.volunteers.trainings import Timed
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class FairState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class PlanFair(Command):
    """`budget`: the most points that may be spent there."""

    area: AreaPath
    name: ShortText
    place: ShortText
    starts_at: Timed
    ends_at: Timed
    budget: int = Field(ge=1, le=10**9)


class ListFairs(PageQuery):
    area: AreaPath


class FairAction(Command):
    fair_id: Id


class GetFair(FairAction):
    pass


class OpenFair(FairAction):
    pass


class CloseFair(FairAction):
    pass


class CancelFair(FairAction):
    pass


class GiveStall(FairAction):
    """`spot`: where at the fair."""

    shop_id: Id
    spot: ShortText


class SetGoodsAside(FairAction):
    """`count`: how many there are for the fair altogether, those that are gone included; the rest stays on the shelf.

    `price`: points for each at the fair.
    """

    offer_id: Id
    count: int = Field(ge=0, le=MOST)
    price: Points


class ListFairGoods(PageQuery):
    fair_id: Id


class RedeemAtFair(FairAction):
    good_id: Id
    count: Count = 1
    price: Points | None = Field(
        None, description="points for each, as the caller has read it; refused when it is another now"
    )


class ShowFairResult(FairAction):
    pass


class StallView(View):
    shop: Id
    name: str
    spot: str


class FairView(View):
    id: Id
    area: AreaPath
    name: str
    place: str
    starts_at: Moment
    ends_at: Moment
    budget: int
    state: FairState
    stalls: list[StallView]
    version: Version


class FairPage(Page[FairView]):
    pass


class FairGoodView(View):
    """`set_aside` = reserved or collected + `left` + `returned` to the shelf."""

    id: Id
    fair: Id
    shop: Id
    offer: Id
    title: str
    price: int
    set_aside: int
    left: int
    returned: int
    version: Version


class FairGoodPage(Page[FairGoodView]):
    pass


class FairGoodResult(View):
    shop: Id
    title: str
    price: int
    set_aside: int
    collected: int
    reserved: int
    left: int
    returned: int
    points: int = Field(description="spent on what was collected")


class FairResult(View):
    """`visitors`: how many people collected something; `reserved`: points of what waits to be collected.

    What a shop has taken back since was collected all the same, and is on its shelf.
    """

    fair: Id
    state: FairState
    visitors: int
    redemptions: int
    items: int
    points: int
    reserved: int
    budget: int
    goods: list[FairGoodResult]


class FairClosed(Event):
    """What was collected until it closed."""

    TYPE: ClassVar[str] = "volunteers.fair.closed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    visitors: int
    redemptions: int
    points: int


FAIR_TIMES = ErrorCode(
    "volunteers.fair_times",
    422,
    "A fair ends after it starts and after now, and lasts {days} days at most.",
    "集市须在开始之后且现在之后结束，最长 {days} 天。",
)
STALLS_FULL = ErrorCode("volunteers.stalls_full", 409, "A fair has {most} stalls at most.", "集市最多 {most} 个摊位。")
FAIR_GOODS_FULL = ErrorCode(
    "volunteers.fair_goods_full", 409, "A fair has {most} kinds of goods at most.", "集市最多 {most} 种商品。"
)
NO_STALL = ErrorCode("volunteers.no_stall", 409, "This shop has no stall at the fair.", "该店铺在此集市没有摊位。")
GOODS_TAKEN = ErrorCode(
    "volunteers.goods_taken", 409, "{taken} of them are reserved or collected.", "其中 {taken} 件已被预订或领取。"
)
FAIR_NOT_OPEN = ErrorCode("volunteers.fair_not_open", 409, "The fair is not open now.", "集市目前未开放。")
FAIR_BUDGET = ErrorCode(
    "volunteers.fair_budget", 409, "Only {left} points can still be spent at this fair.", "本次集市还可兑换 {left} 分。"
)

MOVING_ERRORS = (NOT_FOUND, OUTSIDE_AREA, NOT_ALLOWED_NOW, FORBIDDEN, STALE_VERSION)
PLAN_FAIR = Op(
    "plan_fair", POST("/points/fairs"), PlanFair, FairView, OFFICE, "Plan a fair", errors=(OUTSIDE_AREA, FAIR_TIMES),
)  # fmt: skip
LIST_FAIRS = Op(
    "list_fairs", GET("/points/fairs"), ListFairs, FairPage, READERS, "Fairs in an area, newest first", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
GET_FAIR = Op(
    "get_fair", GET("/points/fairs/{fair_id}"), GetFair, FairView, READERS, "One fair, with its stalls", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
GIVE_STALL = Op(
    "give_stall", PUT("/points/fairs/{fair_id}/stalls/{shop_id}"), GiveStall, FairView, OFFICE,
    "Give a shop a stall at a fair, or another spot", errors=(NOT_FOUND, OUTSIDE_AREA, FAIR_NOT_OPEN, STALLS_FULL, STALE_VERSION),
)  # fmt: skip
SET_GOODS_ASIDE = Op(
    "set_goods_aside", PUT("/points/fairs/{fair_id}/goods/{offer_id}"), SetGoodsAside, FairGoodView, KEEPERS,
    "Set goods of a shop aside for a fair, at a price of the fair",
    errors=(NOT_FOUND, FAIR_NOT_OPEN, NO_STALL, GOODS_TAKEN, OUT_OF_STOCK, FAIR_GOODS_FULL, STALE_VERSION),
)  # fmt: skip
LIST_FAIR_GOODS = Op(
    "list_fair_goods", GET("/points/fairs/{fair_id}/goods"), ListFairGoods, FairGoodPage, READERS,
    "What a fair has, newest first", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
OPEN_FAIR = Op(
    "open_fair", POST("/points/fairs/{fair_id}/open", 200), OpenFair, FairView, OFFICE, "Open a fair before its time",
    errors=MOVING_ERRORS,
)  # fmt: skip
CLOSE_FAIR = Op(
    "close_fair", POST("/points/fairs/{fair_id}/close", 200), CloseFair, FairView, OFFICE,
    "Close a fair; what is left goes back to the shelves", emits=(FairClosed,), errors=MOVING_ERRORS,
)  # fmt: skip
CANCEL_FAIR = Op(
    "cancel_fair", POST("/points/fairs/{fair_id}/cancel", 200), CancelFair, FairView, OFFICE,
    "Cancel a fair that is not open yet", errors=MOVING_ERRORS,
)  # fmt: skip
REDEEM_AT_FAIR = Op(
    "redeem_at_fair", POST("/points/fairs/{fair_id}/redemptions"), RedeemAtFair, RedemptionView, HOLDERS,
    "Reserve something at a fair; the stall collects the code",
    errors=(NOT_FOUND, OWN_SHOP, SHOP_CLOSED, FAIR_NOT_OPEN, PRICE_CHANGED, OUT_OF_STOCK, FAIR_BUDGET, OVERDRAWN), keeps_reply=False,
)  # fmt: skip
SHOW_FAIR_RESULT = Op(
    "show_fair_result", GET("/points/fairs/{fair_id}/result"), ShowFairResult, FairResult, OFFICE | {Role.AUDITOR},
    "What came of a fair: visitors, redemptions, points, goods", writes=False, errors=(NOT_FOUND, OUTSIDE_AREA),
)  # fmt: skip

OPERATIONS = (
    PLAN_FAIR,
    LIST_FAIRS,
    GET_FAIR,
    GIVE_STALL,
    SET_GOODS_ASIDE,
    LIST_FAIR_GOODS,
    OPEN_FAIR,
    CLOSE_FAIR,
    CANCEL_FAIR,
    REDEEM_AT_FAIR,
    SHOW_FAIR_RESULT,
)
EVENTS = (FairClosed,)
