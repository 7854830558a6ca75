"""Goods of a points shop that are paid in banked minutes: held when reserved, spent when collected, else free again."""

from typing import Any

from services.volunteers.domain.redeeming import CLOCK, REDEMPTION
from services.volunteers.domain.time_bank import Side, hours_name, refuse_own
from services.volunteers.usecases.paying import capture_minutes, hold_minutes, release_minutes, take_back_minutes
from shared.contracts.actor import Actor
from shared.contracts.volunteers.clearing import ClaimKind
from shared.contracts.volunteers.points import HOLDER_FORGOTTEN
from shared.contracts.volunteers.redeeming import NOT_FOR_MINUTES, OWN_SHOP, HoursSpent, RedemptionState
from shared.contracts.volunteers.returning import HoursReturned
from shared.contracts.volunteers.time_bank import SELF_DEALING


def reserve_for_minutes(store: Any, actor: Actor, shop: Any, offer: Any, count: int) -> Any:
    if offer.minutes is None:
        raise NOT_FOR_MINUTES("/pay_with")
    hours = store.own_hours(actor.account, actor.person)
    if shop.merchant is not None and shop.merchant == hours.account:
        raise OWN_SHOP("/offer_id")
    redemption = store.reserve_goods(actor.account, offer, count, hours=hours.id)
    hold_minutes(
        store, hold_of(redemption), Side(hours_name(hours.id), hours.area), Side(store.open_till(shop), shop.area),
        redemption.minutes, expires_at=redemption.expires_at, kind=ClaimKind.GOODS, reason="goods",
    )  # fmt: skip
    return redemption


def take_minutes(store: Any, actor: Actor, shop: Any, redemption: Any) -> HoursSpent:
    """Never handed over to oneself, not by a second account of the same person either."""
    mine = store.find_hours_of(actor.account, actor.person)
    if mine is not None and mine.id == redemption.hours:
        raise SELF_DEALING("/code")
    redemption.hours_area = store.find_hours(redemption.hours).area
    redemption.entry = capture_minutes(store, hold_of(redemption), redemption.minutes)
    return HoursSpent(area=shop.area, shop=shop.id, minutes=redemption.minutes, count=redemption.count)


def return_minutes(store: Any, actor: Actor, shop: Any, redemption: Any) -> HoursReturned:
    """To where the holder's hours are by now; never by the holder, under whichever account."""
    hours = store.find_hours(redemption.hours)
    if hours.forgotten:
        raise HOLDER_FORGOTTEN("/redemption_id")
    refuse_own(actor, hours)
    store.keep_in_place(hours)
    take_back_minutes(
        store, hold_of(redemption), redemption.entry, Side(hours_name(hours.id), redemption.hours_area),
        Side(store.open_till(shop), shop.area), "returned",
    )  # fmt: skip
    return HoursReturned(area=shop.area, shop=shop.id, minutes=redemption.minutes, count=redemption.count)


def free_minutes(store: Any, redemption: Any) -> None:
    release_minutes(store, hold_of(redemption), "goods not taken")


def forget_reservations(store: Any, hours: str) -> None:
    """What a forgotten person has reserved goes back to the shelf, and the minutes to their account."""
    for redemption in store.reserved_for_minutes(hours):
        state = REDEMPTION.decide(redemption.state, "expire", {CLOCK}).target
        store.end_reservation(redemption, RedemptionState(state))
        free_minutes(store, redemption)


def hold_of(redemption: Any) -> str:
    return f"redeem:{redemption.id}"
