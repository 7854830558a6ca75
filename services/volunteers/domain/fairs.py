"""When a fair is open, and what can be had there."""

from datetime import datetime, timedelta

from shared.contracts.volunteers.fairs import (
    FAIR_BUDGET,
    FAIR_GOODS_FULL,
    FAIR_NOT_OPEN,
    FAIR_TIMES,
    GOODS_TAKEN,
    STALLS_FULL,
    FairState,
)
from shared.contracts.volunteers.redeeming import OUT_OF_STOCK
from shared.kernel.machine import Machine, Move

DESK = "desk"
CLOCK = "clock"
LONGEST_DAYS = 14
MOST_STALLS = 100
MOST_GOODS = 500
F = FairState

FAIR = Machine(
    name="fair",
    states=tuple(FairState),
    initial=F.PLANNED,
    terminal=frozenset({F.CLOSED, F.CANCELLED}),
    moves=(
        Move("open", (F.PLANNED,), F.OPEN, frozenset({DESK, CLOCK})),
        Move("close", (F.OPEN,), F.CLOSED, frozenset({DESK, CLOCK})),
        Move("cancel", (F.PLANNED,), F.CANCELLED, frozenset({DESK})),
    ),
)


def refuse_times(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= max(starts_at, now) or ends_at - starts_at > timedelta(days=LONGEST_DAYS):
        raise FAIR_TIMES("/ends_at", days=LONGEST_DAYS)


def next_step(state: FairState) -> str | None:
    """What time alone does to a fair."""
    return {F.PLANNED: "open", F.OPEN: "close"}.get(state)


def due_at(state: FairState, starts_at: datetime, ends_at: datetime) -> datetime | None:
    return {F.PLANNED: starts_at, F.OPEN: ends_at}.get(state)


def refuse_ended(state: FairState) -> None:
    if state in FAIR.terminal:
        raise FAIR_NOT_OPEN("/fair_id")


def refuse_not_open(state: FairState, ends_at: datetime, now: datetime) -> None:
    if state is not F.OPEN or ends_at <= now:
        raise FAIR_NOT_OPEN("/fair_id")


def refuse_too_many(stalls: int = 0, goods: int = 0) -> None:
    """With what is added now."""
    if stalls > MOST_STALLS:
        raise STALLS_FULL("/shop_id", most=MOST_STALLS)
    if goods > MOST_GOODS:
        raise FAIR_GOODS_FULL("/offer_id", most=MOST_GOODS)


def set_aside(count: int, before: int, left: int, stock: int | None) -> tuple[int, int | None]:
    """(left at the fair, left on the shelf) once `count` are set aside altogether instead of `before`.

    `stock`: what is on the shelf, None without end. What is reserved or collected at the fair cannot be taken back.
    """
    taken = before - left
    if count < taken:
        raise GOODS_TAKEN("/count", taken=taken)
    more = count - before
    if stock is not None and more > stock:
        raise OUT_OF_STOCK("/count", left=stock)
    return count - taken, None if stock is None else stock - more


def refuse_beyond(count: int, left: int, points: int, taken: int, budget: int) -> None:
    """`taken`: points of the budget that are reserved or spent."""
    if count > left:
        raise OUT_OF_STOCK("/count", left=left)
    if taken + points > budget:
        raise FAIR_BUDGET("/count", left=budget - taken)
