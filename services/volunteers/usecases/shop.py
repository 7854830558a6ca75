"""Running points shops: opening and closing them, and their statements."""

from typing import Any

from services.volunteers.usecases.pages import beyond, page
from services.volunteers.usecases.points import refuse_outside
from shared.contracts.actor import OFFICE, Actor, Role
from shared.contracts.volunteers.shop import (
    MERCHANT_ALLIED,
    SHOP_CLOSED,
    AllyShop,
    CloseShop,
    GetShop,
    GetShopStatement,
    ListMyShops,
    ListShops,
    ShopPage,
    ShopStatementView,
    ShopView,
)
from shared.kernel.errors import NOT_FOUND


def ally_shop(store: Any, actor: Actor, command: AllyShop) -> ShopView:
    refuse_outside(actor, command.area)
    if command.merchant is not None and store.find_shop_of(command.merchant) is not None:
        raise MERCHANT_ALLIED("/merchant")
    return store.shop_view(store.add_shop(command.name, command.area, command.merchant, actor.account))


def list_shops(store: Any, _actor: Actor, command: ListShops) -> ShopPage:
    found = store.find_shops(command.area, beyond(command), command.limit + 1)
    return ShopPage(**page(found, command.limit, store.shop_view))


def list_my_shops(store: Any, actor: Actor, command: ListMyShops) -> ShopPage:
    found = store.find_shops_of(actor.account, beyond(command), command.limit + 1)
    return ShopPage(**page(found, command.limit, store.shop_view))


def get_shop(store: Any, _actor: Actor, command: GetShop) -> ShopView:
    return store.shop_view(store.get_shop(command.shop_id))


def close_shop(store: Any, actor: Actor, command: CloseShop) -> ShopView:
    """Its merchant may be allied again; codes for what is reserved stay good."""
    shop = store.get_shop(command.shop_id)
    refuse_outside(actor, shop.area)
    store.refuse_stale(shop.version)
    refuse_closed(shop, "/shop_id")
    store.close_shop(shop, actor.account)
    return store.shop_view(shop)


def get_shop_statement(store: Any, actor: Actor, command: GetShopStatement) -> ShopStatementView:
    return store.shop_statement(read_shop(store, actor, command.shop_id), command.month)


def keeps(actor: Actor, shop: Any) -> bool:
    """An allied shop is kept by its merchant, and every shop by the office of its area."""
    return shop.merchant == actor.account or (actor.has(*OFFICE) and actor.covers(shop.area))


def kept_shop(store: Any, actor: Actor, shop_id: str) -> Any:
    shop = store.get_shop(shop_id)
    if not keeps(actor, shop):
        raise NOT_FOUND("/shop_id", what="shop")
    return shop


def read_shop(store: Any, actor: Actor, shop_id: str) -> Any:
    """The shop, for who keeps it and for auditors of its area, who may read all and change nothing."""
    shop = store.get_shop(shop_id)
    if actor.has(Role.AUDITOR) and actor.covers(shop.area):
        return shop
    return kept_shop(store, actor, shop_id)


def refuse_closed(shop: Any, pointer: str) -> None:
    if not shop.open:
        raise SHOP_CLOSED(pointer)
