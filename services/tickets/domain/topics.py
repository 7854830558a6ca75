"""The phases of a topic, the rights that each gives, and in what capacity somebody stands to it."""

from collections.abc import Iterable

from services.tickets.domain.hosting import HOST, hosts
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.topics import (
    OUT_OF_PHASE,
    RESOLUTIONS_IN_HAND,
    TOO_FEW_SECONDS,
    Standpoint,
    TopicPhase,
    TopicRight,
)
from shared.kernel.machine import Machine, Move

PROPOSER = "proposer"
EXPERT = "expert"
RESIDENT = "resident"
MOST_EXPERTS = 20


def _supported(facts: tuple[int, int]) -> None:
    seconds, needed = facts
    if seconds < needed:
        raise TOO_FEW_SECONDS(seconds=seconds, needed=needed)


def _nothing_in_hand(count: int) -> None:
    if count:
        raise RESOLUTIONS_IN_HAND(count=count)


TOPIC = Machine(
    name="topic",
    states=tuple(TopicPhase),
    initial=TopicPhase.PROPOSED,
    terminal=frozenset({TopicPhase.RATED, TopicPhase.DROPPED}),
    moves=(
        Move("agree", (TopicPhase.PROPOSED,), TopicPhase.AGREED, frozenset({HOST}), guard=_supported),
        Move("debate", (TopicPhase.AGREED,), TopicPhase.DEBATED, frozenset({HOST})),
        Move("decide", (TopicPhase.DEBATED,), TopicPhase.DECIDED, frozenset({HOST}), needs=("outcome",)),
        Move("carry_out", (TopicPhase.DECIDED,), TopicPhase.CARRIED_OUT, frozenset({HOST}), guard=_nothing_in_hand),
        Move("rate", (TopicPhase.CARRIED_OUT,), TopicPhase.RATED, frozenset({PROPOSER}), needs=("stars",)),
        Move(
            "drop", (TopicPhase.PROPOSED, TopicPhase.AGREED, TopicPhase.DEBATED), TopicPhase.DROPPED,
            frozenset({HOST, PROPOSER}), needs=("reason",),
        ),
    ),
)  # fmt: skip

RIGHTS: dict[TopicPhase, frozenset[TopicRight]] = {
    TopicPhase.PROPOSED: frozenset({TopicRight.SECOND}),
    TopicPhase.AGREED: frozenset({TopicRight.INVITE, TopicRight.SPEAK}),
    TopicPhase.DEBATED: frozenset({TopicRight.INVITE, TopicRight.SPEAK, TopicRight.VOTE, TopicRight.RESOLVE}),
    TopicPhase.DECIDED: frozenset({TopicRight.RESOLVE}),
    TopicPhase.CARRIED_OUT: frozenset({TopicRight.RATE, TopicRight.PICK}),
    TopicPhase.RATED: frozenset({TopicRight.PICK}),
    TopicPhase.DROPPED: frozenset(),
}
"""What a phase allows unless the host has said otherwise for the topic."""


def capacities(actor: Actor, area: str, proposer: str, experts: Iterable[str | None] = ()) -> frozenset[str]:
    """In what capacity the actor stands to a topic of this area."""
    held = set()
    if hosts(actor, area):
        held.add(HOST)
    if actor.account == proposer:
        held.add(PROPOSER)
    if actor.account in experts:
        held.add(EXPERT)
    if actor.has(Role.RESIDENT):
        held.add(RESIDENT)
    return frozenset(held)


def standpoint(held: frozenset[str]) -> Standpoint | None:
    """The one in which somebody speaks who has several: an expert as expert; None for a stranger."""
    ranked = (
        (EXPERT, Standpoint.EXPERT), (HOST, Standpoint.HOST), (PROPOSER, Standpoint.PROPOSER),
        (RESIDENT, Standpoint.RESIDENT),
    )  # fmt: skip
    return next((point for capacity, point in ranked if capacity in held), None)


def refuse_out_of_phase(phase: str, rights: Iterable[str], wanted: TopicRight) -> None:
    if wanted not in rights:
        raise OUT_OF_PHASE(phase=phase, right=wanted.value)
