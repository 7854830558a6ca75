"""How given goods reach the shelf, and how a reservation ends."""

from datetime import datetime

from shared.contracts.volunteers.shop import (
    CODE_USED,
    CODE_VOID,
    OFFER_CAP,
    OFFER_CLOSED,
    OUT_OF_STOCK,
    OVER_VALUE,
    WRONG_SHOP,
    GiftState,
    RedemptionState,
)
from shared.kernel.machine import Machine, Move

KEPT_DAYS = 7
"""How long what is reserved waits to be collected."""

DESK = "desk"
GIVER = "giver"
HOLDER = "holder"
SHOP = "shop"
CLOCK = "clock"
G = GiftState
R = RedemptionState

GIFT = Machine(
    name="gift",
    states=tuple(GiftState),
    initial=G.OFFERED,
    terminal=frozenset({G.SHELVED, G.DECLINED, G.WITHDRAWN}),
    moves=(
        Move("appraise", (G.OFFERED,), G.ACCEPTED, frozenset({DESK}), needs=("value", "condition")),
        Move("decline", (G.OFFERED,), G.DECLINED, frozenset({DESK}), needs=("reason",)),
        Move("withdraw", (G.OFFERED,), G.WITHDRAWN, frozenset({GIVER})),
        Move("shelve", (G.ACCEPTED,), G.SHELVED, frozenset({DESK}), needs=("price",)),
    ),
)

REDEMPTION = Machine(
    name="redemption",
    states=tuple(RedemptionState),
    initial=R.RESERVED,
    terminal=frozenset({R.COLLECTED, R.CANCELLED, R.EXPIRED}),
    moves=(
        Move("collect", (R.RESERVED,), R.COLLECTED, frozenset({SHOP}), needs=("code",)),
        Move("cancel", (R.RESERVED,), R.CANCELLED, frozenset({HOLDER})),
        Move("expire", (R.RESERVED,), R.EXPIRED, frozenset({CLOCK})),
    ),
)


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
    if state is R.COLLECTED:
        raise CODE_USED("/code")
    if state is not R.RESERVED or expires_at <= now:
        raise CODE_VOID("/code")


def refuse_over_value(value: int, most: int) -> None:
    if value > most:
        raise OVER_VALUE("/value", most=most)
