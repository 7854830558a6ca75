"""How given goods reach the shelf."""

from shared.contracts.volunteers.gifts import OVER_VALUE, GiftState
from shared.kernel.machine import Machine, Move

DESK = "desk"
GIVER = "giver"
G = GiftState

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


def refuse_over_value(value: int, most: int) -> None:
    if value > most:
        raise OVER_VALUE("/value", most=most)
