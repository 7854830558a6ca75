"""Which way a hand-off to an outside desk goes, and which of its updates count."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.tickets.domain.flow import CLOCK, DESK, OUTSIDE
from shared.contracts.tickets.matters import ReferralState
from shared.contracts.tickets.outside import UPDATE_FROM_THE_FUTURE, ReportedState
from shared.kernel.machine import Machine, Move

R = ReferralState
RUNNING = (R.SENT, R.RECEIVED, R.IN_PROGRESS)
TELLERS = frozenset({OUTSIDE, DESK})
CLOCKS_APART = timedelta(minutes=5)
"""How far a partner's clock may be ahead."""

REFERRAL = Machine(
    name="referral",
    states=tuple(ReferralState),
    initial=R.SENT,
    terminal=frozenset({R.ANSWERED, R.REFUSED, R.RECALLED}),
    moves=(
        Move(R.RECEIVED, RUNNING, R.RECEIVED, TELLERS, needs=("text",)),
        Move(R.IN_PROGRESS, RUNNING, R.IN_PROGRESS, TELLERS, needs=("text",)),
        Move(R.ANSWERED, RUNNING, R.ANSWERED, TELLERS, needs=("text",)),
        Move(R.REFUSED, RUNNING, R.REFUSED, TELLERS, needs=("text",)),
        Move("bring_back", RUNNING, R.RECALLED, frozenset({DESK, CLOCK}), needs=("note",)),
    ),
)
ENDING = frozenset({ReportedState.ANSWERED, ReportedState.REFUSED})
"""Brings the matter back to the desk that sent it."""


@dataclass(frozen=True)
class Known:
    """How far a hand-off is known to have got."""

    state: ReferralState
    updated_at: datetime | None


def is_late(known: Known, updated_at: datetime) -> bool:
    """Whether an update moves nothing: what is newer is known, or the hand-off is over."""
    return known.state not in RUNNING or (known.updated_at is not None and updated_at < known.updated_at)


def refuse_from_the_future(updated_at: datetime, now: datetime) -> None:
    if updated_at > now + CLOCKS_APART:
        raise UPDATE_FROM_THE_FUTURE("/updated_at")
