"""Points shops: the community's own and those of allied merchants, and what each took and earned in a month."""

from pydantic import Field

from shared.contracts.actor import OFFICE, Role
from shared.contracts.ledger import Statement
from shared.contracts.model import AreaPath, Command, Id, Moment, Page, PageQuery, ShortText, Version, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.points import READERS, Month
from shared.contracts.volunteers.time_bank import MONTH_NOT_BEGUN
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class AllyShop(Command):
    """`merchant`: the account that acts for an allied shop. Without one it is the community's own points shop."""

    name: ShortText
    area: AreaPath
    merchant: Id | None = None


class ListShops(PageQuery):
    area: AreaPath


class ListMyShops(PageQuery):
    pass


class ShopAction(Command):
    shop_id: Id


class GetShop(ShopAction):
    pass


class CloseShop(ShopAction):
    pass


class GetShopStatement(ShopAction):
    month: Month


class ShopView(View):
    id: Id
    name: str
    area: AreaPath
    allied: bool
    since: Moment
    closed_at: Moment | None = Field(None, description="from when it takes no more points")
    version: Version


class ShopPage(Page[ShopView]):
    pass


class OfferTotal(View):
    title: str
    count: int
    points: int
    minutes: int = 0


class ShopStatementView(View):
    """`taken`: points that were spent here, as the book has them; `earned`: those of an allied shop's own.

    `taken_minutes`: banked minutes that were spent here. `offers`, `points` and `minutes` count what was collected in the
    month; `returned` and what follows it what was taken back in the month, whenever it was collected.
    """

    shop: Id
    month: Month
    points: int
    minutes: int = 0
    offers: list[OfferTotal]
    returned: list[OfferTotal] = []
    returned_points: int = 0
    returned_minutes: int = 0
    taken: Statement
    taken_minutes: Statement | None = None
    earned: Statement | None = None


MERCHANT_ALLIED = ErrorCode(
    "volunteers.merchant_allied", 409, "This merchant has an allied shop already.", "该商户已有联盟店铺。"
)
SHOP_CLOSED = ErrorCode("volunteers.shop_closed", 409, "This shop has closed.", "该店铺已停止积分业务。")

KEEPERS = frozenset({Role.MERCHANT, *OFFICE})
ALLY_SHOP = Op(
    "ally_shop", POST("/points/shops"), AllyShop, ShopView, OFFICE, "Open a points shop, or ally a merchant's",
    errors=(OUTSIDE_AREA, MERCHANT_ALLIED),
)  # fmt: skip
LIST_SHOPS = Op(
    "list_shops", GET("/points/shops"), ListShops, ShopPage, READERS, "Shops that take points, in an area", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
LIST_MY_SHOPS = Op(
    "list_my_shops", GET("/points/shops/mine"), ListMyShops, ShopPage, frozenset({Role.MERCHANT}), "The shops that I act for, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
GET_SHOP = Op(
    "get_shop", GET("/points/shops/{shop_id}"), GetShop, ShopView, READERS, "One shop, also when it has closed", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
CLOSE_SHOP = Op(
    "close_shop", POST("/points/shops/{shop_id}/close", 200), CloseShop, ShopView, OFFICE,
    "Close a shop: what is reserved can still be collected, and nothing more is given or reserved",
    errors=(NOT_FOUND, OUTSIDE_AREA, SHOP_CLOSED, STALE_VERSION),
)  # fmt: skip
GET_SHOP_STATEMENT = Op(
    "get_shop_statement", GET("/points/shops/{shop_id}/statements/{month}"), GetShopStatement, ShopStatementView, KEEPERS | {Role.AUDITOR},
    "What a shop took, took back and earned in a month", writes=False, errors=(NOT_FOUND, MONTH_NOT_BEGUN),
)  # fmt: skip

OPERATIONS = (
    ALLY_SHOP,
    LIST_SHOPS,
    LIST_MY_SHOPS,
    GET_SHOP,
    CLOSE_SHOP,
    GET_SHOP_STATEMENT,
)
EVENTS = ()
