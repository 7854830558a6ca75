"""Which way a booking goes, and who may move it."""

from datetime import datetime

from services.tickets.domain.slots import local
from shared.contracts.actor import Actor
from shared.contracts.tickets.bookings import STATION, BookingState, Outcome
from shared.contracts.tickets.visits import MORE_THAN_AGREED, VISIT_NOT_BEGUN
from shared.kernel.machine import Machine, Move

CUSTOMER = "customer"
STAFF_OF_STATION = "station"
LINE = "line"
"""Whose turn it is moves on without anybody's doing."""

ASKED, WAITING, BOOKED, REPORTED, CONFIRMED, OBJECTED, CANCELLED, LAPSED = BookingState
BOTH = frozenset({CUSTOMER, STAFF_OF_STATION})
OPEN = (ASKED, WAITING, BOOKED)
"""Nobody has come yet."""

BOOKING = Machine(
    name="booking",
    states=tuple(BookingState),
    initial=ASKED,
    terminal=frozenset({CONFIRMED, CANCELLED, LAPSED}),
    moves=(
        Move("take_place", (ASKED, WAITING), BOOKED, frozenset({LINE})),
        Move("wait", (ASKED,), WAITING, frozenset({LINE})),
        Move("move", (WAITING, BOOKED), BOOKED, BOTH, needs=("slot",)),
        Move("cancel", OPEN, CANCELLED, BOTH),
        Move("lapse", (WAITING,), LAPSED, frozenset({LINE})),
        Move(
            "report", (BOOKED, OBJECTED), REPORTED, frozenset({STAFF_OF_STATION}), needs=("outcome", "note", "minutes")
        ),
        Move("confirm", (REPORTED,), CONFIRMED, frozenset({CUSTOMER}), needs=("stars",)),
        Move("object", (REPORTED,), OBJECTED, frozenset({CUSTOMER}), needs=("reason",)),
    ),
)


def serves(actor: Actor, area: str) -> bool:
    """Whether the actor is of the station's staff there."""
    return actor.has(*STATION) and actor.covers(area)


def capacities(actor: Actor, account: str | None, area: str, reported_by: str | None) -> frozenset[str]:
    """In what capacity the actor stands to a booking.

    Where the customer has no account, staff pass on the customer's word, but nobody does so on his or her own work.
    """
    held = set()
    if serves(actor, area):
        held.add(STAFF_OF_STATION)
        if account is None and actor.account != reported_by:
            held.add(CUSTOMER)
    if account is not None and account == actor.account:
        held.add(CUSTOMER)
    return frozenset(held)


def refuse_early_report(starts_at: datetime, now: datetime) -> None:
    if now < starts_at:
        raise VISIT_NOT_BEGUN(at=local(starts_at))


def refuse_overcharge(outcome: Outcome, taken_fen: int, price_fen: int) -> None:
    """No more than the agreed price is taken, and nothing from who was not met."""
    agreed = 0 if outcome == Outcome.NOT_MET else price_fen
    if taken_fen > agreed:
        raise MORE_THAN_AGREED("/taken_fen", agreed=agreed)
