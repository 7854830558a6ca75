"""Which way a call for help and the answers to it go, who may move them, when, and what is shown of the place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.contracts.model import Point
from shared.contracts.volunteers.help_answers import HELP_NOT_BEGUN
from shared.contracts.volunteers.help_calls import (
    BAD_HELP_TIME,
    HELP_SAID_DONE,
    SIGHTS_NARROW,
    HelpAnswerState,
    HelpCallState,
    Sight,
)
from shared.contracts.volunteers.help_visits import MINUTES_DIFFER
from shared.kernel.machine import Machine, Move

VOLUNTEER = "volunteer"
CALLER = "caller"
STAFF_OF_AREA = "staff"
ELDER_CARE = "elder_care"
CLOCK = "clock"

AHEAD_DAYS = 90
LONGEST_DAYS = 31
SAY_DAYS = 14
"""How long after its time both sides can say that help was given."""

FEEDBACK_DAYS = 14
"""How long after it was done both sides can give feedback; then what was given is shown."""

WITHIN_DAY = timedelta(hours=24)
BLUR = 0.005
"""Degrees, about 500 m: blurred points are the middle of a field of this size, the same for all who live in it."""

_WIDTHS = (Sight.AREA, Sight.BLURRED, Sight.FULL)


@dataclass(frozen=True)
class CallFacts:
    """`given`: somebody has said that help was given."""

    now: datetime
    starts_at: datetime
    given: bool = False


def not_given(facts: CallFacts) -> None:
    """Nobody cancels afterwards what the help was worth."""
    if facts.given:
        raise HELP_SAID_DONE()


def begun(facts: CallFacts) -> None:
    if facts.now < facts.starts_at:
        raise HELP_NOT_BEGUN()


C, A = HelpCallState, HelpAnswerState
WANTING = (C.CALLING, C.UNTAKEN)
LIVE = (*WANTING, C.SETTLED)
HOLDING = frozenset({A.TENTATIVE, A.CONFIRMED, A.HALF_DONE, A.DONE})
"""Answers that have a place."""
PROMISED = frozenset({A.CONFIRMED, A.HALF_DONE})
CALLERS = frozenset({CALLER, STAFF_OF_AREA})
BOTH = CALLERS | {VOLUNTEER}

HELP_CALL = Machine(
    name="help_call",
    states=tuple(C),
    initial=C.CALLING,
    terminal=frozenset({C.DONE, C.LAPSED, C.CANCELLED}),
    moves=(
        Move("widen", (C.CALLING,), C.CALLING, frozenset({CLOCK})),
        Move("exhaust", (C.CALLING,), C.UNTAKEN, frozenset({CLOCK})),
        Move("ask", (C.CALLING,), C.CALLING, frozenset({STAFF_OF_AREA}), needs=("volunteers",)),
        Move("ask", (C.UNTAKEN,), C.UNTAKEN, frozenset({STAFF_OF_AREA}), needs=("volunteers",)),
        Move("take", (C.CALLING,), C.CALLING, frozenset({VOLUNTEER})),
        Move("take", (C.UNTAKEN,), C.UNTAKEN, frozenset({VOLUNTEER})),
        Move("settle", WANTING, C.SETTLED, CALLERS),
        Move("reopen", (C.SETTLED,), C.CALLING, frozenset({VOLUNTEER})),
        Move("finish", (C.SETTLED,), C.DONE, BOTH | {CLOCK}),
        Move("finish", WANTING, C.DONE, frozenset({CLOCK})),
        Move("lapse", LIVE, C.LAPSED, frozenset({CLOCK})),
        Move("cancel", LIVE, C.CANCELLED, CALLERS | {ELDER_CARE}, needs=("reason",), guard=not_given),
    ),
)

HELP_ANSWER = Machine(
    name="help_answer",
    states=tuple(A),
    initial=A.TENTATIVE,
    terminal=frozenset({A.DONE, A.DECLINED, A.WITHDRAWN, A.LAPSED, A.CANCELLED}),
    moves=(
        Move("confirm", (A.TENTATIVE,), A.CONFIRMED, CALLERS),
        Move("decline", (A.TENTATIVE,), A.DECLINED, CALLERS, needs=("reason",)),
        Move("withdraw", (A.TENTATIVE, A.CONFIRMED), A.WITHDRAWN, frozenset({VOLUNTEER})),
        Move("say_done", (A.CONFIRMED,), A.HALF_DONE, BOTH, needs=("minutes",), guard=begun),
        Move("restate", (A.HALF_DONE,), A.HALF_DONE, BOTH, needs=("minutes",), guard=begun),
        Move("agree", (A.HALF_DONE,), A.DONE, BOTH, needs=("minutes",), guard=begun),
        Move("lapse", (A.TENTATIVE, A.CONFIRMED, A.HALF_DONE), A.LAPSED, frozenset({CLOCK})),
        Move("cancel", (A.TENTATIVE, A.CONFIRMED), A.CANCELLED, CALLERS | {ELDER_CARE}),
    ),
)


def said_done(own: int | None, other: int | None, minutes: int) -> str | None:
    """What it is when one side says `minutes`: None when it said so before. Nothing is done on the word of one side."""
    if own == minutes:
        return None
    if other is None:
        return "say_done" if own is None else "restate"
    if other != minutes:
        raise MINUTES_DIFFER("/minutes", other=other)
    return "agree"


def places_left(helpers: int, states: Iterable[HelpAnswerState]) -> int:
    return max(helpers - sum(state in HOLDING for state in states), 0)


def due_at(
    state: HelpCallState, widens_at: datetime | None, ends_at: datetime, helpers: int, states: list[HelpAnswerState]
) -> datetime | None:
    """When the clock has something to do: ask more while a place is left, or end it. None once it has ended."""
    if state not in LIVE:
        return None
    if state is C.CALLING and widens_at is not None and widens_at < ends_at and places_left(helpers, states):
        return widens_at
    return lapses_at(ends_at, states)


def lapses_at(ends_at: datetime, states: Iterable[HelpAnswerState]) -> datetime:
    """With its time, or where somebody is confirmed once they can no longer say that it is done."""
    return ends_at + timedelta(days=SAY_DAYS) if any(state in PROMISED for state in states) else ends_at


def feedback_open(given: Iterable[bool], done_at: datetime, now: datetime) -> bool:
    """Whether each side may see what the other said."""
    return all(given) or now >= feedback_until(done_at)


def feedback_until(done_at: datetime) -> datetime:
    return done_at + timedelta(days=FEEDBACK_DAYS)


def holds_help(starts_at: datetime, ends_at: datetime, minutes: int, now: datetime) -> bool:
    """Whether of the time between the two moments enough is still to come."""
    return ends_at - max(starts_at, now) >= timedelta(minutes=minutes)


def refuse_help_time(starts_at: datetime, ends_at: datetime, minutes: int, now: datetime) -> None:
    if (
        not holds_help(starts_at, ends_at, minutes, now)
        or ends_at - starts_at > timedelta(days=LONGEST_DAYS)
        or starts_at > now + timedelta(days=AHEAD_DAYS)
    ):
        raise BAD_HELP_TIME("/ends_at", ahead=AHEAD_DAYS, days=LONGEST_DAYS)


def refuse_narrowing(before: Sight, after: Sight) -> None:
    if _WIDTHS.index(after) < _WIDTHS.index(before):
        raise SIGHTS_NARROW("/after")


def is_told(state: HelpCallState, capacity: str, answer: HelpAnswerState | None) -> bool:
    """Whether somebody may read what a call says: once it is settled or over, only those who have a part in it."""
    return capacity in CALLERS or state in WANTING or answer in HOLDING


def sight_of(before: Sight, after: Sight, state: HelpCallState, capacity: str, answer: HelpAnswerState | None) -> Sight:
    """What somebody may see of the place: nothing closer than its community once they need it no more."""
    if capacity in CALLERS:
        return Sight.FULL
    if answer in PROMISED:
        return after
    return before if state in WANTING else Sight.AREA


def blurred(point: Point) -> Point:
    return Point(longitude=_middle(point.longitude, 180), latitude=_middle(point.latitude, 90))


def _middle(degrees: float, most: int) -> float:
    """The last field ends where the earth does."""
    return round((min(degrees // BLUR, most / BLUR - 1) + 0.5) * BLUR, 6)
