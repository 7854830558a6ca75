"""Which way a visit of help goes, who may move it, and what both sides have to say before hours are earned."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.contracts.ledger import ABOVE_HOLD, Unit
from shared.contracts.volunteers.help_visits import (
    ABOVE_WITNESS,
    BAD_VISIT_START,
    MINUTES_DIFFER,
    NO_WITNESS,
    NOT_BEGUN,
    SKILL_NOT_CONFIRMED,
    VISIT_BEGUN,
    VISIT_LAPSED,
    HelpVisitKind,
    HelpVisitState,
)
from shared.contracts.volunteers.people import NO_SUCH_SKILL, Skill
from shared.kernel.machine import Machine, Move

VOLUNTEER = "volunteer"
BENEFICIARY = "beneficiary"
STAFF_OF_AREA = "staff"
WITNESS = "witness"
CLOCK = "clock"

BACK_DAYS = 7
AHEAD_DAYS = 90
CONFIRM_DAYS = 14
"""How long after its start both sides can confirm a visit."""

DECIDE_DAYS = 30
"""How long after that a dispute can be decided, before the held minutes go back."""

TRUSTED = frozenset({HelpVisitKind.BATHING, HelpVisitKind.MEDICAL})
"""Kinds of help for which a supporter must have confirmed the skill."""


@dataclass(frozen=True)
class VisitFacts:
    """What the guards of the moves look at. `by_beneficiary`: the one who moves stands on that side alone.

    `seen`: the minutes that the witness told of; None before there was a word.
    """

    now: datetime
    starts_at: datetime
    by_beneficiary: bool = False
    granted: int = 0
    seen: int | None = None


def confirm_until(starts_at: datetime) -> datetime:
    return starts_at + timedelta(days=CONFIRM_DAYS)


def held_until(starts_at: datetime) -> datetime:
    return confirm_until(starts_at) + timedelta(days=DECIDE_DAYS)


def in_time(facts: VisitFacts) -> None:
    if facts.now >= confirm_until(facts.starts_at):
        raise VISIT_LAPSED()


def begun(facts: VisitFacts) -> None:
    if facts.now < facts.starts_at:
        raise NOT_BEGUN()
    in_time(facts)


def not_to_escape(facts: VisitFacts) -> None:
    """Who was helped cannot cancel afterwards what the help was worth."""
    if facts.by_beneficiary and facts.now >= facts.starts_at:
        raise VISIT_BEGUN()


def witnessed(facts: VisitFacts) -> None:
    if facts.granted and facts.seen is None:
        raise NO_WITNESS("/minutes")
    if facts.seen is not None and facts.granted > facts.seen:
        raise ABOVE_WITNESS("/minutes", seen=facts.seen)


S = HelpVisitState
UNDECIDED = (S.BOOKED, S.HALF_CONFIRMED)
OPEN = (*UNDECIDED, S.DISPUTED)
SIDES = frozenset({VOLUNTEER, BENEFICIARY})
BY_ALL = SIDES | {STAFF_OF_AREA}
BY_STAFF = frozenset({STAFF_OF_AREA})

HELP_VISIT = Machine(
    name="help_visit",
    states=tuple(HelpVisitState),
    initial=S.BOOKED,
    terminal=frozenset({S.CANCELLED, S.REFUSED, S.EXPIRED, S.REVERSED}),
    moves=(
        Move("confirm", (S.BOOKED,), S.HALF_CONFIRMED, BY_ALL, needs=("minutes",), guard=begun),
        Move("restate", (S.HALF_CONFIRMED,), S.HALF_CONFIRMED, BY_ALL, needs=("minutes",), guard=begun),
        Move("complete", (S.HALF_CONFIRMED,), S.DONE, BY_ALL, needs=("minutes",), guard=begun),
        Move("cancel", (S.BOOKED,), S.CANCELLED, BY_ALL, guard=not_to_escape),
        Move("dispute", UNDECIDED, S.DISPUTED, SIDES, needs=("reason",), guard=in_time),
        Move("testify", (S.DISPUTED,), S.DISPUTED, BY_STAFF | {WITNESS}, needs=("minutes", "word")),
        Move("uphold", (S.DISPUTED,), S.DONE, BY_STAFF, needs=("minutes", "grounds"), guard=witnessed),
        Move("refuse", (S.DISPUTED,), S.REFUSED, BY_STAFF, needs=("grounds",)),
        Move("reverse", (S.DONE,), S.REVERSED, BY_STAFF, needs=("grounds",)),
        Move("expire", OPEN, S.EXPIRED, frozenset({CLOCK})),
    ),
)


@dataclass(frozen=True)
class Said:
    """The minutes that each side has confirmed."""

    volunteer: int | None = None
    beneficiary: int | None = None

    def of(self, side: str) -> int | None:
        return self.volunteer if side == VOLUNTEER else self.beneficiary

    def with_word(self, side: str, minutes: int) -> "Said":
        return replace(self, **{side: minutes})


def confirmation(said: Said, side: str, minutes: int, held: int) -> tuple[Said, str | None]:
    """What is said after `side` confirms `minutes`, and the action that this is; None when it was said before.

    Never earns more than is held, and never anything on the word of one side.
    """
    other = said.of(BENEFICIARY if side == VOLUNTEER else VOLUNTEER)
    if said.of(side) == minutes:
        return said, None
    if minutes > held:
        raise ABOVE_HOLD("/minutes", held=held, unit=Unit.MINUTE)
    if said.of(side) is not None and other is not None:
        return said, "complete"
    if other is not None and other != minutes:
        raise MINUTES_DIFFER("/minutes", other=other)
    after = said.with_word(side, minutes)
    if other is not None:
        return after, "complete"
    return after, "confirm" if said.of(side) is None else "restate"


def refuse_start(starts_at: datetime, now: datetime) -> None:
    if not now - timedelta(days=BACK_DAYS) <= starts_at <= now + timedelta(days=AHEAD_DAYS):
        raise BAD_VISIT_START("/starts_at", back=BACK_DAYS, ahead=AHEAD_DAYS)


def refuse_unskilled(kind: HelpVisitKind, offered: Collection[Skill], confirmed: Collection[Skill]) -> None:
    """Whoever helps offers that kind of help; what touches the body, a supporter has confirmed."""
    skill = Skill(kind.value)
    if skill not in offered:
        raise NO_SUCH_SKILL("/kind", skill=skill)
    if kind in TRUSTED and skill not in confirmed:
        raise SKILL_NOT_CONFIRMED("/kind", skill=skill)
