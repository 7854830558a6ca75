"""Reserving what shops offer, collecting it, and what ends a reservation."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from services.volunteers.domain.redeeming import (
    CLOCK,
    HOLDER,
    REDEMPTION,
    SHOP,
    refuse_code,
    refuse_guessing,
    refuse_other_price,
    refuse_unavailable,
)
from services.volunteers.usecases.goods_for_hours import free_minutes, reserve_for_minutes, take_minutes
from services.volunteers.usecases.pages import beyond, page
from services.volunteers.usecases.points import expire_old, refuse_own
from services.volunteers.usecases.register import is_same_person
from services.volunteers.usecases.shop import kept_shop, read_shop, refuse_closed
from shared.contracts.actor import Actor
from shared.contracts.ledger import OVERDRAWN, Unit
from shared.contracts.volunteers.redeeming import (
    CODE_UNKNOWN,
    OWN_SHOP,
    WRONG_SHOP,
    CancelRedemption,
    Collect,
    GetRedemption,
    ListMyRedemptions,
    ListShopRedemptions,
    PayWith,
    PointsSpent,
    Redeem,
    RedemptionPage,
    RedemptionState,
    RedemptionView,
)
from shared.kernel.errors import NOT_FOUND, Refusal

WRONG_CODES = (CODE_UNKNOWN, WRONG_SHOP)


def redeem(store: Any, actor: Actor, command: Redeem) -> RedemptionView:
    offer = store.get_points_offer(command.offer_id)
    shop = store.get_shop(offer.shop)
    refuse_own_shop(store, actor, shop, "/offer_id")
    refuse_closed(shop, "/offer_id")
    refuse_other_price(offer.price, command.price, "/price")
    redeemed = store.redeemed_of(offer.id) if offer.monthly_cap is not None else 0
    refuse_unavailable(offer.active, offer.stock, redeemed, offer.monthly_cap, command.count)
    if command.pay_with is PayWith.MINUTES:
        return store.redemption_view(reserve_for_minutes(store, actor, shop, offer, command.count), actor.account)
    purse = purse_for(store, actor, offer.price * command.count)
    return store.redemption_view(store.reserve_goods(actor.account, offer, command.count, purse=purse), actor.account)


def refuse_own_shop(store: Any, actor: Actor, shop: Any, pointer: str) -> None:
    if shop.merchant is not None and is_same_person(store, actor, shop.merchant):
        raise OWN_SHOP(pointer)


def purse_for(store: Any, actor: Actor, points: int) -> str:
    """The purse that pays. Old points end first, so that nobody spends what has expired."""
    purse = store.find_purse(actor.account)
    if purse is None:
        raise OVERDRAWN(available=0, needed=points, unit=Unit.POINT)
    expire_old(store, purse.id)
    return purse.id


def list_my_redemptions(store: Any, actor: Actor, command: ListMyRedemptions) -> RedemptionPage:
    found = store.find_redemptions(actor.account, beyond(command), command.limit + 1)
    return RedemptionPage(**page(found, command.limit, lambda each: store.redemption_view(each, actor.account)))


def list_shop_redemptions(store: Any, actor: Actor, command: ListShopRedemptions) -> RedemptionPage:
    """Codes are for the holders alone."""
    shop = read_shop(store, actor, command.shop_id)
    found = store.find_redemptions_at(shop.id, command.state, beyond(command), command.limit + 1)
    return RedemptionPage(**page(found, command.limit, store.redemption_view))


def get_redemption(store: Any, actor: Actor, command: GetRedemption) -> RedemptionView:
    return store.redemption_view(own_redemption(store, actor, command.redemption_id), actor.account)


def cancel_redemption(store: Any, actor: Actor, command: CancelRedemption) -> RedemptionView:
    redemption = own_redemption(store, actor, command.redemption_id)
    store.refuse_stale(redemption.version)
    move = REDEMPTION.decide(redemption.state, "cancel", {HOLDER})
    give_back(store, redemption, move.target)
    return store.redemption_view(redemption, actor.account)


def expire_redemption(store: Any, redemption_id: str) -> None:
    """The timer's part: nobody came."""
    redemption = store.get_redemption(redemption_id)
    if redemption.state is RedemptionState.RESERVED:
        move = REDEMPTION.decide(redemption.state, "expire", {CLOCK})
        give_back(store, redemption, move.target)


def collect(store: Any, actor: Actor, command: Collect) -> RedemptionView:
    """By whoever keeps the shop, and never for oneself. Who tries many wrong codes has to wait."""
    refuse_guessing(store.wrong_codes_of(actor.account), store.now)
    shop = kept_shop(store, actor, command.shop_id)
    redemption = store.find_redemption_by(command.code)
    if redemption is None:
        raise CODE_UNKNOWN("/code")
    refuse_code(shop.id, redemption.shop, redemption.state, redemption.expires_at, store.now)
    refuse_own(store, actor, redemption.account, "/code")
    move = REDEMPTION.decide(redemption.state, "collect", {SHOP})
    if redemption.hours is not None:
        news = take_minutes(store, actor, shop, redemption)
    else:
        news = PointsSpent(area=shop.area, shop=shop.id, points=redemption.points, count=redemption.count)
    store.hand_over(redemption, RedemptionState(move.target), actor.account)
    store.announce(news, subject=redemption.id, version=redemption.version, area=shop.area)
    return store.redemption_view(redemption)


@contextmanager
def wrong_codes_noted(database: Any, call: Any) -> Iterator[None]:
    """Of what is refused nothing stays, so that a wrong code is noted beside it."""
    try:
        yield
    except Refusal as refusal:
        if refusal.reason in WRONG_CODES:
            database.aside(call.context, lambda store: store.note_wrong_code(call.actor.account))
        raise


def forget_holder(store: Any, account: str) -> None:
    """Reservations end, the points lapse, goods that were only offered are withdrawn; nothing says what was theirs."""
    for redemption in store.reserved_by(account):
        give_back(store, redemption, REDEMPTION.decide(redemption.state, "expire", {CLOCK}).target)
    store.forget_purse(account)
    store.forget_awards(account)
    store.forget_giver(account)
    store.forget_pictures(account)
    store.forget_redeemer(account)
    store.forget_merchant(account)


def own_redemption(store: Any, actor: Actor, redemption_id: str) -> Any:
    redemption = store.get_redemption(redemption_id)
    if redemption.account != actor.account:
        raise NOT_FOUND("/redemption_id", what="redemption")
    return redemption


def give_back(store: Any, redemption: Any, state: str) -> None:
    store.end_reservation(redemption, RedemptionState(state))
    if redemption.fair is not None:
        store.back_to_stall(redemption)
    if redemption.hours is not None:
        free_minutes(store, redemption)
    else:
        store.look_at_points_again(redemption.account)
