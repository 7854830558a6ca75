"""What becomes of a call-out and of each person's call, and when enough people come."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from services.volunteers.domain.availability import is_free, is_resting
from shared.contracts.volunteers.call_outs import CallOutState, SummonsState
from shared.contracts.volunteers.people import Slot
from shared.contracts.volunteers.responders import Unready
from shared.contracts.volunteers.summons import CALL_OUT_OVER, ENOUGH_COME
from shared.kernel.machine import Machine, Move

RUNNER, CLOCK, CALLED_MEMBER = "runner", "clock", "called_member"
CALL_OUT = Machine(
    "call_out",
    states=tuple(CallOutState),
    initial=CallOutState.CALLING,
    terminal=frozenset({CallOutState.CLOSED}),
    moves=(
        Move("suffice", (CallOutState.CALLING,), CallOutState.ENOUGH, frozenset({CLOCK})),
        Move("fall_short", (CallOutState.ENOUGH,), CallOutState.CALLING, frozenset({CLOCK})),
        Move("close", (CallOutState.CALLING, CallOutState.ENOUGH), CallOutState.CLOSED, frozenset({RUNNER})),
    ),
)
SUMMONS = Machine(
    "summons",
    states=tuple(SummonsState),
    initial=SummonsState.CALLED,
    terminal=frozenset(),
    moves=(
        Move("come", (SummonsState.CALLED, SummonsState.NOT_COMING), SummonsState.COMING, frozenset({CALLED_MEMBER})),
        Move(
            "stay_away", (SummonsState.CALLED, SummonsState.COMING), SummonsState.NOT_COMING, frozenset({CALLED_MEMBER})
        ),
        Move(
            "arrive",
            (SummonsState.CALLED, SummonsState.COMING, SummonsState.NOT_COMING),
            SummonsState.ARRIVED,
            frozenset({CALLED_MEMBER}),
        ),
        Move("leave", (SummonsState.ARRIVED,), SummonsState.STOOD_DOWN, frozenset({CALLED_MEMBER})),
        Move(
            "stand_down",
            (SummonsState.CALLED, SummonsState.COMING, SummonsState.ARRIVED),
            SummonsState.STOOD_DOWN,
            frozenset({CLOCK, RUNNER}),
        ),
        Move("recall", (SummonsState.STOOD_DOWN,), SummonsState.CALLED, frozenset({CLOCK})),
    ),
)


class Call(Protocol):
    state: SummonsState
    answer_seconds: int | None
    arrival_seconds: int | None


def counts(call: Call) -> bool:
    """Whether somebody is under way, or was there."""
    return call.state is SummonsState.COMING or call.arrival_seconds is not None


def coming(calls: Iterable[Call]) -> int:
    return sum(counts(call) for call in calls)


def to_recall(calls: Iterable[Call]) -> list[Call]:
    """Those who were stood down before they had answered."""
    return [call for call in calls if call.state is SummonsState.STOOD_DOWN and call.answer_seconds is None]


def refuse_late(state: CallOutState, call: Call) -> None:
    """The reason why an answer changes nothing any more, if there is one."""
    if state is CallOutState.CLOSED:
        raise CALL_OUT_OVER()
    if state is CallOutState.ENOUGH and not counts(call):
        raise ENOUGH_COME()


def seconds_between(since: datetime, now: datetime) -> int:
    """Whole seconds, none where clocks differ."""
    return max(int((now - since).total_seconds()), 0)


def unready(
    slots: Iterable[Slot], resting_until: datetime | None, elsewhere: bool, now: datetime, reachable: bool = True
) -> Unready | None:
    """Why a volunteer is not called now. Who names no times is free at any; who cannot be told is not counted on."""
    if not reachable:
        return Unready.UNREACHABLE
    if is_resting(resting_until, now):
        return Unready.RESTING
    if not is_free(slots, now, now):
        return Unready.OFF_DUTY
    return Unready.CALLED_OUT if elsewhere else None
