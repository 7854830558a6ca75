"""Batches of food: given out while they are good, the oldest first, so many portions to a household."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from shared.contracts.actor import lies_in
from shared.contracts.volunteers.pantry import (
    ALLOWANCE_USED,
    FOODS_FULL,
    NO_SUCH_HOUSEHOLD,
    ONE_DONOR,
    OUT_OF_FOOD,
    OWN_BATCH,
    PAST_BEST_BEFORE,
    PERIOD_BACKWARD,
    BatchState,
    Period,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.machine import Machine, Move

DESK = "desk"
CLOCK = "clock"
MOST_FOODS = 200
ENDED = "best_before"
"""The reason of a batch that its date has ended."""
B = BatchState

BATCH = Machine(
    name="food_batch",
    states=tuple(BatchState),
    initial=B.RECEIVED,
    terminal=frozenset({B.FINISHED, B.DISCARDED}),
    moves=(
        Move("shelve", (B.RECEIVED,), B.SHELVED, frozenset({DESK})),
        Move("serve", (B.SHELVED,), B.SHELVED, frozenset({DESK})),
        Move("run_out", (B.SHELVED,), B.FINISHED, frozenset({DESK})),
        Move("discard", (B.RECEIVED, B.SHELVED), B.DISCARDED, frozenset({DESK}), needs=("reason",)),
        Move("end", (B.RECEIVED, B.SHELVED), B.DISCARDED, frozenset({CLOCK})),
    ),
)


def today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


def period_of(period: Period, day: date) -> str:
    if period is Period.MONTH:
        return f"{day:%Y-%m}"
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def refuse_past(best_before: date, day: date, pointer: str | None = None) -> None:
    """On its best-before date food is still good."""
    if best_before < day:
        raise PAST_BEST_BEFORE(pointer, day=best_before.isoformat())


def refuse_donors(unit: str | None, donor: str | None, own: bool) -> None:
    """`own`: whether the donor is who receives it."""
    if (unit is None) == (donor is None):
        raise ONE_DONOR("/unit")
    if own:
        raise OWN_BATCH("/donor")


def refuse_many_foods(foods: int) -> None:
    """Before another one."""
    if foods >= MOST_FOODS:
        raise FOODS_FULL("/food", most=MOST_FOODS)


def refuse_over_allowance(portions: int, got: int, most: int, period: Period) -> None:
    if got + portions > most:
        raise ALLOWANCE_USED("/portions", left=max(most - got, 0), period=period)


def refuse_stranger(lives_in: str | None, area: str) -> None:
    """`lives_in`: where the register has the household, None where it knows of none. A pantry is for those of its area."""
    if lives_in is None or not lies_in(lives_in, area):
        raise NO_SUCH_HOUSEHOLD("/household", area=area)


def refuse_period(since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        raise PERIOD_BACKWARD("/until")


def give_out(batches: Sequence[Any], portions: int, day: date) -> list[tuple[Any, int]]:
    """Takes portions of shelved batches that are good on that day, the oldest first; all of them or none.

    A batch has state, best_before (ISO), left and given. Gives what came of which.
    """
    good = sorted((b for b in batches if is_good(b, day)), key=lambda b: (b.best_before, b.id))
    there = sum(batch.left for batch in good)
    if portions > there:
        raise OUT_OF_FOOD("/portions", left=there)
    found = []
    for batch in good:
        taken = min(batch.left, portions)
        if not taken:
            break
        portions -= taken
        batch.left, batch.given = batch.left - taken, batch.given + taken
        batch.state = B(BATCH.decide(batch.state, "serve" if batch.left else "run_out", {DESK}).target)
        found.append((batch, taken))
    return found


def is_good(batch: Any, day: date) -> bool:
    return batch.state is B.SHELVED and batch.best_before >= day.isoformat()


def discard(batch: Any, action: str, capacity: str, reason: str) -> int:
    """Discards what is left, and says how much that was."""
    batch.state = B(BATCH.decide(batch.state, action, {capacity}).target)
    gone = batch.left
    batch.left, batch.discarded, batch.reason = 0, batch.discarded + gone, reason
    return gone
