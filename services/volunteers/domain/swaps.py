"""How idle things change hands."""

from datetime import datetime, timedelta

from shared.contracts.volunteers.swaps import ITEM_TAKEN, TOO_MANY_ASKS, TOO_MANY_ITEMS, IdleItemState, SwapState
from shared.kernel.machine import Machine, Move

OWNER = "owner"
ASKER = "asker"
OTHER = "other_side"
"""Who has not confirmed yet."""
STATION = "station"
CLOCK = "clock"
SWAP = "swap"

ITEM_DAYS = 60
ASK_DAYS = 14
HAND_OVER_DAYS = 14
MOST_ASKS = 20
"""That wait for an answer: for one item, and by one asker."""
MOST_ITEMS = 50

I = IdleItemState  # noqa: E741
S = SwapState

ITEM = Machine(
    name="idle_item",
    states=tuple(IdleItemState),
    initial=I.ON_OFFER,
    terminal=frozenset({I.SWAPPED, I.WITHDRAWN, I.EXPIRED}),
    moves=(
        Move("reserve", (I.ON_OFFER,), I.RESERVED, frozenset({SWAP})),
        Move("free", (I.RESERVED,), I.ON_OFFER, frozenset({SWAP})),
        Move("swap", (I.RESERVED,), I.SWAPPED, frozenset({SWAP})),
        Move("withdraw", (I.ON_OFFER,), I.WITHDRAWN, frozenset({OWNER, STATION})),
        Move("expire", (I.ON_OFFER,), I.EXPIRED, frozenset({CLOCK})),
    ),
)

DEAL = Machine(
    name="swap",
    states=tuple(SwapState),
    initial=S.ASKED,
    terminal=frozenset({S.DONE, S.DECLINED, S.CALLED_OFF, S.EXPIRED}),
    moves=(
        Move("agree", (S.ASKED,), S.AGREED, frozenset({OWNER})),
        Move("decline", (S.ASKED,), S.DECLINED, frozenset({OWNER})),
        Move("call_off", (S.ASKED,), S.CALLED_OFF, frozenset({ASKER})),
        Move("call_off", (S.AGREED, S.HALF_CONFIRMED), S.CALLED_OFF, frozenset({OWNER, ASKER})),
        Move("confirm", (S.AGREED,), S.HALF_CONFIRMED, frozenset({OWNER, ASKER})),
        Move("confirm", (S.HALF_CONFIRMED,), S.DONE, frozenset({OTHER})),
        Move("hand_over", (S.AGREED, S.HALF_CONFIRMED), S.DONE, frozenset({STATION})),
        Move("expire", (S.ASKED, S.AGREED, S.HALF_CONFIRMED), S.EXPIRED, frozenset({CLOCK})),
    ),
)
HOLDING = frozenset({S.AGREED, S.HALF_CONFIRMED})
"""States in which the items are reserved, and each side sees the other's contact."""


def capacities(account: str, owner: str | None, asker: str | None, confirmed_by: list[str]) -> set[str]:
    """Of a side of the swap; none for others."""
    if account not in (owner, asker):
        return set()
    held = {OWNER} if account == owner else {ASKER}
    return held if account in confirmed_by else held | {OTHER}


def due_at(state: SwapState, now: datetime) -> datetime | None:
    """When a swap that has come to this state now ends by itself."""
    days = {S.ASKED: ASK_DAYS, S.AGREED: HAND_OVER_DAYS, S.HALF_CONFIRMED: HAND_OVER_DAYS}.get(state)
    return now + timedelta(days=days) if days else None


def refuse_taken(state: IdleItemState, pointer: str) -> None:
    if state is not I.ON_OFFER:
        raise ITEM_TAKEN(pointer)


def refuse_many_asks(for_item: int, by_asker: int) -> None:
    """Before another one."""
    if max(for_item, by_asker) >= MOST_ASKS:
        raise TOO_MANY_ASKS("/item_id", most=MOST_ASKS)


def refuse_many_items(on_offer: int) -> None:
    if on_offer >= MOST_ITEMS:
        raise TOO_MANY_ITEMS("/title", most=MOST_ITEMS)
