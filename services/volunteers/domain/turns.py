"""Rotas: places that nobody has taken, and what rows of turns are refused for."""

from collections.abc import Iterable

from shared.contracts.volunteers.shifts import EntryState

ON_TURN = frozenset({EntryState.SIGNED_UP, EntryState.PRESENT, EntryState.SERVED, EntryState.UNFINISHED})


def places_missing(places: Iterable[tuple[str | None, int]], on_turn: Iterable[str | None]) -> int:
    """`places`: how many per skill; `on_turn`: the skill for which each one has a place. A surplus for one fills no other."""
    taken = list(on_turn)
    return sum(max(many - taken.count(skill), 0) for skill, many in places)
