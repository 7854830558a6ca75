"""Running points shops: goods given, offers, redemptions and the shops' statements."""

from typing import Any

from services.volunteers.domain.redeeming import (
    CLOCK,
    DESK,
    GIFT,
    GIVER,
    HOLDER,
    REDEMPTION,
    SHOP,
    refuse_code,
    refuse_over_value,
    refuse_unavailable,
)
from services.volunteers.usecases.goods_for_hours import free_minutes, reserve_for_minutes, take_minutes
from services.volunteers.usecases.points import expire_old, find_rule, give, refuse_outside
from shared.contracts.actor import OFFICE, Actor
from shared.contracts.ledger import OVERDRAWN, Unit
from shared.contracts.volunteers.points import GOODS_GIVEN, OWN_POINTS
from shared.contracts.volunteers.shop import (
    CODE_UNKNOWN,
    MERCHANT_ALLIED,
    OWN_SHOP,
    AddPointsOffer,
    AllyShop,
    AppraiseGift,
    CancelRedemption,
    ChangePointsOffer,
    Collect,
    DeclineGift,
    GetGift,
    GetRedemption,
    GetShopStatement,
    GiftPage,
    GiftState,
    GiftView,
    GiveGoods,
    ListGifts,
    ListMyRedemptions,
    ListPointsOffers,
    ListShops,
    OfferTerms,
    PayWith,
    PointsOfferPage,
    PointsOfferView,
    PointsSpent,
    Redeem,
    RedemptionPage,
    RedemptionState,
    RedemptionView,
    ShelveGift,
    ShopPage,
    ShopStatementView,
    ShopView,
    WithdrawGift,
)
from shared.kernel.errors import NOT_FOUND
from shared.kernel.paging import decode_cursor, encode_cursor

TERMS = tuple(OfferTerms.model_fields)


def ally_shop(store: Any, actor: Actor, command: AllyShop) -> ShopView:
    refuse_outside(actor, command.area)
    if command.merchant is not None and store.find_shop_of(command.merchant) is not None:
        raise MERCHANT_ALLIED("/merchant")
    return store.shop_view(store.add_shop(command.name, command.area, command.merchant, actor.account))


def list_shops(store: Any, _actor: Actor, command: ListShops) -> ShopPage:
    found = store.find_shops(command.area, _before(command), command.limit + 1)
    items, following = _page(found, command.limit, store.shop_view)
    return ShopPage(items=items, next=following)


def give_goods(store: Any, actor: Actor, command: GiveGoods) -> GiftView:
    shop = store.get_shop(command.shop_id)
    return store.gift_view(store.add_gift(shop.id, actor.account, command.title, command.count))


def list_gifts(store: Any, actor: Actor, command: ListGifts) -> GiftPage:
    shop = kept_shop(store, actor, command.shop_id)
    found = store.find_gifts(shop.id, command.state, _before(command), command.limit + 1)
    items, following = _page(found, command.limit, store.gift_view)
    return GiftPage(items=items, next=following)


def get_gift(store: Any, actor: Actor, command: GetGift) -> GiftView:
    gift, _, _ = seen_gift(store, actor, command.gift_id)
    return store.gift_view(gift)


def appraise_gift(store: Any, actor: Actor, command: AppraiseGift) -> GiftView:
    """By somebody who did not give it: checked and valued, and the points go to the giver."""
    gift, shop, capacities = seen_gift(store, actor, command.gift_id)
    move = GIFT.decide(gift.state, "appraise", capacities)
    rule = find_rule(store, shop.area, GOODS_GIVEN)
    refuse_over_value(command.value, rule.points)
    deed = {
        "account": gift.giver,
        "area": shop.area,
        "kind": GOODS_GIVEN,
        "deed": f"gift:{gift.id}",
        "times": gift.count,
    }
    give(store, actor, rule, deed | {"points": command.value * gift.count})
    gift.state, gift.value, gift.note = GiftState(move.target), command.value, command.condition
    gift.decided_by = actor.account
    store.save(gift)
    return store.gift_view(gift)


def decline_gift(store: Any, actor: Actor, command: DeclineGift) -> GiftView:
    gift, _, capacities = seen_gift(store, actor, command.gift_id)
    gift.state = GiftState(GIFT.decide(gift.state, "decline", capacities).target)
    gift.note, gift.decided_by = command.reason, actor.account
    store.save(gift)
    return store.gift_view(gift)


def withdraw_gift(store: Any, actor: Actor, command: WithdrawGift) -> GiftView:
    gift, _, capacities = seen_gift(store, actor, command.gift_id)
    gift.state = GiftState(GIFT.decide(gift.state, "withdraw", capacities).target)
    store.save(gift)
    return store.gift_view(gift)


def shelve_gift(store: Any, actor: Actor, command: ShelveGift) -> GiftView:
    gift, shop, capacities = seen_gift(store, actor, command.gift_id)
    gift.state = GiftState(GIFT.decide(gift.state, "shelve", capacities).target)
    terms = {"price": command.price, "stock": gift.count, "monthly_cap": None, "active": True}
    gift.offer = store.add_points_offer(shop, gift.title, terms).id
    store.save(gift)
    return store.gift_view(gift)


def add_points_offer(store: Any, actor: Actor, command: AddPointsOffer) -> PointsOfferView:
    shop = kept_shop(store, actor, command.shop_id)
    return store.points_offer_view(store.add_points_offer(shop, command.title, _terms(command)))


def change_points_offer(store: Any, actor: Actor, command: ChangePointsOffer) -> PointsOfferView:
    offer = store.get_points_offer(command.offer_id)
    if not keeps(actor, store.get_shop(offer.shop)):
        raise NOT_FOUND("/offer_id", what="points offer")
    store.refuse_stale(offer.version)
    for name, value in _terms(command).items():
        setattr(offer, name, value)
    store.save(offer)
    return store.points_offer_view(offer)


def list_points_offers(store: Any, _actor: Actor, command: ListPointsOffers) -> PointsOfferPage:
    found = store.find_points_offers(command.area, command.shop, _before(command), command.limit + 1)
    items, following = _page(found, command.limit, store.points_offer_view)
    return PointsOfferPage(items=items, next=following)


def redeem(store: Any, actor: Actor, command: Redeem) -> RedemptionView:
    """Old points end first, so that nobody spends what has expired."""
    offer = store.get_points_offer(command.offer_id)
    shop = store.get_shop(offer.shop)
    if shop.merchant == actor.account:
        raise OWN_SHOP("/offer_id")
    redeemed = store.redeemed_of(offer.id) if offer.monthly_cap is not None else 0
    refuse_unavailable(offer.active, offer.stock, redeemed, offer.monthly_cap, command.count)
    if command.pay_with is PayWith.MINUTES:
        return store.redemption_view(reserve_for_minutes(store, actor, shop, offer, command.count), actor.account)
    if store.points_of(actor.account) is None:
        raise OVERDRAWN(available=0, needed=offer.price * command.count, unit=Unit.POINT)
    expire_old(store, actor.account)
    return store.redemption_view(store.reserve_goods(actor.account, offer, command.count), actor.account)


def list_my_redemptions(store: Any, actor: Actor, command: ListMyRedemptions) -> RedemptionPage:
    found = store.find_redemptions(actor.account, _before(command), command.limit + 1)
    items, following = _page(found, command.limit, lambda each: store.redemption_view(each, actor.account))
    return RedemptionPage(items=items, next=following)


def get_redemption(store: Any, actor: Actor, command: GetRedemption) -> RedemptionView:
    return store.redemption_view(own_redemption(store, actor, command.redemption_id), actor.account)


def cancel_redemption(store: Any, actor: Actor, command: CancelRedemption) -> RedemptionView:
    redemption = own_redemption(store, actor, command.redemption_id)
    store.refuse_stale(redemption.version)
    move = REDEMPTION.decide(redemption.state, "cancel", {HOLDER})
    _give_back(store, redemption, move.target)
    return store.redemption_view(redemption, actor.account)


def expire_redemption(store: Any, redemption_id: str) -> None:
    """The timer's part: nobody came."""
    redemption = store.get_redemption(redemption_id)
    if redemption.state is RedemptionState.RESERVED:
        move = REDEMPTION.decide(redemption.state, "expire", {CLOCK})
        _give_back(store, redemption, move.target)


def collect(store: Any, actor: Actor, command: Collect) -> RedemptionView:
    """By whoever keeps the shop, and never for oneself."""
    shop = kept_shop(store, actor, command.shop_id)
    redemption = store.find_redemption_by(command.code)
    if redemption is None:
        raise CODE_UNKNOWN("/code")
    refuse_code(shop.id, redemption.shop, redemption.state, redemption.expires_at, store.now)
    if redemption.account == actor.account:
        raise OWN_POINTS("/code")
    move = REDEMPTION.decide(redemption.state, "collect", {SHOP})
    store.hand_over(redemption, RedemptionState(move.target), actor.account)
    if redemption.hours is not None:
        news = take_minutes(store, actor, shop, redemption)
    else:
        news = PointsSpent(area=shop.area, shop=shop.id, points=redemption.points, count=redemption.count)
    store.announce(news, subject=redemption.id, version=redemption.version, area=shop.area)
    return store.redemption_view(redemption, actor.account)


def get_shop_statement(store: Any, actor: Actor, command: GetShopStatement) -> ShopStatementView:
    shop = kept_shop(store, actor, command.shop_id)
    has_purse = shop.merchant is not None and store.points_of(shop.merchant) is not None
    return store.shop_statement(shop, command.month, has_purse)


def forget_holder(store: Any, account: str) -> None:
    """Reservations end, the points lapse, and goods that were only offered are withdrawn; the book alone keeps the id of an account that is gone."""
    for redemption in store.reserved_by(account):
        _give_back(store, redemption, REDEMPTION.decide(redemption.state, "expire", {CLOCK}).target)
    store.empty_purse(account, "forgotten")
    store.forget_awards(account)
    store.forget_giver(account)
    store.forget_redeemer(account)


def keeps(actor: Actor, shop: Any) -> bool:
    """An allied shop is kept by its merchant, and every shop by the office of its area."""
    return shop.merchant == actor.account or (actor.has(*OFFICE) and actor.covers(shop.area))


def kept_shop(store: Any, actor: Actor, shop_id: str) -> Any:
    shop = store.get_shop(shop_id)
    if not keeps(actor, shop):
        raise NOT_FOUND("/shop_id", what="shop")
    return shop


def seen_gift(store: Any, actor: Actor, gift_id: str) -> tuple[Any, Any, set[str]]:
    """The gift, its shop and the actor's capacities; for others there is none. Nobody judges what they gave."""
    gift = store.get_gift(gift_id)
    shop = store.get_shop(gift.shop)
    if gift.giver == actor.account:
        return gift, shop, {GIVER}
    if not (actor.has(*OFFICE) and actor.covers(shop.area)):
        raise NOT_FOUND("/gift_id", what="gift")
    return gift, shop, {DESK}


def own_redemption(store: Any, actor: Actor, redemption_id: str) -> Any:
    redemption = store.get_redemption(redemption_id)
    if redemption.account != actor.account:
        raise NOT_FOUND("/redemption_id", what="redemption")
    return redemption


def _give_back(store: Any, redemption: Any, state: str) -> None:
    store.end_reservation(redemption, RedemptionState(state))
    if redemption.fair is not None:
        store.back_to_stall(redemption)
    if redemption.hours is not None:
        free_minutes(store, redemption)
    else:
        store.look_at_points_again(redemption.account)


def _terms(command: OfferTerms) -> dict[str, Any]:
    return {name: getattr(command, name) for name in TERMS}


def _before(command: Any) -> str | None:
    return decode_cursor(command.cursor, str)[0] if command.cursor is not None else None


def _page(found: list[Any], limit: int, view: Any) -> tuple[list[Any], str | None]:
    shown = found[:limit]
    return [view(each) for each in shown], encode_cursor(shown[-1].id) if len(found) > limit else None
