"""What can be reserved, what a code is good for, and how a reservation ends."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from shared.contracts.volunteers.redeeming import (
    CODE_USED,
    CODE_VOID,
    OFFER_CAP,
    OFFER_CLOSED,
    OUT_OF_STOCK,
    PRICE_CHANGED,
    TOO_MANY_WRONG_CODES,
    WRONG_SHOP,
    RedemptionState,
)
from shared.contracts.volunteers.returning import RETURN_LATE
from shared.kernel.machine import Machine, Move

KEPT_DAYS = 7
"""How long what is reserved waits to be collected."""
RETURN_DAYS = 7
"""How long what was collected can be brought back."""
MOST_GUESSES = 20
GUESSES_PER = timedelta(hours=1)
"""So many codes may be wrong in this time; there are ten thousand million of them."""

HOLDER = "holder"
SHOP = "shop"
CLOCK = "clock"
R = RedemptionState

REDEMPTION = Machine(
    name="redemption",
    states=tuple(RedemptionState),
    initial=R.RESERVED,
    terminal=frozenset({R.CANCELLED, R.EXPIRED, R.RETURNED}),
    moves=(
        Move("collect", (R.RESERVED,), R.COLLECTED, frozenset({SHOP}), needs=("code",)),
        Move("cancel", (R.RESERVED,), R.CANCELLED, frozenset({HOLDER})),
        Move("expire", (R.RESERVED,), R.EXPIRED, frozenset({CLOCK})),
        Move("return", (R.COLLECTED,), R.RETURNED, frozenset({SHOP}), needs=("reason", "sellable")),
    ),
)


TAKEN = frozenset({R.COLLECTED, R.RETURNED})
"""Once handed over, whether it came back or not."""


def refuse_unavailable(active: bool, stock: int | None, redeemed: int, cap: int | None, count: int) -> None:
    """`redeemed`: how many of the month's `cap` are reserved or collected; None is without limit."""
    if not active:
        raise OFFER_CLOSED("/offer_id")
    if stock is not None and count > stock:
        raise OUT_OF_STOCK("/count", left=stock)
    if cap is not None and redeemed + count > cap:
        raise OFFER_CAP("/count", left=max(cap - redeemed, 0))


def refuse_code(shop: str, of_shop: str, state: RedemptionState, expires_at: datetime, now: datetime) -> None:
    """A code is good at its own shop, once, until it ends."""
    if shop != of_shop:
        raise WRONG_SHOP("/code")
    if state in TAKEN:
        raise CODE_USED("/code")
    if state is not R.RESERVED or expires_at <= now:
        raise CODE_VOID("/code")


def refuse_late_return(collected_at: datetime | None, now: datetime) -> None:
    """`collected_at` is None where it was so long ago that nobody has kept it."""
    if collected_at is None or now > collected_at + timedelta(days=RETURN_DAYS):
        raise RETURN_LATE("/redemption_id", days=RETURN_DAYS)


def refuse_other_price(price: int, seen: int | None, pointer: str) -> None:
    """`seen`: what the holder has read, None where they do not say."""
    if seen is not None and seen != price:
        raise PRICE_CHANGED(pointer, price=price)


def refuse_guessing(wrong: Sequence[datetime], now: datetime) -> None:
    """`wrong`: when the keeper last gave wrong codes, the latest last."""
    if len(wrong) >= MOST_GUESSES and (left := wrong[-MOST_GUESSES] + GUESSES_PER - now) > timedelta():
        raise TOO_MANY_WRONG_CODES("/code", retry_after=max(ceil(left.total_seconds()), 1))
