"""The points shop: goods that residents give, what shops offer for points, and how points are redeemed."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import OFFICE, Role
from shared.contracts.ledger import OVERDRAWN, Statement
from shared.contracts.model import AreaPath, Command, Event, Id, Moment, Page, PageQuery, ShortText, Version, View
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.points import HOLDERS, ISSUING_ERRORS, OWN_POINTS, Month, Points, PointsAwarded
from shared.contracts.volunteers.time_bank import CLEARING_LIMIT, NO_HOURS, SELF_DEALING, Minutes
from shared.kernel.errors import (
    FORBIDDEN,
    NOT_ALLOWED_NOW,
    NOT_FOUND,
    OUTSIDE_AREA,
    STALE_VERSION,
    ErrorCode,
)
from shared.kernel.paging import BAD_CURSOR

Code = Annotated[
    str, StringConstraints(pattern=r"^\d{10}$"), Field(description="good once, at one shop", examples=["4687027851"])
]
Stock = Annotated[int, Field(ge=0, le=1_000_000)]
Count = Annotated[int, Field(ge=1, le=100)]


class GiftState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    SHELVED = "shelved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class RedemptionState(StrEnum):
    RESERVED = "reserved"
    COLLECTED = "collected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class PayWith(StrEnum):
    """What goods are paid with: points, or minutes of one's account of hours."""

    POINTS = "points"
    MINUTES = "minutes"


class AllyShop(Command):
    """`merchant`: the account that acts for an allied shop. Without one it is the community's own points shop."""

    name: ShortText
    area: AreaPath
    merchant: Id | None = None


class ListShops(PageQuery):
    area: AreaPath


class GiveGoods(Command):
    shop_id: Id
    title: ShortText
    count: Count = 1


class GiftAction(Command):
    gift_id: Id


class GetGift(GiftAction):
    pass


class AppraiseGift(GiftAction):
    """`value`: points for each item, to whoever gave it. `condition`: what the check has shown."""

    value: Points
    condition: ShortText


class DeclineGift(GiftAction):
    reason: ShortText


class WithdrawGift(GiftAction):
    pass


class ShelveGift(GiftAction):
    """`price`: points that each item is marked with."""

    price: Points


class ListGifts(PageQuery):
    shop_id: Id
    state: GiftState | None = None


class OfferTerms(Command):
    """`stock`: how many are left; none is without end. `monthly_cap`: how many may be redeemed in a month."""

    price: Points
    minutes: Minutes | None = Field(
        None, description="what it costs instead in banked minutes; for points only if absent"
    )
    stock: Stock | None = None
    monthly_cap: Stock | None = None
    active: bool = True


class AddPointsOffer(OfferTerms):
    shop_id: Id
    title: ShortText


class ChangePointsOffer(OfferTerms):
    offer_id: Id


class ListPointsOffers(PageQuery):
    area: AreaPath
    shop: Id | None = None


class Redeem(Command):
    offer_id: Id
    count: Count = 1
    pay_with: PayWith = PayWith.POINTS


class RedemptionAction(Command):
    redemption_id: Id


class GetRedemption(RedemptionAction):
    pass


class CancelRedemption(RedemptionAction):
    pass


class ListMyRedemptions(PageQuery):
    pass


class Collect(Command):
    """By the shop, when it hands over what was reserved."""

    shop_id: Id
    code: Code


class GetShopStatement(Command):
    shop_id: Id
    month: Month


class ShopView(View):
    id: Id
    name: str
    area: AreaPath
    allied: bool
    since: Moment
    version: Version


class ShopPage(Page[ShopView]):
    pass


class GiftView(View):
    id: Id
    shop: Id
    title: str
    count: int
    state: GiftState
    given_at: Moment
    value: int | None = Field(None, description="points for each item")
    note: str | None = Field(None, description="what the check has shown, or why it was declined")
    offer: Id | None = None
    version: Version


class GiftPage(Page[GiftView]):
    pass


class PointsOfferView(View):
    id: Id
    shop: Id
    area: AreaPath
    title: str
    price: int
    minutes: int | None = None
    stock: int | None = None
    monthly_cap: int | None = None
    active: bool
    version: Version


class PointsOfferPage(Page[PointsOfferView]):
    pass


class RedemptionView(View):
    """`code` is shown to whoever reserved, as long as it is good. What is paid in `minutes` costs no points."""

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
    code: Code | None = None
    version: Version


class RedemptionPage(Page[RedemptionView]):
    pass


class OfferTotal(View):
    title: str
    count: int
    points: int
    minutes: int = 0


class ShopStatementView(View):
    """`taken`: points that were spent here, as the book has them; `earned`: those of an allied shop's own.

    `taken_minutes`: banked minutes that were spent here.
    """

    shop: Id
    month: Month
    points: int
    minutes: int = 0
    offers: list[OfferTotal]
    taken: Statement
    taken_minutes: Statement | None = None
    earned: Statement | None = None


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


MERCHANT_ALLIED = ErrorCode(
    "volunteers.merchant_allied", 409, "This merchant has an allied shop already.", "该商户已有联盟店铺。"
)
OVER_VALUE = ErrorCode("volunteers.over_value", 422, "An item earns at most {most} points.", "单件物品最多 {most} 分。")
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
WRONG_SHOP = ErrorCode("volunteers.wrong_shop", 409, "This code is for another shop.", "兑换码不属于本店。")

KEEPERS = frozenset({Role.MERCHANT, *OFFICE})
GIVERS = HOLDERS - {Role.MERCHANT}

ALLY_SHOP = Op(
    "ally_shop", POST("/points/shops"), AllyShop, ShopView, OFFICE, "Open a points shop, or ally a merchant's",
    errors=(OUTSIDE_AREA, MERCHANT_ALLIED),
)  # fmt: skip
LIST_SHOPS = Op(
    "list_shops", GET("/points/shops"), ListShops, ShopPage, HOLDERS, "Shops that take points, in an area", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
GIVE_GOODS = Op(
    "give_goods", POST("/points/shops/{shop_id}/gifts"), GiveGoods, GiftView, GIVERS, "Offer goods to a points shop",
    errors=(NOT_FOUND,),
)  # fmt: skip
LIST_GIFTS = Op(
    "list_gifts", GET("/points/shops/{shop_id}/gifts"), ListGifts, GiftPage, OFFICE,
    "Goods that were offered to a shop, newest first", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
GET_GIFT = Op(
    "get_gift", GET("/points/gifts/{gift_id}"), GetGift, GiftView, GIVERS, "Goods that I gave, or that were given here",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
MOVING_ERRORS = (NOT_FOUND, NOT_ALLOWED_NOW, FORBIDDEN, STALE_VERSION)
APPRAISE_GIFT = Op(
    "appraise_gift", POST("/points/gifts/{gift_id}/appraise", 200), AppraiseGift, GiftView, OFFICE,
    "Accept goods after a check, and give points for them", emits=(PointsAwarded,),
    errors=(*MOVING_ERRORS, OVER_VALUE, *ISSUING_ERRORS),
)  # fmt: skip
DECLINE_GIFT = Op(
    "decline_gift", POST("/points/gifts/{gift_id}/decline", 200), DeclineGift, GiftView, OFFICE,
    "Decline goods, and say why", errors=MOVING_ERRORS,
)  # fmt: skip
WITHDRAW_GIFT = Op(
    "withdraw_gift", POST("/points/gifts/{gift_id}/withdraw", 200), WithdrawGift, GiftView, GIVERS,
    "Take back an offer of goods", errors=MOVING_ERRORS,
)  # fmt: skip
SHELVE_GIFT = Op(
    "shelve_gift", POST("/points/gifts/{gift_id}/shelve", 200), ShelveGift, GiftView, OFFICE,
    "Put accepted goods on the shelf, with a price in points", errors=MOVING_ERRORS,
)  # fmt: skip
ADD_POINTS_OFFER = Op(
    "add_points_offer", POST("/points/shops/{shop_id}/offers"), AddPointsOffer, PointsOfferView, KEEPERS,
    "Offer something for points", errors=(NOT_FOUND,),
)  # fmt: skip
CHANGE_POINTS_OFFER = Op(
    "change_points_offer", PUT("/points/offers/{offer_id}"), ChangePointsOffer, PointsOfferView, KEEPERS,
    "Change price, stock or caps of an offer", errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
LIST_POINTS_OFFERS = Op(
    "list_points_offers", GET("/points/offers"), ListPointsOffers, PointsOfferPage, HOLDERS,
    "What points can buy in an area, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
REDEEM = Op(
    "redeem", POST("/points/redemptions"), Redeem, RedemptionView, HOLDERS, "Reserve something for points or minutes",
    errors=(NOT_FOUND, NO_HOURS, OWN_SHOP, OFFER_CLOSED, OUT_OF_STOCK, OFFER_CAP, NOT_FOR_MINUTES, OVERDRAWN, CLEARING_LIMIT), keeps_reply=False,
)  # fmt: skip
LIST_MY_REDEMPTIONS = Op(
    "list_my_redemptions", GET("/points/redemptions"), ListMyRedemptions, RedemptionPage, HOLDERS,
    "What I have reserved and collected, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
GET_REDEMPTION = Op(
    "get_redemption", GET("/points/redemptions/{redemption_id}"), GetRedemption, RedemptionView, HOLDERS,
    "One of my redemptions, with its code", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
CANCEL_REDEMPTION = Op(
    "cancel_redemption", POST("/points/redemptions/{redemption_id}/cancel", 200), CancelRedemption, RedemptionView, HOLDERS,
    "Cancel a reservation", errors=MOVING_ERRORS,
)  # fmt: skip
COLLECT = Op(
    "collect", POST("/points/shops/{shop_id}/collections"), Collect, RedemptionView, KEEPERS,
    "Hand over what a code is for", emits=(PointsSpent, HoursSpent),
    errors=(NOT_FOUND, OWN_POINTS, SELF_DEALING, CODE_UNKNOWN, CODE_USED, CODE_VOID, WRONG_SHOP),
)  # fmt: skip
GET_SHOP_STATEMENT = Op(
    "get_shop_statement", GET("/points/shops/{shop_id}/statements/{month}"), GetShopStatement, ShopStatementView, KEEPERS,
    "What a shop took and earned in a month", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip

OPERATIONS = (
    ALLY_SHOP,
    LIST_SHOPS,
    GIVE_GOODS,
    LIST_GIFTS,
    GET_GIFT,
    APPRAISE_GIFT,
    DECLINE_GIFT,
    WITHDRAW_GIFT,
    SHELVE_GIFT,
    ADD_POINTS_OFFER,
    CHANGE_POINTS_OFFER,
    LIST_POINTS_OFFERS,
    REDEEM,
    LIST_MY_REDEMPTIONS,
    GET_REDEMPTION,
    CANCEL_REDEMPTION,
    COLLECT,
    GET_SHOP_STATEMENT,
)
EVENTS = (PointsSpent, HoursSpent)
