"""Fairs from the plan to the result."""

from typing import Any

from services.volunteers.domain.fairs import (
    CLOCK,
    DESK,
    FAIR,
    next_step,
    refuse_beyond,
    refuse_ended,
    refuse_not_open,
    refuse_times,
    refuse_too_many,
    set_aside,
)
from services.volunteers.domain.redeeming import refuse_other_price
from services.volunteers.usecases.pages import beyond, page
from services.volunteers.usecases.points import refuse_outside
from services.volunteers.usecases.redeeming import purse_for, refuse_own_shop
from services.volunteers.usecases.shop import keeps, refuse_closed
from shared.contracts.actor import Actor
from shared.contracts.volunteers.fairs import (
    NO_STALL,
    CancelFair,
    CloseFair,
    FairClosed,
    FairGoodPage,
    FairGoodView,
    FairPage,
    FairResult,
    FairState,
    FairView,
    GetFair,
    GiveStall,
    ListFairGoods,
    ListFairs,
    OpenFair,
    PlanFair,
    RedeemAtFair,
    SetGoodsAside,
    ShowFairResult,
)
from shared.contracts.volunteers.redeeming import RedemptionView
from shared.kernel.errors import NOT_FOUND


def plan_fair(store: Any, actor: Actor, command: PlanFair) -> FairView:
    refuse_outside(actor, command.area)
    refuse_times(command.starts_at, command.ends_at, store.now)
    return store.fair_view(store.add_fair(command, actor.account))


def list_fairs(store: Any, _actor: Actor, command: ListFairs) -> FairPage:
    found = store.find_fairs(command.area, beyond(command), command.limit + 1)
    return FairPage(**page(found, command.limit, store.fair_view))


def get_fair(store: Any, _actor: Actor, command: GetFair) -> FairView:
    return store.fair_view(store.get_fair(command.fair_id))


def give_stall(store: Any, actor: Actor, command: GiveStall) -> FairView:
    fair, shop = store.get_fair(command.fair_id), store.get_shop(command.shop_id)
    refuse_outside(actor, fair.area)
    store.refuse_stale(fair.version)
    refuse_ended(fair.state)
    refuse_too_many(stalls=len({shop.id, *(stall.shop for stall in fair.stalls)}))
    store.put_stall(fair, shop, command.spot)
    return store.fair_view(fair)


def set_goods_aside(store: Any, actor: Actor, command: SetGoodsAside) -> FairGoodView:
    """By whoever keeps the shop; also while the fair is open."""
    fair, offer = store.get_fair(command.fair_id), store.get_points_offer(command.offer_id)
    if not keeps(actor, store.get_shop(offer.shop)):
        raise NOT_FOUND("/offer_id", what="points offer")
    refuse_ended(fair.state)
    if offer.shop not in {stall.shop for stall in fair.stalls}:
        raise NO_STALL("/offer_id")
    good = store.find_good_of(fair.id, offer.id)
    if good is None:
        refuse_too_many(goods=len(store.goods_of(fair.id)) + 1)
        good = store.new_good(fair.id, offer)
    store.refuse_stale(good.version or 0)
    good.left, stock = set_aside(command.count, good.set_aside, good.left, offer.stock)
    good.set_aside, good.price = command.count, command.price
    if stock != offer.stock:
        offer.stock = stock
        store.save(offer)
    store.save(fair)  # so that goods set aside while it closes go back with the others
    store.save(good)
    return store.good_view(good)


def list_fair_goods(store: Any, _actor: Actor, command: ListFairGoods) -> FairGoodPage:
    fair = store.get_fair(command.fair_id)
    found = store.find_goods(fair.id, beyond(command), command.limit + 1)
    return FairGoodPage(**page(found, command.limit, store.good_view))


def open_fair(store: Any, actor: Actor, command: OpenFair) -> FairView:
    return _moved(store, actor, command.fair_id, "open")


def close_fair(store: Any, actor: Actor, command: CloseFair) -> FairView:
    return _moved(store, actor, command.fair_id, "close")


def cancel_fair(store: Any, actor: Actor, command: CancelFair) -> FairView:
    return _moved(store, actor, command.fair_id, "cancel")


def move_due_fair(store: Any, fair_id: str) -> None:
    """The timer's part: a fair opens and closes at its times."""
    fair = store.get_fair(fair_id)
    step = next_step(fair.state)
    if step is not None and fair.due_at is not None and fair.due_at <= store.now:
        _move(store, fair, step, CLOCK)


def redeem_at_fair(store: Any, actor: Actor, command: RedeemAtFair) -> RedemptionView:
    fair = store.get_fair(command.fair_id)
    good = store.get_good(fair.id, command.good_id)
    shop = store.get_shop(good.shop)
    refuse_own_shop(store, actor, shop, "/good_id")
    refuse_closed(shop, "/good_id")
    refuse_not_open(fair.state, fair.ends_at, store.now)
    refuse_other_price(good.price, command.price, "/price")
    points = good.price * command.count
    refuse_beyond(command.count, good.left, points, fair.taken, fair.budget)
    purse = purse_for(store, actor, points)
    redemption = store.reserve_at_fair(actor.account, purse, fair, good, command.count)
    return store.redemption_view(redemption, actor.account)


def show_fair_result(store: Any, actor: Actor, command: ShowFairResult) -> FairResult:
    fair = store.get_fair(command.fair_id)
    refuse_outside(actor, fair.area)
    return store.fair_result(fair)


def _moved(store: Any, actor: Actor, fair_id: str, action: str) -> FairView:
    fair = store.get_fair(fair_id)
    refuse_outside(actor, fair.area)
    store.refuse_stale(fair.version)
    _move(store, fair, action, DESK)
    return store.fair_view(fair)


def _move(store: Any, fair: Any, action: str, capacity: str) -> None:
    """What is left goes back to the shelves when the fair is over; what is reserved follows when its code ends."""
    state = FairState(FAIR.decide(fair.state, action, {capacity}).target)
    if state in FAIR.terminal:
        for good in store.goods_of(fair.id):
            store.to_the_shelf(good, good.left)
            good.left = 0
            store.save(good)
    store.move_fair(fair, state)
    if state is FairState.CLOSED:
        result = store.fair_result(fair)
        news = FairClosed(
            area=fair.area, visitors=result.visitors, redemptions=result.redemptions, points=result.points
        )
        store.announce(news, subject=fair.id, version=fair.version, area=fair.area)
