"""Which way a matter goes, and who may move it."""

from shared.contracts.actor import STAFF, Actor
from shared.contracts.tickets.matters import TicketState
from shared.kernel.machine import Machine, Move

REPORTER = "reporter"
HANDLER = "handler"

FLOW = Machine(
    name="ticket",
    states=tuple(TicketState),
    initial=TicketState.OPEN,
    terminal=frozenset({TicketState.RATED}),
    moves=(
        Move("accept", (TicketState.OPEN,), TicketState.ACCEPTED, frozenset({HANDLER})),
        Move("finish", (TicketState.ACCEPTED,), TicketState.DONE, frozenset({HANDLER}), needs=("note",)),
        Move("rate", (TicketState.DONE,), TicketState.RATED, frozenset({REPORTER}), needs=("stars",)),
    ),
)


def capacities(actor: Actor, reporter: str, area: str) -> frozenset[str]:
    """In what capacity the actor stands to a matter: as its reporter, as staff of its area, as both or neither."""
    held = set()
    if actor.account == reporter:
        held.add(REPORTER)
    if actor.has(*STAFF) and actor.covers(area):
        held.add(HANDLER)
    return frozenset(held)
