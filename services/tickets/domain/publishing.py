"""Whether everybody finds a text, and who may change that."""

from collections.abc import Sequence

from shared.contracts.actor import OFFICE, Actor
from shared.contracts.tickets.publishing import PublicationState
from shared.kernel.machine import Machine, Move

OFFICE_OF_AREA = "office"

PUBLICATION = Machine(
    name="publication",
    states=tuple(PublicationState),
    initial=PublicationState.PUBLISHED,
    terminal=frozenset(),
    moves=(
        Move("revise", (PublicationState.PUBLISHED,), PublicationState.PUBLISHED, frozenset({OFFICE_OF_AREA})),
        Move("withdraw", (PublicationState.PUBLISHED,), PublicationState.WITHDRAWN, frozenset({OFFICE_OF_AREA})),
        Move("republish", (PublicationState.WITHDRAWN,), PublicationState.PUBLISHED, frozenset({OFFICE_OF_AREA})),
    ),
)


def standing(actor: Actor, area: str) -> frozenset[str]:
    return frozenset({OFFICE_OF_AREA}) if actor.has(*OFFICE) and actor.covers(area) else frozenset()


def lying_above(area: str) -> Sequence[str]:
    """The area itself and those that it lies in."""
    parts = area.split(".")
    return [".".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
