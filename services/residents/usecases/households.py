"""Households: enter, show, move in, out and within, hand over."""

from typing import Any

from services.residents.domain.households import Stay, refuse_future, refuse_headless, refuse_second_home
from services.residents.domain.viewing import may_open
from services.residents.usecases.settling import announce_move, hand_over, join, leave, rehouse, relocate
from shared.contracts.actor import Actor
from shared.contracts.residents.households import (
    DWELLING_TAKEN,
    HEADLESS,
    HOUSEHOLD_CLOSED,
    NOT_A_MEMBER,
    ChangeHead,
    CloseFile,
    Departure,
    GetHousehold,
    GetMyHousehold,
    HouseholdPage,
    HouseholdView,
    Leaving,
    ListHouseholds,
    MoveHousehold,
    MoveIn,
    MoveOut,
    MovePerson,
    RegisterHousehold,
    Relation,
)
from shared.contracts.residents.people import NOT_A_GRID, NOT_ADMITTED, NOT_LIVING_HERE, PersonState, PersonView
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor


def register_household(store: Any, actor: Actor, command: RegisterHousehold) -> HouseholdView:
    refuse_grid(store, actor, command.area)
    refuse_headless([Stay(entry.person, entry.relation, entry.since) for entry in command.members])
    if store.household_in(command.dwelling.building, command.dwelling.room) is not None:
        raise DWELLING_TAKEN("/dwelling")
    opened = min(entry.since for entry in command.members)
    household = store.open_household(command.dwelling.building, command.dwelling.room, command.area, opened)
    store.save(household)
    for entry in command.members:
        person = in_duty(store, actor, entry.person, "/members")
        if person.state != PersonState.LIVING_HERE:
            raise NOT_LIVING_HERE("/members")
        refuse_future(entry.since, store.today, "/members")
        refuse_second_home(store.stays_of(person.id), entry.since)
        store.add_member(household.id, person.id, entry.relation, entry.since)
        relocate(store, person, command.area)
    store.announce_household(household)
    return store.household_view(household, actor)


def get_household(store: Any, actor: Actor, command: GetHousehold) -> HouseholdView:
    household = store.get_household(command.household_id)
    stay = store.stay_of(actor.person) if actor.person else None
    if not may_open(actor, household.area) and (stay is None or stay.household != household.id):
        raise NOT_FOUND("/household_id", what="household")
    return store.household_view(household, actor)


def get_my_household(store: Any, actor: Actor, _command: GetMyHousehold) -> HouseholdView:
    me = store.find_account_holder(actor.account)
    if me is None:
        raise NOT_ADMITTED()
    stay = store.stay_of(me.id)
    if stay is None:
        raise NOT_FOUND(what="household")
    return store.household_view(store.get_household(stay.household), actor, me.id)


def list_households(store: Any, actor: Actor, command: ListHouseholds) -> HouseholdPage:
    if command.area is not None and not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    after = decode_cursor(command.cursor, str)[0] if command.cursor else None
    areas = (command.area,) if command.area else actor.areas
    found = store.find_households(areas, command.building, after, command.limit + 1)
    return HouseholdPage(
        items=store.household_briefs(found[: command.limit]),
        next=encode_cursor(found[command.limit - 1].id) if len(found) > command.limit else None,
    )


def move_in(store: Any, actor: Actor, command: MoveIn) -> HouseholdView:
    household = mine(store, actor, command.household_id)
    person = store.get_person(command.person_id)
    join(store, person, household, command.relation, command.since)
    return store.household_view(household, actor)


def move_out(store: Any, actor: Actor, command: MoveOut) -> HouseholdView:
    household = mine(store, actor, command.household_id)
    leave(store, household, command.person_id, command.on, Leaving.MOVED_OUT, command.new_head)
    return store.household_view(household, actor)


def move_person(store: Any, actor: Actor, command: MovePerson) -> HouseholdView:
    """Whoever works where the person comes from may send them; the other side sees it in its household's history."""
    person = in_duty(store, actor, command.person_id)
    stay = store.stay_of(person.id)
    if stay is None:
        raise NOT_A_MEMBER("/person_id")
    store.get_household(command.to_household, "/to_household")
    leave(store, store.get_household(stay.household), person.id, command.on, Leaving.MOVED_WITHIN, command.new_head)
    target = store.get_household(command.to_household, "/to_household")  # read again: it may be the one just left
    join(store, person, target, command.relation, command.on)
    return store.household_view(target, actor)


def change_head(store: Any, actor: Actor, command: ChangeHead) -> HouseholdView:
    household = mine(store, actor, command.household_id)
    if command.former_head_is == Relation.HEAD:
        raise HEADLESS("/former_head_is")
    hand_over(store, household, command.person_id, command.former_head_is)
    return store.household_view(household, actor)


def move_household(store: Any, actor: Actor, command: MoveHousehold) -> HouseholdView:
    household = mine(store, actor, command.household_id)
    rehouse(store, household, command.dwelling, command.area)
    return store.household_view(household, actor)


def close_file(store: Any, actor: Actor, command: CloseFile) -> PersonView:
    person = in_duty(store, actor, command.person_id)
    store.refuse_stale(person.version)
    if person.state != PersonState.LIVING_HERE:
        raise NOT_LIVING_HERE("/person_id")
    refuse_future(command.on, store.today, "/on")
    stay = store.stay_of(person.id)
    if stay is not None:
        household = store.get_household(stay.household)
        leave(store, household, person.id, command.on, Leaving(command.why), command.new_head)
    person.state = PersonState.DECEASED if command.why == Departure.DECEASED else PersonState.MOVED_AWAY
    store.save(person)
    announce_move(store, person, person.area)
    return store.person_view(person, actor)


def mine(store: Any, actor: Actor, household_id: str) -> Any:
    """The household, for those in whose area of duty it lies; for others there is none."""
    household = store.get_household(household_id)
    if not actor.covers(household.area):
        raise NOT_FOUND("/household_id", what="household")
    store.refuse_stale(household.version)
    if not household.current:
        raise HOUSEHOLD_CLOSED("/household_id")
    return household


def in_duty(store: Any, actor: Actor, person_id: str, pointer: str = "/person_id") -> Any:
    """The person, for those in whose area of duty they live; for others there is none."""
    person = store.get_person(person_id, pointer)
    if not actor.covers(person.area):
        raise NOT_FOUND(pointer, what="person")
    return person


def refuse_grid(store: Any, actor: Actor, area: str) -> None:
    if not actor.covers(area):
        raise OUTSIDE_AREA("/area")
    if not store.is_grid(area):
        raise NOT_A_GRID("/area", area=area)
