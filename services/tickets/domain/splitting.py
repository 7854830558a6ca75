"""Splitting a shared bill so that the parts add up to the total, to the fen."""

from collections.abc import Sequence

from services.tickets.domain.hosting import HOST
from shared.contracts.tickets.bills import METERS_UNREAD, RUNS_BACKWARDS, BillState
from shared.kernel.machine import Machine, Move


def _all_read(unread: int) -> None:
    if unread:
        raise METERS_UNREAD(count=unread)


BILL = Machine(
    name="shared-bill",
    states=tuple(BillState),
    initial=BillState.READING,
    terminal=frozenset({BillState.PAID}),
    moves=(
        Move(
            "read_meter",
            (BillState.READING,),
            BillState.READING,
            frozenset({HOST}),
            needs=("household", "before", "after"),
        ),
        Move("settle", (BillState.READING,), BillState.SETTLED, frozenset({HOST}), guard=_all_read),
        Move("pay", (BillState.SETTLED,), BillState.SETTLED, frozenset({HOST}), needs=("household", "amount")),
        Move("pay_rest", (BillState.SETTLED,), BillState.PAID, frozenset({HOST}), needs=("household", "amount")),
    ),
)


def split(total: int, used: Sequence[int]) -> list[int]:
    """`total` in proportion to `used`, evenly where nothing was used.

    Everybody gets the whole fen of his or her part; the fen left over go to the largest remainders, the earlier first.
    """
    weights = list(used) if any(used) else [1] * len(used)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    largest = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in largest[: total - sum(parts)]:
        parts[index] += 1
    return parts


def refuse_backwards(before: int, after: int) -> None:
    if after < before:
        raise RUNS_BACKWARDS("/after", before=before, after=after)
