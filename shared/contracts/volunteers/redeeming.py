"""Redeeming: what is reserved for points or minutes gets a code, and the shop collects it."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import Role
from shared.contracts.ledger import OVERDRAWN
from shared.contracts.model import AreaPath, Command, Event, Id, Moment, Page, PageQuery, Version, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.gifts import MOVING_ERRORS, Count
from shared.contracts.volunteers.points import HOLDERS, OWN_POINTS, Points
from shared.contracts.volunteers.shop import KEEPERS, SHOP_CLOSED
from shared.contracts.volunteers.time_bank import CLEARING_LIMIT, NO_HOURS, SELF_DEALING
from shared.kernel.errors import NOT_FOUND, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Code = Annotated[
    str, StringConstraints(pattern=r"^\d{10}$"), Field(description="good once, at one shop", examples=["4687027851"])
]


class RedemptionState(StrEnum):
    RESERVED = "reserved"
    COLLECTED = "collected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    RETURNED = "returned"


class PayWith(StrEnum):
    """What goods are paid with: points, or minutes of one's account of hours."""

    POINTS = "points"
    MINUTES = "minutes"


class Redeem(Command):
    offer_id: Id
    count: Count = 1
    pay_with: PayWith = PayWith.POINTS
    price: Points | None = Field(
        None, description="points for each, as the caller has read it; refused when it is another now"
    )


class RedemptionAction(Command):
    redemption_id: Id


class GetRedemption(RedemptionAction):
    pass


class CancelRedemption(RedemptionAction):
    pass


class ListMyRedemptions(PageQuery):
    pass


class ListShopRedemptions(PageQuery):
    shop_id: Id
    state: RedemptionState | None = None


class Collect(Command):
    """By the shop, when it hands over what was reserved."""

    shop_id: Id
    code: Code


class RedemptionView(View):
    """`code` is shown to whoever reserved, as long as it is good. What is paid in `minutes` costs no points.

    Points and minutes of what was `returned` are back with who had paid them.
    """

    id: Id
    shop: Id
    offer: Id
    fair: Id | None = Field(None, description="where it was reserved at a fair")
    title: str
    count: int
    points: int
    minutes: int | None = None
    state: RedemptionState
    reserved_at: Moment
    expires_at: Moment
    collected_at: Moment | None = None
    returned_at: Moment | None = None
    returned_because: str | None = Field(None, description="what the shop found wrong with the goods")
    code: Code | None = None
    version: Version


class RedemptionPage(Page[RedemptionView]):
    pass


class PointsSpent(Event):
    TYPE: ClassVar[str] = "volunteers.points.spent.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    shop: Id
    points: int
    count: int


class HoursSpent(Event):
    """Banked minutes were spent on goods."""

    TYPE: ClassVar[str] = "volunteers.hours.spent.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    shop: Id
    minutes: int
    count: int


OUT_OF_STOCK = ErrorCode("volunteers.out_of_stock", 409, "Only {left} are left.", "库存仅剩 {left} 件。")
OFFER_CLOSED = ErrorCode("volunteers.offer_closed", 409, "This is not offered now.", "该商品目前不可兑换。")
OFFER_CAP = ErrorCode(
    "volunteers.offer_cap", 409, "Only {left} more can be redeemed this month.", "本月还可兑换 {left} 件。"
)
NOT_FOR_MINUTES = ErrorCode(
    "volunteers.not_for_minutes", 409, "This cannot be paid in hours.", "该商品不接受时长兑换。"
)
OWN_SHOP = ErrorCode("volunteers.own_shop", 403, "Nobody redeems at their own shop.", "不能在自己的店铺兑换。")
CODE_UNKNOWN = ErrorCode("volunteers.code_unknown", 404, "There is no such code.", "兑换码不存在。")
CODE_USED = ErrorCode("volunteers.code_used", 409, "This code was used before.", "兑换码已使用。")
CODE_VOID = ErrorCode("volunteers.code_void", 409, "This code was cancelled or has expired.", "兑换码已取消或已过期。")
TOO_MANY_WRONG_CODES = ErrorCode(
    "volunteers.too_many_wrong_codes",
    429,
    "Too many codes were wrong; wait {retry_after} s.",
    "错误的兑换码过多，请 {retry_after} 秒后再试。",
)
PRICE_CHANGED = ErrorCode(
    "volunteers.price_changed", 409, "The price is {price} points now.", "价格已变为 {price} 分，请确认后再兑换。"
)
WRONG_SHOP = ErrorCode("volunteers.wrong_shop", 409, "This code is for another shop.", "兑换码不属于本店。")
REDEEM = Op(
    "redeem", POST("/points/redemptions"), Redeem, RedemptionView, HOLDERS, "Reserve something for points or minutes",
    errors=(NOT_FOUND, NO_HOURS, OWN_SHOP, SHOP_CLOSED, OFFER_CLOSED, PRICE_CHANGED, OUT_OF_STOCK, OFFER_CAP, NOT_FOR_MINUTES, OVERDRAWN, CLEARING_LIMIT), keeps_reply=False,
)  # fmt: skip
LIST_MY_REDEMPTIONS = Op(
    "list_my_redemptions", GET("/points/redemptions"), ListMyRedemptions, RedemptionPage, HOLDERS,
    "What I have reserved, collected and returned, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
GET_REDEMPTION = Op(
    "get_redemption", GET("/points/redemptions/{redemption_id}"), GetRedemption, RedemptionView, HOLDERS,
    "One of my redemptions, with its code", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
CANCEL_REDEMPTION = Op(
    "cancel_redemption", POST("/points/redemptions/{redemption_id}/cancel", 200), CancelRedemption, RedemptionView, HOLDERS,
    "Cancel a reservation", errors=MOVING_ERRORS,
)  # fmt: skip
LIST_SHOP_REDEMPTIONS = Op(
    "list_shop_redemptions", GET("/points/shops/{shop_id}/redemptions"), ListShopRedemptions, RedemptionPage, KEEPERS | {Role.AUDITOR},
    "What is reserved at a shop or was collected, newest first, without codes", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
COLLECT = Op(
    "collect", POST("/points/shops/{shop_id}/collections"), Collect, RedemptionView, KEEPERS,
    "Hand over what a code is for", emits=(PointsSpent, HoursSpent),
    errors=(NOT_FOUND, OWN_POINTS, SELF_DEALING, TOO_MANY_WRONG_CODES, CODE_UNKNOWN, CODE_USED, CODE_VOID, WRONG_SHOP),
)  # fmt: skip

OPERATIONS = (REDEEM, LIST_MY_REDEMPTIONS, GET_REDEMPTION, CANCEL_REDEMPTION, LIST_SHOP_REDEMPTIONS, COLLECT)
EVENTS = (PointsSpent, HoursSpent)
