"""Which way a round goes, and a series of rounds."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.tickets.domain.hosting import HOST
from services.tickets.domain.slots import local
from shared.contracts.tickets.bookings import ROUND_OVER, BookingState, Outcome
from shared.contracts.tickets.round_series import SeriesState
from shared.contracts.tickets.rounds import (
    ROUND_BEGUN,
    ROUND_NOT_OVER,
    UNDER_OBJECTION,
    UNREPORTED,
    RoundState,
    RoundTotals,
)
from shared.kernel.machine import Machine, Move

ROUND = Machine(
    name="round",
    states=tuple(RoundState),
    initial=RoundState.OPEN,
    terminal=frozenset({RoundState.CLOSED, RoundState.CALLED_OFF}),
    moves=(
        Move("shift", (RoundState.OPEN,), RoundState.OPEN, frozenset({HOST}), needs=("to_day", "reason")),
        Move("change_capacity", (RoundState.OPEN,), RoundState.OPEN, frozenset({HOST}), needs=("number", "capacity")),
        Move("call_off", (RoundState.OPEN,), RoundState.CALLED_OFF, frozenset({HOST}), needs=("reason",)),
        Move("close", (RoundState.OPEN,), RoundState.CLOSED, frozenset({HOST})),
    ),
)
SERIES = Machine(
    name="round-series",
    states=tuple(SeriesState),
    initial=SeriesState.RUNNING,
    terminal=frozenset({SeriesState.ENDED}),
    moves=(
        Move("except_day", (SeriesState.RUNNING,), SeriesState.RUNNING, frozenset({HOST}), needs=("day", "reason")),
        Move("end", (SeriesState.RUNNING,), SeriesState.ENDED, frozenset({HOST}), needs=("reason",)),
    ),
)


def refuse_over(state: str) -> None:
    if state != RoundState.OPEN:
        raise ROUND_OVER(state=state)


def refuse_begun(first: datetime, now: datetime) -> None:
    if now >= first:
        raise ROUND_BEGUN(at=local(first))


def refuse_unfinished(last: datetime, now: datetime, states: dict[str, int]) -> None:
    """A round is over once its last slot has begun, each booking has its report, and no customer objects to one.

    states: how many bookings are in each state.
    """
    if now < last:
        raise ROUND_NOT_OVER(at=local(last))
    if states.get(BookingState.BOOKED):
        raise UNREPORTED(count=states[BookingState.BOOKED])
    if states.get(BookingState.OBJECTED):
        raise UNDER_OBJECTION(count=states[BookingState.OBJECTED])


def add_up(capacity: int, bookings: Iterable[dict[str, Any]]) -> RoundTotals:
    """The totals of a round over its bookings as stored."""
    counts = dict.fromkeys(RoundTotals.model_fields, 0) | {"capacity": capacity}
    for booking in bookings:
        state = booking["state"]
        if state in (BookingState.CANCELLED, BookingState.LAPSED, BookingState.CONFIRMED, BookingState.OBJECTED):
            counts[state] += 1
        counts["stars"] += booking.get("stars") or 0
        report = booking.get("report")
        if report:
            counts["booked"] += 1
            counts[Outcome(report["outcome"])] += 1
            counts["minutes"] += report["minutes"]
            counts["taken_fen"] += report["taken_fen"]
    return RoundTotals(**counts)
