"""What became of bookings: report, confirm, object, count."""

from typing import Any

from services.tickets.domain.bookings import BOOKING, refuse_early_report, refuse_overcharge
from services.tickets.usecases.bookings import load, shown
from services.tickets.usecases.photos import attach_photos
from services.tickets.usecases.placing import step
from services.tickets.usecases.rounds import add_up
from services.tickets.usecases.sessions import refuse_figures_elsewhere
from shared.contracts.actor import Actor
from shared.contracts.tickets.bookings import BookingView
from shared.contracts.tickets.visits import (
    BACKWARDS,
    BookingFiguresView,
    ConfirmBooking,
    ObjectToBooking,
    ReportBooking,
    ShowBookingFigures,
)


def report_booking(store: Any, actor: Actor, command: ReportBooking) -> BookingView:
    booking, held = decide(store, actor, command.booking_id, "report")
    refuse_early_report(booking.starts_at, store.now)
    refuse_overcharge(command.outcome, command.taken_fen, booking.price_fen)
    attach_photos(store, actor, command.photos)
    store.keep_report(booking, command, actor.account)
    return moved(store, booking, actor, "report", held)


def confirm_booking(store: Any, actor: Actor, command: ConfirmBooking) -> BookingView:
    booking, held = decide(store, actor, command.booking_id, "confirm")
    booking.stars, booking.comment = command.stars, command.comment
    return moved(store, booking, actor, "confirm", held)


def object_to_booking(store: Any, actor: Actor, command: ObjectToBooking) -> BookingView:
    booking, held = decide(store, actor, command.booking_id, "object")
    booking.objection = command.reason
    return moved(store, booking, actor, "object", held)


def show_booking_figures(store: Any, actor: Actor, command: ShowBookingFigures) -> BookingFiguresView:
    refuse_figures_elsewhere(actor, command.area)
    if command.since and command.until and command.until < command.since:
        raise BACKWARDS("/until")
    return store.booking_figures(command.area, command.service_id, command.since, command.until)


def decide(store: Any, actor: Actor, booking_id: str, action: str) -> tuple[Any, frozenset[str]]:
    booking, held = load(store, actor, booking_id)
    store.refuse_stale(booking.version)
    BOOKING.decide(booking.state, action, held)
    return booking, held


def moved(store: Any, booking: Any, actor: Actor, action: str, held: frozenset[str]) -> BookingView:
    """A round that is closed already is added up anew, so that its totals go on to be those of its bookings."""
    step(store, booking, action, held, actor.account)
    if booking.settled:
        add_up(store, store.get_round(booking.round))
    return shown(store, booking, actor)
