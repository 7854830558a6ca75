"""Bookings: ask for a round, book or wait, move, cancel, find."""

from datetime import timedelta
from typing import Any

from services.tickets.domain.bookings import BOOKING, STAFF_OF_STATION, capacities, serves
from services.tickets.domain.home_services import refuse_withdrawn
from services.tickets.domain.rounds import refuse_over
from services.tickets.domain.slots import day_of, lay_out, refuse_late_change, refuse_outside_sign_up
from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.placing import (
    cancel_and_pass_on,
    give_place,
    keep,
    let_next_in,
    slot_full,
    stand_in_line,
    step,
)
from services.tickets.usecases.planning import plan
from shared.contracts.actor import Actor, lies_in
from shared.contracts.tickets.bookings import (
    BOOKED_ALREADY,
    HOME_ELSEWHERE,
    HOME_IN_NO_GRID,
    NOT_FOR_SOMEBODY_ELSE,
    NOT_IN_AREA,
    SAME_SLOT,
    AskForRound,
    Book,
    BookingFields,
    BookingPage,
    BookingState,
    BookingView,
    CancelBooking,
    GetBooking,
    ListBookings,
    ListMyBookings,
    MoveBooking,
)
from shared.contracts.tickets.home_services import Gathering
from shared.contracts.tickets.rounds import NO_SUCH_SLOT, Layout, RoundWanted
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA


def ask_for_round(store: Any, actor: Actor, command: AskForRound) -> BookingView:
    """Whoever is the last one of enough has a round planned, where the service says how."""
    service = store.get_home_service(command.service_id)
    booking = new_booking(store, actor, command, service, service.area)
    if store.holder_of(service.id, booking.household) is not None:
        raise BOOKED_ALREADY()
    keep(store, booking, "ask", booking.state, actor.account)
    asked = store.count_asked(service.id, 1)
    gathering = store.gathering_of(service)
    if gathering is not None and asked >= gathering.households:
        if asked == gathering.households or gathering.plan:
            wanted = RoundWanted(service=service.id, area=service.area, asked=asked)
            store.announce(wanted, subject=service.id, version=service.version, area=service.area)
        if gathering.plan:
            plan_for_those_asking(store, service, gathering)
            booking = store.get_booking(booking.id)
    return shown(store, booking, actor)


def plan_for_those_asking(store: Any, service: Any, gathering: Gathering) -> None:
    first = day_of(store.now) + timedelta(days=gathering.plan.days_ahead)
    layout = Layout(first_day=first, day=gathering.plan.day, households=gathering.households)
    plan(store, service, service.area, lay_out(layout, service.minutes, service.capacity), "gathering")


def book(store: Any, actor: Actor, command: Book) -> BookingView:
    round_ = store.get_round(command.round_id)
    service = store.get_home_service(round_.service)
    booking = new_booking(store, actor, command, service, round_.area)
    refuse_over(round_.state)
    slot = slot_of(store, round_, command.slot)
    refuse_outside_sign_up(round_.opens_at, slot.closes_at, store.now)
    if store.holder_of(round_.id, booking.household) is not None:
        raise BOOKED_ALREADY()
    if store.take_place(slot):
        give_place(store, booking, round_, slot, actor.account)
    elif command.or_wait:
        stand_in_line(store, booking, round_, slot, actor.account)
    else:
        raise slot_full(store, round_, slot.number)
    asked = store.holder_of(service.id, booking.household)
    if asked is not None:
        cancel_and_pass_on(store, asked, actor.account)
    return shown(store, booking, actor)


def get_booking(store: Any, actor: Actor, command: GetBooking) -> BookingView:
    booking, _ = load(store, actor, command.booking_id)
    return shown(store, booking, actor, full=True)


def list_my_bookings(store: Any, actor: Actor, command: ListMyBookings) -> BookingPage:
    found = store.bookings_of(actor.account, beyond(command.cursor), command.limit + 1)
    return page(store, found, command.limit, actor)


def list_bookings(store: Any, actor: Actor, command: ListBookings) -> BookingPage:
    if not serves(actor, command.area):
        raise OUTSIDE_AREA("/area")
    found = store.bookings_in(
        area=command.area, state=command.state, service=command.service_id, round=command.round_id,
        day=command.day.isoformat() if command.day else None, before=beyond(command.cursor), limit=command.limit + 1,
    )  # fmt: skip
    return page(store, found, command.limit, actor)


def move_booking(store: Any, actor: Actor, command: MoveBooking) -> BookingView:
    booking, held = load(store, actor, command.booking_id)
    store.refuse_stale(booking.version)
    BOOKING.decide(booking.state, "move", held)
    round_ = store.get_round(booking.round)
    refuse_over(round_.state)
    refuse_late(booking, round_, held, store.now)
    new = slot_of(store, round_, command.slot)
    if new.number == booking.slot:
        raise SAME_SLOT("/slot", number=new.number)
    refuse_outside_sign_up(round_.opens_at, new.closes_at, store.now)
    if not store.take_place(new):
        raise slot_full(store, round_, new.number)
    old, was = store.slot(round_.id, booking.slot), booking.state
    store.put_into(booking, round_, new)
    step(store, booking, "move", held, actor.account)
    if was == BookingState.WAITING:
        store.leave_line(old)
    else:
        store.give_back(old)
        let_next_in(store, old)
    return shown(store, booking, actor)


def cancel_booking(store: Any, actor: Actor, command: CancelBooking) -> BookingView:
    booking, held = load(store, actor, command.booking_id)
    store.refuse_stale(booking.version)
    BOOKING.decide(booking.state, "cancel", held)
    if booking.round is not None:
        refuse_late(booking, store.get_round(booking.round), held, store.now)
    cancel_and_pass_on(store, booking, actor.account, note=command.reason)
    return shown(store, booking, actor)


def refuse_late(booking: Any, round_: Any, held: frozenset[str], now: Any) -> None:
    """Residents may change a place until some time before their slot begins, staff until it begins."""
    if booking.state == BookingState.BOOKED:
        refuse_late_change(booking.starts_at, 0 if STAFF_OF_STATION in held else round_.change_before, now)


def new_booking(store: Any, actor: Actor, command: BookingFields, service: Any, area: str) -> Any:
    """Not kept yet. Refuses what the service, the home and the caller stand against."""
    refuse_withdrawn(service.state, service.reason)
    if not lies_in(command.area, area):
        raise NOT_IN_AREA("/area", area=area)
    if not store.grid_is_known(command.area):
        raise HOME_IN_NO_GRID("/area", area=command.area)
    building = store.find_building(command.contact.building)
    if building is not None and building.area != command.area:
        raise HOME_ELSEWHERE("/area", building=building.code, area=building.area)
    if command.on_behalf is None:
        return store.new_booking(service, command, actor.account)
    if not serves(actor, command.area):
        raise NOT_FOR_SOMEBODY_ELSE("/on_behalf")
    return store.new_booking(service, command, command.on_behalf.account)


def slot_of(store: Any, round_: Any, number: int) -> Any:
    slot = store.slot(round_.id, number)
    if slot is None:
        raise NO_SUCH_SLOT("/slot", number=number)
    return slot


def load(store: Any, actor: Actor, booking_id: str) -> tuple[Any, frozenset[str]]:
    """A booking and in what capacity the actor stands to it; for those who have nothing to do with it there is none."""
    booking = store.get_booking(booking_id)
    held = held_by(booking, actor)
    if not held:
        raise NOT_FOUND("/booking_id", what="booking")
    return booking, held


def held_by(booking: Any, actor: Actor) -> frozenset[str]:
    reported_by = booking.report.by if booking.report else None
    return capacities(actor, booking.account, booking.area, reported_by)


def page(store: Any, found: list[Any], limit: int, actor: Actor) -> BookingPage:
    return BookingPage(items=[shown(store, booking, actor) for booking in found[:limit]], next=following(found, limit))


def shown(store: Any, booking: Any, actor: Actor, full: bool = False) -> BookingView:
    return store.booking_view(booking, held_by(booking, actor), full)
