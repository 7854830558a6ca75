"""What shops offer for points: prices, stock and caps."""

from typing import Annotated

from pydantic import Field

from shared.contracts.model import AreaPath, Command, Id, Page, PageQuery, ShortText, Version, View
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.photos import Photos, PhotosShown
from shared.contracts.volunteers.points import READERS, Points
from shared.contracts.volunteers.shop import KEEPERS, SHOP_CLOSED
from shared.contracts.volunteers.time_bank import Minutes
from shared.kernel.errors import NOT_FOUND, STALE_VERSION
from shared.kernel.paging import BAD_CURSOR

Stock = Annotated[int, Field(ge=0, le=1_000_000)]


class OfferTerms(Command):
    """`stock`: how many are left; none is without end. `monthly_cap`: how many may be redeemed in a month."""

    price: Points
    minutes: Minutes | None = Field(
        None, description="what it costs instead in banked minutes; for points only if absent"
    )
    stock: Stock | None = None
    monthly_cap: Stock | None = None
    active: bool = True
    photos: Photos | None = Field(None, description="of others than before; as they are if absent")


class AddPointsOffer(OfferTerms):
    shop_id: Id
    title: ShortText


class ChangePointsOffer(OfferTerms):
    offer_id: Id


class GetPointsOffer(Command):
    offer_id: Id


class ListPointsOffers(PageQuery):
    """`all`: with those that are not offered now, for who keeps the shop that is named."""

    area: AreaPath
    shop: Id | None = None
    all: bool = False


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
    photos: list[Id] = []
    version: Version


class PointsOfferPage(Page[PointsOfferView]):
    pass


ADD_POINTS_OFFER = Op(
    "add_points_offer", POST("/points/shops/{shop_id}/offers"), AddPointsOffer, PointsOfferView, KEEPERS,
    "Offer something for points", emits=(PhotosShown,), errors=(NOT_FOUND, SHOP_CLOSED),
)  # fmt: skip
CHANGE_POINTS_OFFER = Op(
    "change_points_offer", PUT("/points/offers/{offer_id}"), ChangePointsOffer, PointsOfferView, KEEPERS,
    "Change price, stock, caps or photos of an offer", emits=(PhotosShown,), errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
LIST_POINTS_OFFERS = Op(
    "list_points_offers", GET("/points/offers"), ListPointsOffers, PointsOfferPage, READERS,
    "What points can buy in an area, newest first", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
GET_POINTS_OFFER = Op(
    "get_points_offer", GET("/points/offers/{offer_id}"), GetPointsOffer, PointsOfferView, READERS, "One offer",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip

OPERATIONS = (ADD_POINTS_OFFER, CHANGE_POINTS_OFFER, LIST_POINTS_OFFERS, GET_POINTS_OFFER)
EVENTS = ()
