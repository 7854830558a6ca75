"""Rounds: plan, shift, call off, give more room, close with totals."""

from datetime import date, timedelta
from typing import Any

from services.tickets.domain.bookings import LINE
from services.tickets.domain.home_services import refuse_same_times, refuse_withdrawn
from services.tickets.domain.hosting import hosts, refuse_to_open, standing_of
from services.tickets.domain.rounds import ROUND, refuse_begun, refuse_unfinished
from services.tickets.domain.slots import day_of, lay_out, refuse_wrong_day
from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.placing import cancel, keep, let_next_in, step
from services.tickets.usecases.planning import facts, plan, refuse_outside_service
from shared.contracts.actor import Actor
from shared.contracts.tickets.rounds import (
    NO_SUCH_SLOT,
    TAKEN_ALREADY,
    CallOffRound,
    ChangeCapacity,
    CloseRound,
    GetRound,
    ListRounds,
    PlanRound,
    RoundClosed,
    RoundMoved,
    RoundPage,
    RoundView,
    ShiftRound,
)


def plan_round(store: Any, actor: Actor, command: PlanRound) -> RoundView:
    service = store.get_home_service(command.service_id)
    refuse_to_open(actor, command.area)
    refuse_outside_service(service, command.area)
    refuse_withdrawn(service.state, service.reason)
    refuse_same_times(command.layout.day, "/layout/day")
    slots = lay_out(command.layout, service.minutes, service.capacity)
    refuse_wrong_day(slots[0].starts_at, store.now, "/layout/first_day")
    round_ = plan(
        store, service, command.area, slots, actor.account, opens_at=command.opens_at,
        take_waiting=command.take_waiting,
    )  # fmt: skip
    return shown(store, round_, actor)


def get_round(store: Any, actor: Actor, command: GetRound) -> RoundView:
    return shown(store, store.get_round(command.round_id), actor)


def list_rounds(store: Any, _actor: Actor, command: ListRounds) -> RoundPage:
    found = store.find_rounds(
        area=command.area, state=command.state, service=command.service_id, before=beyond(command.cursor),
        limit=command.limit + 1,
    )  # fmt: skip
    return RoundPage(items=store.round_briefs(found[: command.limit]), next=following(found, command.limit))


def shift_round(store: Any, actor: Actor, command: ShiftRound) -> RoundView:
    round_ = decide(store, actor, command.round_id, "shift")
    shift(store, round_, command.to_day, command.reason, actor.account)
    return shown(store, round_, actor)


def call_off_round(store: Any, actor: Actor, command: CallOffRound) -> RoundView:
    round_ = decide(store, actor, command.round_id, "call_off")
    call_off(store, round_, command.reason, actor.account)
    return shown(store, round_, actor)


def change_capacity(store: Any, actor: Actor, command: ChangeCapacity) -> RoundView:
    round_ = decide(store, actor, command.round_id, "change_capacity")
    slot = store.slot(round_.id, command.number)
    if slot is None:
        raise NO_SUCH_SLOT("/number", number=command.number)
    if not store.set_capacity(slot, command.capacity):
        raise TAKEN_ALREADY("/capacity", taken=slot.taken)
    while let_next_in(store, slot):
        pass
    store.record_round(round_, "change_capacity", round_.state, actor.account)
    store.save(round_)
    return shown(store, round_, actor)


def close_round(store: Any, actor: Actor, command: CloseRound) -> RoundView:
    """Slots and bookings are written as well, so that whatever comes at the same moment is in the totals or refused."""
    round_ = decide(store, actor, command.round_id, "close")
    last = max(slot.starts_at for slot in store.slots_of(round_.id))
    refuse_unfinished(last, store.now, store.states_in(round_.id))
    store.close_slots(round_.id)
    store.settle_bookings(round_.id)
    for booking in store.open_in(round_.id):
        booking.claim = None
        step(store, booking, "lapse", {LINE}, actor.account)
    store.record_round(
        round_, "close", ROUND.decide(round_.state, "close", standing_of(actor, round_.area)).target, actor.account
    )
    add_up(store, round_)
    return shown(store, round_, actor)


def add_up(store: Any, round_: Any) -> None:
    """The totals over its bookings as they are now, kept and announced."""
    totals = store.add_up_round(round_.id)
    round_.totals = totals.model_dump()
    store.save(round_)
    news = RoundClosed(**facts(round_), totals=totals)
    store.announce(news, subject=round_.id, version=round_.version, area=round_.area)


def shift(store: Any, round_: Any, to_day: date, reason: str, by: str) -> None:
    """By whole days. Sign-up never opens later than it was to."""
    slots = store.slots_of(round_.id)
    refuse_begun(slots[0].starts_at, store.now)
    days = to_day - day_of(slots[0].starts_at)
    refuse_wrong_day(slots[0].starts_at + days, store.now, "/to_day")
    store.shift_slots(slots, days)
    round_.day = to_day.isoformat()
    round_.last_day = (date.fromisoformat(round_.last_day) + days).isoformat()
    round_.opens_at += min(days, timedelta())
    for booking in store.open_in(round_.id):
        store.postpone(booking, days)
        keep(store, booking, "shift", booking.state, by, reason=reason)
    told(store, round_, "shift", reason, by)


def call_off(store: Any, round_: Any, reason: str, by: str) -> None:
    refuse_begun(store.slots_of(round_.id)[0].starts_at, store.now)
    store.close_slots(round_.id)
    for booking in store.open_in(round_.id):
        cancel(store, booking, by, reason=reason)
    told(store, round_, "call_off", reason, by)


def told(store: Any, round_: Any, action: str, reason: str, by: str) -> None:
    target = next(move.target for move in ROUND.moves if move.action == action)
    store.record_round(round_, action, target, by, reason)
    store.save(round_)
    news = RoundMoved(**facts(round_, reason))
    store.announce(news, subject=round_.id, version=round_.version, area=round_.area)


def decide(store: Any, actor: Actor, round_id: str, action: str) -> Any:
    """The round, where the actor may do so now."""
    round_ = store.get_round(round_id)
    store.refuse_stale(round_.version)
    ROUND.decide(round_.state, action, standing_of(actor, round_.area))
    return round_


def shown(store: Any, round_: Any, actor: Actor) -> RoundView:
    return store.round_view(round_, hosts(actor, round_.area))
