"""Taking people into households and out of them: shared by staff entry, admission and change requests."""

from datetime import date
from typing import Any

from services.residents.domain.households import refuse_future, refuse_second_head, refuse_second_home, successor
from shared.contracts.residents.households import (
    DWELLING_TAKEN,
    HOUSEHOLD_CLOSED,
    NO_HOUSEHOLD,
    NOT_A_MEMBER,
    DwellingAddress,
    Leaving,
    Relation,
)
from shared.contracts.residents.people import NOT_A_GRID, NOT_LIVING_HERE, PersonMoved, PersonState


def refuse_unsettled(store: Any, dwelling: DwellingAddress | None, relation: Relation | None) -> None:
    """A household begins with its head: whoever else comes first is refused."""
    if (
        dwelling is not None
        and relation != Relation.HEAD
        and store.household_in(dwelling.building, dwelling.room) is None
    ):
        raise NO_HOUSEHOLD("/dwelling")


def settle(store: Any, person: Any, dwelling: DwellingAddress, relation: Relation, since: date) -> Any:
    """The person belongs to the household of that dwelling from now on; the head opens it where there is none."""
    household = store.household_in(dwelling.building, dwelling.room)
    if household is not None:
        join(store, person, household, relation, since)
        return household
    if relation != Relation.HEAD:
        raise NO_HOUSEHOLD("/dwelling")
    refuse_second_home(store.stays_of(person.id), since)
    household = store.open_household(dwelling.building, dwelling.room, person.area, since)
    store.save(household)
    store.add_member(household.id, person.id, relation, since)
    store.announce_household(household)
    return household


def join(store: Any, person: Any, household: Any, relation: Relation, since: date) -> None:
    """Into a household that lives; its grid is the person's from now on."""
    if not household.current:
        raise HOUSEHOLD_CLOSED()
    if person.state != PersonState.LIVING_HERE:
        raise NOT_LIVING_HERE("/person_id")
    refuse_future(since, store.today, "/since")
    refuse_second_head(relation)
    refuse_second_home(store.stays_of(person.id), since)
    store.add_member(household.id, person.id, relation, since)
    relocate(store, person, household.area)
    store.save(household)
    store.announce_household(household)


def leave(store: Any, household: Any, person: str, on: date, why: Leaving, new_head: str | None) -> None:
    """Ends the stay. A head who leaves others behind hands over; the last one closes the household."""
    refuse_future(on, store.today, "/on")
    rows = {row.person: row for row in store.members_of(household.id)}
    heir = successor(store.stays_in(household.id), person, new_head, on)
    store.end_stay(rows[person], on, why)
    if heir is not None:
        rows[heir].relation = Relation.HEAD
        store.save(rows[heir])
    if len(rows) == 1:
        store.close_household(household, on)
    store.save(household)
    store.announce_household(household)


def hand_over(store: Any, household: Any, person: str, former_head_is: Relation) -> None:
    """Another member is the head from now on."""
    rows = {row.person: row for row in store.members_of(household.id)}
    if person not in rows:
        raise NOT_A_MEMBER("/person_id")
    for row in rows.values():
        was_head = row.relation == Relation.HEAD
        if was_head != (row.person == person):
            row.relation = former_head_is if was_head else Relation.HEAD
            store.save(row)
    store.save(household)
    store.announce_household(household)


def rehouse(store: Any, household: Any, dwelling: Any, area: str) -> None:
    """The household lives in another dwelling, and its members in that dwelling's grid, from now on."""
    if not store.is_grid(area):
        raise NOT_A_GRID("/area", area=area)
    if store.household_in(dwelling.building, dwelling.room) is not None:
        raise DWELLING_TAKEN("/dwelling")
    store.rehouse(household, dwelling.building, dwelling.room, area)
    for stay in store.members_of(household.id):
        relocate(store, store.get_person(stay.person), area)
    store.announce_household(household)


def relocate(store: Any, person: Any, area: str) -> None:
    """The person's grid is another from now on; nothing happens when it is the same."""
    before = person.area
    if before == area:
        return
    person.area = area
    store.save(person)
    announce_move(store, person, before)


def announce_move(store: Any, person: Any, before: str) -> None:
    here = person.state == PersonState.LIVING_HERE
    news = PersonMoved(
        person=person.id,
        account=person.account,
        from_area=before,
        area=person.area if here else None,
        state=person.state,
    )
    store.announce(news, subject=person.id, version=person.version, area=person.area)
