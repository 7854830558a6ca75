"""Goods that were collected and found faulty go back to the shop, and what was paid to who had paid it."""

from typing import Any

from services.volunteers.domain.redeeming import REDEMPTION, SHOP, refuse_late_return
from services.volunteers.usecases.goods_for_hours import return_minutes
from services.volunteers.usecases.points import refuse_own
from services.volunteers.usecases.shop import keeps
from shared.contracts.actor import Actor
from shared.contracts.volunteers.points import HOLDER_FORGOTTEN
from shared.contracts.volunteers.redeeming import RedemptionState, RedemptionView
from shared.contracts.volunteers.returning import PointsReturned, ReturnGoods
from shared.kernel.errors import NOT_FOUND


def return_goods(store: Any, actor: Actor, command: ReturnGoods) -> RedemptionView:
    """By whoever keeps the shop that handed them over, and never for oneself."""
    redemption = store.get_redemption(command.redemption_id)
    shop = store.get_shop(redemption.shop)
    if not keeps(actor, shop):
        raise NOT_FOUND("/redemption_id", what="redemption")
    store.refuse_stale(redemption.version)
    refuse_own(store, actor, redemption.account, "/redemption_id")
    state = RedemptionState(REDEMPTION.decide(redemption.state, "return", {SHOP}).target)
    refuse_late_return(redemption.collected_at, store.now)
    if redemption.hours is not None:
        news = return_minutes(store, actor, shop, redemption)
    else:
        news = return_points(store, shop, redemption)
    store.take_goods_back(redemption, state, command.reason, command.sellable, actor.account)
    store.announce(news, subject=redemption.id, version=redemption.version, area=shop.area)
    return store.redemption_view(redemption)


def return_points(store: Any, shop: Any, redemption: Any) -> PointsReturned:
    """They are as old as they were, so that some may have to end now."""
    if store.find_purse(redemption.account) is None:
        raise HOLDER_FORGOTTEN("/redemption_id")
    store.book.reverse(redemption.entry, "returned")
    store.look_at_points_again(redemption.account)
    return PointsReturned(area=shop.area, shop=shop.id, points=redemption.points, count=redemption.count)
