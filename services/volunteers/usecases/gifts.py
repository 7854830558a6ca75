"""Goods that residents give: offered, checked, valued and shelved."""

from typing import Any

from services.volunteers.domain.gifts import DESK, GIFT, GIVER, refuse_over_value
from services.volunteers.usecases.pages import beyond, page
from services.volunteers.usecases.photos import hide_photos, show_photos
from services.volunteers.usecases.points import find_rule, give
from services.volunteers.usecases.shop import kept_shop, refuse_closed
from shared.contracts.actor import OFFICE, Actor
from shared.contracts.volunteers.gifts import (
    AppraiseGift,
    DeclineGift,
    GetGift,
    GiftPage,
    GiftState,
    GiftView,
    GiveGoods,
    ListGifts,
    ListMyGifts,
    ShelveGift,
    WithdrawGift,
)
from shared.contracts.volunteers.points import GOODS_GIVEN
from shared.kernel.errors import NOT_FOUND


def give_goods(store: Any, actor: Actor, command: GiveGoods) -> GiftView:
    shop = store.get_shop(command.shop_id)
    refuse_closed(shop, "/shop_id")
    gift = store.add_gift(shop.id, actor.account, command)
    if gift.photos:
        show_photos(store, gift, gift.photos, shop.area, account=actor.account, everybody=False)
    return store.gift_view(gift)


def list_my_gifts(store: Any, actor: Actor, command: ListMyGifts) -> GiftPage:
    found = store.find_gifts_of(actor.account, beyond(command), command.limit + 1)
    return GiftPage(**page(found, command.limit, store.gift_view))


def list_gifts(store: Any, actor: Actor, command: ListGifts) -> GiftPage:
    shop = kept_shop(store, actor, command.shop_id)
    found = store.find_gifts(shop.id, command.state, beyond(command), command.limit + 1)
    return GiftPage(**page(found, command.limit, store.gift_view))


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
    gift, shop, capacities = seen_gift(store, actor, command.gift_id)
    gift.state = GiftState(GIFT.decide(gift.state, "decline", capacities).target)
    gift.note, gift.decided_by = command.reason, actor.account
    hide_photos(store, gift, shop.area)
    store.save(gift)
    return store.gift_view(gift)


def withdraw_gift(store: Any, actor: Actor, command: WithdrawGift) -> GiftView:
    gift, shop, capacities = seen_gift(store, actor, command.gift_id)
    gift.state = GiftState(GIFT.decide(gift.state, "withdraw", capacities).target)
    hide_photos(store, gift, shop.area)
    store.save(gift)
    return store.gift_view(gift)


def shelve_gift(store: Any, actor: Actor, command: ShelveGift) -> GiftView:
    """It becomes an offer of the shop, with its photos, which are for everybody now."""
    gift, shop, capacities = seen_gift(store, actor, command.gift_id)
    gift.state = GiftState(GIFT.decide(gift.state, "shelve", capacities).target)
    refuse_closed(shop, "/gift_id")
    terms = {"price": command.price, "stock": gift.count, "monthly_cap": None, "active": True}
    offer = store.add_points_offer(shop, gift.title, terms, photos=gift.photos, photos_by=gift.giver)
    if offer.photos:
        show_photos(store, offer, offer.photos, shop.area, account=gift.giver, everybody=True)
    gift.offer = offer.id
    store.save(gift)
    return store.gift_view(gift)


def seen_gift(store: Any, actor: Actor, gift_id: str) -> tuple[Any, Any, set[str]]:
    """The gift, its shop and the actor's capacities; for others there is none. Nobody judges what they gave."""
    gift = store.get_gift(gift_id)
    shop = store.get_shop(gift.shop)
    if gift.giver == actor.account:
        return gift, shop, {GIVER}
    if not (actor.has(*OFFICE) and actor.covers(shop.area)):
        raise NOT_FOUND("/gift_id", what="gift")
    return gift, shop, {DESK}
