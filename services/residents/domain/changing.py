"""Change requests: who agrees in which order, and which way a request goes."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.actor import Actor, Role
from shared.contracts.residents.changes import NOT_YOUR_TURN, ChangeKind, ChangeState
from shared.kernel.machine import Machine, Move

HERE, THERE = "here", "there"
ORDER: dict[ChangeKind, tuple[tuple[Role, str], ...]] = {
    ChangeKind.IDENTITY: ((Role.GRID_WORKER, HERE), (Role.COMMUNITY_STAFF, HERE)),
    ChangeKind.HOUSEHOLD: ((Role.GRID_WORKER, HERE), (Role.GRID_WORKER, THERE)),
    ChangeKind.GRID: ((Role.GRID_WORKER, HERE), (Role.GRID_WORKER, THERE)),
}
"""Who agrees, one after the other: `here` is the grid that the person lives in, `there` the one they go to."""

APPLICANT = "applicant"
VALIDATOR = "validator"
LAST_VALIDATOR = "last_validator"

CHANGE = Machine(
    name="change",
    states=tuple(ChangeState),
    initial=ChangeState.PENDING,
    terminal=frozenset({ChangeState.APPLIED, ChangeState.REJECTED, ChangeState.WITHDRAWN}),
    moves=(
        Move("validate", (ChangeState.PENDING,), ChangeState.PENDING, frozenset({VALIDATOR})),
        Move("apply", (ChangeState.PENDING,), ChangeState.APPLIED, frozenset({LAST_VALIDATOR})),
        Move(
            "reject", (ChangeState.PENDING,), ChangeState.REJECTED, frozenset({VALIDATOR, LAST_VALIDATOR}), ("reason",)
        ),
        Move("withdraw", (ChangeState.PENDING,), ChangeState.WITHDRAWN, frozenset({APPLICANT})),
    ),
)


@dataclass(frozen=True)
class Turn:
    """One who has to agree; `done` once they have."""

    role: Role
    area: str
    done: bool = False


def turns(kind: ChangeKind, here: str, there: str) -> tuple[Turn, ...]:
    """Who agrees to a change that leads from one grid to another; within one grid nobody is asked twice."""
    places = {HERE: here, THERE: there}
    return tuple(dict.fromkeys(Turn(role, places[place]) for role, place in ORDER[kind]))


def next_turn(asked: Sequence[Turn]) -> int | None:
    """Whose turn it is: the first that has not agreed; None when all have."""
    return next((place for place, turn in enumerate(asked) if not turn.done), None)


def capacities(actor: Actor, account: str, applicant: str, asked: Sequence[Turn]) -> frozenset[str]:
    """As the applicant, or as the one whose turn it is; nobody agrees to what they asked for themselves."""
    if actor.account == account or actor.person == applicant:
        return frozenset({APPLICANT})
    place = next_turn(asked)
    if place is None or not actor.has(asked[place].role) or not actor.covers(asked[place].area):
        return frozenset()
    return frozenset({LAST_VALIDATOR if place == len(asked) - 1 else VALIDATOR})


def refuse_out_of_turn(actor: Actor, held: frozenset[str], state: str, asked: Sequence[Turn]) -> None:
    """Somebody who has a say, but at another turn, is told whose turn it is."""
    place = next_turn(asked)
    if state == ChangeState.PENDING and not held and place is not None and concerns(actor, asked):
        raise NOT_YOUR_TURN(role=asked[place].role, area=asked[place].area)


def agreeing(held: frozenset[str]) -> str:
    """The last one to agree has it applied."""
    return "apply" if LAST_VALIDATOR in held else "validate"


def concerns(actor: Actor, asked: Sequence[Turn]) -> bool:
    """Whether somebody has a say in it, now or at another turn."""
    return any(actor.has(turn.role) and actor.covers(turn.area) for turn in asked)
