"""Which bin: keep and find."""

from collections.abc import Callable
from typing import Any

from services.tickets.domain.first_waste import FIRST_WASTE
from services.tickets.domain.ranking import ANSWERS
from services.tickets.usecases.searching import page_of
from shared.contracts.actor import Actor
from shared.contracts.tickets.searching import SearchLoaded, Sought
from shared.contracts.tickets.waste import FindBin, FoundBins, LoadWaste, PutWaste, WasteView


def put_waste(store: Any, _actor: Actor, command: PutWaste) -> WasteView:
    known = store.find_waste([command.code]).get(command.code)
    if known:
        store.refuse_stale(known.version)
    thing = store.keep_waste(known, command.code, command)
    store.put_waste_entries([thing])
    return store.waste_view(thing)


def load_waste(store: Any, _actor: Actor, command: LoadWaste) -> SearchLoaded:
    known = store.find_waste(thing.code for thing in command.things)
    for thing in command.things:
        known[thing.code] = store.keep_waste(known.get(thing.code), thing.code, thing)
    store.put_waste_entries(list(known.values()))
    return SearchLoaded(loaded=len(command.things))


def seed_waste(store: Any, _actor: Actor) -> None:
    """Adds what of the first list is not there; what the office has changed stays as it is."""
    known = store.find_waste(thing.code for thing in FIRST_WASTE)
    fresh = [thing for thing in FIRST_WASTE if thing.code not in known]
    if fresh:
        store.add_waste(fresh)


def find_bin(store: Any, _actor: Actor, command: FindBin, in_vain: Callable[[Sought], None]) -> FoundBins:
    """`in_vain` is told when the thing is not known."""
    _, ranked = store.search_entries(Sought.WASTE, command.q)
    known = any(each.covered >= ANSWERS for each in ranked)
    if not known and command.cursor is None:
        in_vain(Sought.WASTE)
    hits, more = page_of(ranked, command.cursor, command.limit)
    things = store.find_waste(each.key for each in hits)
    shown = [store.waste_view(things[each.key]) for each in hits if each.key in things]
    return FoundBins(items=shown, next=more, known=known)
