"""Taking households over from a register: checked as if entered by hand, written in bulk."""

from typing import Any

from services.residents.domain.papers import birth_date_in, sex_in
from shared.contracts.actor import Actor
from shared.contracts.residents.households import (
    HEADLESS,
    NAMED_TWICE,
    HouseholdsLoaded,
    LoadedHousehold,
    LoadedResident,
    LoadedView,
    LoadHouseholds,
    Relation,
)
from shared.contracts.residents.people import KNOWN_ALREADY, NOT_A_GRID, UNLIKE_PAPER
from shared.kernel.errors import Refusal


def load_households(store: Any, _actor: Actor, command: LoadHouseholds) -> LoadedView:
    unknown = store.unknown_grids(home.grid for home in command.households)
    if unknown:
        raise NOT_A_GRID("/households", area=min(unknown))
    used = store.dwellings_used(command.households)
    fresh: list[tuple[int, LoadedHousehold]] = []
    for place, home in enumerate(command.households):
        before, lives = used[home.building, home.dwelling]
        if lives:
            continue
        used[home.building, home.dwelling] = (before, True)
        refuse_impossible(place, home)
        fresh.append((place, home))
    cards = [[store.fingerprint_card(who.identity_number) for who in home.members] for _, home in fresh]
    if fresh:
        refuse_known(store, fresh, cards)
        befores = (used[home.building, home.dwelling][0] for _, home in fresh)
        homes = [(home, before, marks) for (_, home), before, marks in zip(fresh, befores, cards, strict=True)]
        loaded = store.insert_households(homes)
        store.touch_figures(*{home.area for home in loaded})
        store.announce(HouseholdsLoaded(households=loaded), subject=loaded[0].household, version=1, area=None)
    return LoadedView(households=len(fresh), people=sum(map(len, cards)), known=len(command.households) - len(fresh))


def refuse_impossible(place: int, home: LoadedHousehold) -> None:
    heads = [who.role == Relation.HEAD for who in home.members]
    if not heads[0] or sum(heads) != 1:
        raise HEADLESS(f"/households/{place}/members")
    for number, who in enumerate(home.members):
        try:
            refuse_unlike(who)
        except Refusal as refusal:
            raise refusal.reason(f"/households/{place}/members/{number}{refusal.pointer}", **refusal.facts) from refusal


def refuse_unlike(who: LoadedResident) -> None:
    try:
        born = birth_date_in(who.identity_number)
    except Refusal as refusal:
        raise refusal.reason("/identity_number", **refusal.facts) from refusal
    if born != who.birth_date:
        raise UNLIKE_PAPER("/birth_date")
    if sex_in(who.identity_number) != who.sex:
        raise UNLIKE_PAPER("/sex")


def refuse_known(store: Any, fresh: list[tuple[int, LoadedHousehold]], cards: list[list[str]]) -> None:
    """Each card once in the batch, and none that is registered: nobody is overwritten by a register."""
    where = {}
    for (place, _), marks in zip(fresh, cards, strict=True):
        for number, mark in enumerate(marks):
            pointer = f"/households/{place}/members/{number}/identity_number"
            if mark in where:
                raise NAMED_TWICE(pointer)
            where[mark] = pointer
    known = store.known_cards(where)
    if known:
        raise KNOWN_ALREADY(min(where[mark] for mark in known))
