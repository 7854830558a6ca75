"""Steps of bookings that several use cases take: into a place, up the line, out again. Each step is announced."""

from collections.abc import Set
from typing import Any

from services.tickets.domain.bookings import BOOKING, LINE, STAFF_OF_STATION
from services.tickets.domain.slots import fill, local
from shared.contracts.tickets.bookings import SLOT_FULL, BookingMoved, BookingState
from shared.kernel.errors import Refusal

NAMED = 10
"""Free slots that a refusal names."""


def step(store: Any, booking: Any, action: str, held: Set[str], by: str, *, note: str | None = None,
         reason: str | None = None) -> None:  # fmt: skip
    """One move, kept and announced. `note` goes into the history; `reason`, which the station gives, to others too."""
    move = BOOKING.decide(booking.state, action, held)
    keep(store, booking, action, move.target, by, note=note, reason=reason)


def keep(store: Any, booking: Any, action: str, target: str, by: str, *, note: str | None = None,
         reason: str | None = None) -> None:  # fmt: skip
    store.record_booking(booking, action, target, by, note or reason)
    store.save(booking)
    news = BookingMoved(
        booking=booking.id, service=booking.service, round=booking.round, account=booking.account, area=booking.area,
        action=action, state=booking.state, slot=booking.slot, starts_at=booking.starts_at, reason=reason,
    )  # fmt: skip
    store.announce(news, subject=booking.id, version=booking.version, area=booking.area)


def give_place(store: Any, booking: Any, round_: Any, slot: Any, by: str) -> None:
    """The place has been taken in the slot."""
    store.put_into(booking, round_, slot)
    step(store, booking, "take_place", {LINE}, by)


def stand_in_line(store: Any, booking: Any, round_: Any, slot: Any, by: str) -> None:
    store.put_into(booking, round_, slot)
    booking.turn = store.stand_in_line(slot)
    step(store, booking, "wait", {LINE}, by)


def let_next_in(store: Any, slot: Any) -> bool:
    """The first in line gets a place that has become free, unless the slot has begun."""
    following = store.first_in_line(slot) if store.now < slot.starts_at else None
    if following is None or not store.take_place(slot):
        return False
    store.leave_line(slot)
    step(store, following, "take_place", {LINE}, LINE)
    return True


def cancel(store: Any, booking: Any, by: str, *, note: str | None = None, reason: str | None = None) -> str:
    """Gives up place and claim; returns the state that the booking was in. What becomes of the place is the caller's."""
    was = booking.state
    booking.claim = None
    step(store, booking, "cancel", {STAFF_OF_STATION}, by, note=note, reason=reason)
    return was


def cancel_and_pass_on(store: Any, booking: Any, by: str, *, note: str | None = None) -> None:
    """A place goes to the first in line."""
    was = cancel(store, booking, by, note=note)
    if was == BookingState.ASKED:
        store.count_asked(booking.service, -1)
        return
    slot = store.slot(booking.round, booking.slot)
    if was == BookingState.WAITING:
        store.leave_line(slot)
    else:
        store.give_back(slot)
        let_next_in(store, slot)


def give_up_bookings(store: Any, account: str) -> None:
    """Those of somebody whose home is not to be known any more: nobody could be visited there."""
    for booking in store.open_of(account):
        cancel_and_pass_on(store, booking, account)


def seat_those_asking(store: Any, service: Any, round_: Any, by: str) -> None:
    """Those who have asked for a round get its first places, in the order in which they asked."""
    slots = {slot.number: slot for slot in store.slots_of(round_.id)}
    free = [(number, slot.capacity) for number, slot in slots.items()]
    asking = {booking.id: booking for booking in store.asking(service.id, round_.area, sum(room for _, room in free))}
    seated = fill(free, asking)
    for booking_id, number in seated:
        store.take_place(slots[number])
        give_place(store, asking[booking_id], round_, slots[number], by)
    if seated:
        store.count_asked(service.id, -len(seated))


def slot_full(store: Any, round_: Any, number: int) -> Refusal:
    """A refusal that names where there is room: numbers of slots, and when they begin."""
    free = [s for s in store.slots_of(round_.id) if s.taken < s.capacity and store.now < s.closes_at][:NAMED]
    begin = [local(slot.starts_at) for slot in free]
    room = ", ".join(f"{slot.number} ({at})" for slot, at in zip(free, begin, strict=True)) or "-"
    return SLOT_FULL("/slot", number=number, free=[slot.number for slot in free], begin=begin, room=room)
