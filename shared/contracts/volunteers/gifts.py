"""Goods that residents give to a points shop: offered, checked and valued, shelved with a marked price."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.actor import OFFICE, Role
from shared.contracts.model import Command, Id, Moment, Page, PageQuery, ShortText, Version, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.photos import Photos, PhotosShown
from shared.contracts.volunteers.points import HOLDERS, ISSUING_ERRORS, Points, PointsAwarded
from shared.contracts.volunteers.shop import SHOP_CLOSED
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Count = Annotated[int, Field(ge=1, le=100)]


class GiftState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    SHELVED = "shelved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class GiveGoods(Command):
    shop_id: Id
    title: ShortText
    count: Count = 1
    photos: Photos = []


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


class ListMyGifts(PageQuery):
    pass


class ListGifts(PageQuery):
    shop_id: Id
    state: GiftState | None = None


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
    photos: list[Id] = []
    version: Version


class GiftPage(Page[GiftView]):
    pass


OVER_VALUE = ErrorCode("volunteers.over_value", 422, "An item earns at most {most} points.", "单件物品最多 {most} 分。")
GIVERS = HOLDERS - {Role.MERCHANT}
MOVING_ERRORS = (NOT_FOUND, NOT_ALLOWED_NOW, FORBIDDEN, STALE_VERSION)
GIVE_GOODS = Op(
    "give_goods", POST("/points/shops/{shop_id}/gifts"), GiveGoods, GiftView, GIVERS, "Offer goods to a points shop", emits=(PhotosShown,),
    errors=(NOT_FOUND, SHOP_CLOSED),
)  # fmt: skip
LIST_MY_GIFTS = Op(
    "list_my_gifts", GET("/points/gifts"), ListMyGifts, GiftPage, GIVERS, "Goods that I gave, newest first", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
LIST_GIFTS = Op(
    "list_gifts", GET("/points/shops/{shop_id}/gifts"), ListGifts, GiftPage, OFFICE,
    "Goods that were offered to a shop, newest first", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
GET_GIFT = Op(
    "get_gift", GET("/points/gifts/{gift_id}"), GetGift, GiftView, GIVERS, "Goods that I gave, or that were given here",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
APPRAISE_GIFT = Op(
    "appraise_gift", POST("/points/gifts/{gift_id}/appraise", 200), AppraiseGift, GiftView, OFFICE,
    "Accept goods after a check, and give points for them", emits=(PointsAwarded,),
    errors=(*MOVING_ERRORS, OVER_VALUE, *ISSUING_ERRORS),
)  # fmt: skip
DECLINE_GIFT = Op(
    "decline_gift", POST("/points/gifts/{gift_id}/decline", 200), DeclineGift, GiftView, OFFICE,
    "Decline goods, and say why", emits=(PhotosShown,), errors=MOVING_ERRORS,
)  # fmt: skip
WITHDRAW_GIFT = Op(
    "withdraw_gift", POST("/points/gifts/{gift_id}/withdraw", 200), WithdrawGift, GiftView, GIVERS,
    "Take back an offer of goods", emits=(PhotosShown,), errors=MOVING_ERRORS,
)  # fmt: skip
SHELVE_GIFT = Op(
    "shelve_gift", POST("/points/gifts/{gift_id}/shelve", 200), ShelveGift, GiftView, OFFICE,
    "Put accepted goods on the shelf, with a price in points", emits=(PhotosShown,),
    errors=(*MOVING_ERRORS, SHOP_CLOSED),
)  # fmt: skip

OPERATIONS = (
    GIVE_GOODS,
    LIST_MY_GIFTS,
    LIST_GIFTS,
    GET_GIFT,
    APPRAISE_GIFT,
    DECLINE_GIFT,
    WITHDRAW_GIFT,
    SHELVE_GIFT,
)
EVENTS = ()
