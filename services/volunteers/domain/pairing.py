"""Which way a pair and its visits go, who may move them, and who is fit to be one."""

from collections.abc import Collection
from datetime import date

from services.volunteers.domain.masking import mask_name
from shared.contracts.volunteers.pair_visits import PairVisitState
from shared.contracts.volunteers.pairing import PairKind, PairState
from shared.contracts.volunteers.pairs import (
    INTERVAL_OR_RULE,
    TOO_MANY_PAIRS,
    TRAINING_MISSING,
    WRONG_WARD,
    PairPlan,
)
from shared.contracts.volunteers.wards import NOT_A_CHILD, VETTING_MISSING, VETTING_OVER, WardKind
from shared.kernel.machine import Machine, Move

VOLUNTEER = "volunteer"
ELDER = "elder"
GUARDIAN = "guardian"
STAFF_OF_AREA = "staff"
SUITE = "suite"
"""Moves by itself when consent, a check or a person is gone."""

MOST_ACTIVE = 3
"""Active pairs of one kind that a volunteer may have where no area says otherwise."""
ADULT = 18
WARD_OF = {
    PairKind.CARER_CHILD: WardKind.CHILD,
    PairKind.ELDER_CHILD: WardKind.CHILD,
    PairKind.VOLUNTEER_ELDER: WardKind.ELDER,
}

S = PairState
OPEN = (S.PROPOSED, S.AGREED, S.ACTIVE, S.PAUSED)
ASKED = frozenset({VOLUNTEER, GUARDIAN})
WARD_SIDE = frozenset({ELDER, GUARDIAN, STAFF_OF_AREA})
BY_ALL = WARD_SIDE | {VOLUNTEER}

PAIR = Machine(
    name="pair",
    states=tuple(PairState),
    initial=S.PROPOSED,
    terminal=frozenset({S.DECLINED, S.ENDED}),
    moves=(
        Move("agree", (S.PROPOSED,), S.AGREED, ASKED),
        Move("begin", (S.PROPOSED, S.AGREED), S.ACTIVE, ASKED),
        Move("decline", (S.PROPOSED, S.AGREED), S.DECLINED, BY_ALL),
        Move("pause", (S.ACTIVE,), S.PAUSED, BY_ALL | {SUITE}, needs=("reason",)),
        Move("resume", (S.PAUSED,), S.ACTIVE, frozenset({STAFF_OF_AREA})),
        Move("end", (S.ACTIVE, S.PAUSED), S.ENDED, BY_ALL, needs=("reason",)),
        Move("lapse", OPEN, S.ENDED, frozenset({SUITE})),
    ),
)

V = PairVisitState
PAIR_VISIT = Machine(
    name="pair_visit",
    states=tuple(PairVisitState),
    initial=V.TOLD,
    terminal=frozenset({V.CONFIRMED, V.DECLINED, V.FAILED}),
    moves=(
        Move("confirm", (V.TOLD,), V.CONFIRMED, WARD_SIDE),
        Move("decline", (V.TOLD,), V.DECLINED, WARD_SIDE),
        Move("fail", (V.TOLD,), V.FAILED, frozenset({VOLUNTEER})),
    ),
)


def is_for_child(kind: PairKind) -> bool:
    return WARD_OF[kind] is WardKind.CHILD


def child_shown(
    name: str, capacities: set[str], state: PairState, accepted: Collection[str], works_there: bool
) -> str | None:
    """What somebody sees of a child's name while the pair is open: a volunteer once the guardian has accepted them."""
    if state not in OPEN:
        return None
    if GUARDIAN in capacities or (VOLUNTEER in capacities and GUARDIAN in accepted):
        return name
    if STAFF_OF_AREA in capacities:
        return name if works_there else mask_name(name)
    return None


def refuse_wrong_ward(kind: PairKind, ward: WardKind) -> None:
    if WARD_OF[kind] is not ward:
        raise WRONG_WARD("/kind", kind=kind)


def refuse_adult(birth_year: int, today: date) -> None:
    if not 0 <= today.year - birth_year <= ADULT:
        raise NOT_A_CHILD("/birth_year")


def refuse_unvetted(kind: PairKind, until: date | None, today: date, pointer: str | None = None) -> None:
    """`until`: the last day of the volunteer's check; None without one."""
    if not is_for_child(kind):
        return
    if until is None:
        raise VETTING_MISSING(pointer)
    if until < today:
        raise VETTING_OVER(pointer, until=until)


def refuse_untrained(sessions: int, attended: int, pointer: str | None = None) -> None:
    if attended < sessions:
        raise TRAINING_MISSING(pointer)


def refuse_too_many(active: int, most: int, pointer: str | None = None) -> None:
    if active >= most:
        raise TOO_MANY_PAIRS(pointer, most=most)


def refuse_unclear(plan: PairPlan, pointer: str) -> None:
    if (plan.interval is None) is (plan.rule is None):
        raise INTERVAL_OR_RULE(pointer)


def acceptance(kind: PairKind, accepted: set[str], side: str) -> str:
    """What it is when a side accepts: it begins once all who are asked have, and is agreed before."""
    asked = ASKED if is_for_child(kind) else ASKED - {GUARDIAN}
    return "agree" if asked - accepted - {side} else "begin"
