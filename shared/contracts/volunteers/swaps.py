"""Swapping idle things: residents offer them at a station, ask for others' with or without one of theirs in exchange."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import OFFICE
from shared.contracts.model import AreaPath, Command, Event, Id, Moment, Page, PageQuery, ShortText, Version, View, pii
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.gifts import GIVERS
from shared.contracts.volunteers.photos import Photos, PhotosShown
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class IdleItemState(StrEnum):
    ON_OFFER = "on_offer"
    RESERVED = "reserved"
    SWAPPED = "swapped"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class SwapState(StrEnum):
    """Asked: by who wants it. Agreed: by its owner, so that it is reserved. Half confirmed: one side says it changed hands."""

    ASKED = "asked"
    AGREED = "agreed"
    HALF_CONFIRMED = "half_confirmed"
    DONE = "done"
    DECLINED = "declined"
    CALLED_OFF = "called_off"
    EXPIRED = "expired"


class SwapPart(StrEnum):
    """In what part the caller looks at a swap."""

    OWNER = "owner"
    ASKER = "asker"
    STATION = "station"


class SetSwapStation(Command):
    """`place`: where things change hands; people need not tell each other where they live."""

    area: AreaPath
    name: ShortText
    place: ShortText


class GetSwapStation(Command):
    area: AreaPath


class OfferIdleItem(Command):
    """`wanted`: what the owner would like for it; without, it is given away. Photos are for all while it is there."""

    area: AreaPath = Field(description="of the station where it changes hands")
    title: ShortText
    condition: ShortText
    wanted: ShortText | None = None
    photos: Photos = []


class ListIdleItems(PageQuery):
    area: AreaPath


class ListMyIdleItems(PageQuery):
    pass


class ItemAction(Command):
    item_id: Id


class GetIdleItem(ItemAction):
    pass


class WithdrawIdleItem(ItemAction):
    pass


class AskForIdleItem(ItemAction):
    """`in_exchange`: an item of the caller's own. `contact`: how the other side reaches the caller, shown once both agree."""

    in_exchange: Id | None = None
    contact: ShortText | None = pii(default=None)


class SwapAction(Command):
    swap_id: Id


class GetSwap(SwapAction):
    pass


class AgreeToSwap(SwapAction):
    contact: ShortText | None = pii(default=None)


class DeclineSwap(SwapAction):
    pass


class CallOffSwap(SwapAction):
    pass


class ConfirmSwap(SwapAction):
    """By both sides, one after the other."""


class HandOverSwap(SwapAction):
    """By the staff of the station, for both."""


class ListMySwaps(PageQuery):
    pass


class ListStationSwaps(PageQuery):
    area: AreaPath


class SwapStationView(View):
    area: AreaPath
    name: str
    place: str
    version: Version


class IdleItemView(View):
    """Whose it is, is not told; `mine` says whether it is the caller's."""

    id: Id
    area: AreaPath
    title: str
    condition: str
    wanted: str | None = None
    photos: list[Id] = []
    state: IdleItemState
    mine: bool
    offered_at: Moment
    expires_at: Moment
    version: Version


class IdleItemPage(Page[IdleItemView]):
    pass


class SwapView(View):
    """`place`: the station, where one meets. `contact`: of the other side, from when both have agreed until it is over.

    `due_at`: when it ends by itself.
    """

    id: Id
    part: SwapPart
    item: Id
    title: str
    in_exchange: Id | None = None
    exchange_title: str | None = None
    state: SwapState
    station: str
    place: str
    contact: str | None = pii(default=None)
    confirmed: bool = Field(description="whether the caller has confirmed the hand-over")
    asked_at: Moment
    due_at: Moment | None = None
    version: Version


class SwapPage(Page[SwapView]):
    pass


class ThingsSwapped(Event):
    """`things`: how many changed hands, one or two."""

    TYPE: ClassVar[str] = "volunteers.things.swapped.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    things: int


NO_STATION = ErrorCode(
    "volunteers.no_station", 422, "There is no station for swaps in {area}.", "{area} 没有闲置互换站点。"
)
ITEM_TAKEN = ErrorCode("volunteers.item_taken", 409, "This item is not on offer now.", "该物品目前不可互换。")
OWN_ITEM = ErrorCode("volunteers.own_item", 409, "This item is yours.", "这是您自己的物品。")
ASKED_BEFORE = ErrorCode("volunteers.asked_before", 409, "You have asked for this before.", "您已申请过该物品。")
TOO_MANY_ASKS = ErrorCode(
    "volunteers.too_many_asks", 409, "{most} at most can wait for an answer.", "等待答复的申请最多 {most} 个。"
)
TOO_MANY_ITEMS = ErrorCode(
    "volunteers.too_many_items", 409, "{most} items at most can be on offer.", "同时上架的物品最多 {most} 件。"
)
OWN_SWAP = ErrorCode(
    "volunteers.own_swap",
    403,
    "Nobody hands over for both sides of their own swap.",
    "不能代双方确认与自己有关的互换。",
)

ITEM_ERRORS = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
SWAP_ERRORS = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
SET_SWAP_STATION = Op(
    "set_swap_station", PUT("/swaps/stations/{area}"), SetSwapStation, SwapStationView, OFFICE, "Open a station for swaps, or change it",
    errors=(OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
GET_SWAP_STATION = Op(
    "get_swap_station", GET("/swaps/stations/{area}"), GetSwapStation, SwapStationView, GIVERS, "The station for swaps of an area",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_STATION_SWAPS = Op(
    "list_station_swaps", GET("/swaps/stations/{area}/waiting"), ListStationSwaps, SwapPage, OFFICE,
    "Swaps that wait for their hand-over at the station", writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
OFFER_IDLE_ITEM = Op(
    "offer_idle_item", POST("/swaps/items"), OfferIdleItem, IdleItemView, GIVERS, "Offer an idle thing",
    emits=(PhotosShown,), errors=(NO_STATION, TOO_MANY_ITEMS),
)  # fmt: skip
LIST_IDLE_ITEMS = Op(
    "list_idle_items", GET("/swaps/items"), ListIdleItems, IdleItemPage, GIVERS, "What is on offer in an area, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
LIST_MY_IDLE_ITEMS = Op(
    "list_my_idle_items", GET("/swaps/items/mine"), ListMyIdleItems, IdleItemPage, GIVERS, "What I have offered, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
GET_IDLE_ITEM = Op(
    "get_idle_item", GET("/swaps/items/{item_id}"), GetIdleItem, IdleItemView, GIVERS, "One idle thing", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
WITHDRAW_IDLE_ITEM = Op(
    "withdraw_idle_item", POST("/swaps/items/{item_id}/withdraw", 200), WithdrawIdleItem, IdleItemView, GIVERS,
    "Offer it no more, as its owner, or as staff of the station", emits=(PhotosShown,), errors=ITEM_ERRORS,
)  # fmt: skip
ASK_FOR_IDLE_ITEM = Op(
    "ask_for_idle_item", POST("/swaps"), AskForIdleItem, SwapView, GIVERS, "Ask for an item, with or without one in exchange",
    errors=(NOT_FOUND, OWN_ITEM, ITEM_TAKEN, ASKED_BEFORE, TOO_MANY_ASKS),
)  # fmt: skip
LIST_MY_SWAPS = Op(
    "list_my_swaps", GET("/swaps"), ListMySwaps, SwapPage, GIVERS, "What I have asked for or was asked for, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
GET_SWAP = Op(
    "get_swap", GET("/swaps/{swap_id}"), GetSwap, SwapView, GIVERS, "One of my swaps", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
AGREE_TO_SWAP = Op(
    "agree_to_swap", POST("/swaps/{swap_id}/agree", 200), AgreeToSwap, SwapView, GIVERS,
    "Agree, as the owner; the items are reserved", errors=(*SWAP_ERRORS, ITEM_TAKEN), keeps_reply=False,
)  # fmt: skip
DECLINE_SWAP = Op(
    "decline_swap", POST("/swaps/{swap_id}/decline", 200), DeclineSwap, SwapView, GIVERS, "Decline, as the owner",
    errors=SWAP_ERRORS,
)  # fmt: skip
CALL_OFF_SWAP = Op(
    "call_off_swap", POST("/swaps/{swap_id}/call-off", 200), CallOffSwap, SwapView, GIVERS,
    "Call it off; the items are on offer again", errors=SWAP_ERRORS,
)  # fmt: skip
CONFIRM_SWAP = Op(
    "confirm_swap", POST("/swaps/{swap_id}/confirm", 200), ConfirmSwap, SwapView, GIVERS,
    "Confirm that things have changed hands", emits=(ThingsSwapped, PhotosShown), errors=SWAP_ERRORS, keeps_reply=False,
)  # fmt: skip
HAND_OVER_SWAP = Op(
    "hand_over_swap", POST("/swaps/{swap_id}/hand-over", 200), HandOverSwap, SwapView, OFFICE,
    "Confirm for both sides, as staff of the station", emits=(ThingsSwapped, PhotosShown), errors=(*SWAP_ERRORS, OWN_SWAP),
)  # fmt: skip

OPERATIONS = (
    SET_SWAP_STATION,
    GET_SWAP_STATION,
    LIST_STATION_SWAPS,
    OFFER_IDLE_ITEM,
    LIST_IDLE_ITEMS,
    LIST_MY_IDLE_ITEMS,
    GET_IDLE_ITEM,
    WITHDRAW_IDLE_ITEM,
    ASK_FOR_IDLE_ITEM,
    LIST_MY_SWAPS,
    GET_SWAP,
    AGREE_TO_SWAP,
    DECLINE_SWAP,
    CALL_OFF_SWAP,
    CONFIRM_SWAP,
    HAND_OVER_SWAP,
)
EVENTS = (ThingsSwapped,)
