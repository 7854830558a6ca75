"""Taking somebody into a household: shared by admission, staff entry and change requests."""

from datetime import date
from typing import Any

from shared.contracts.residents.households import (
    HEADLESS,
    IN_ANOTHER_HOUSEHOLD,
    NO_HOUSEHOLD,
    DwellingAddress,
    Relation,
)


def refuse_unsettled(store: Any, dwelling: DwellingAddress | None, relation: Relation | None) -> None:
    """A household begins with its head: whoever else comes first is refused."""
    if dwelling is not None and relation != Relation.HEAD and store.household_in(dwelling.building, dwelling.room) is None:
        raise NO_HOUSEHOLD("/dwelling")


def settle(store: Any, person: Any, dwelling: DwellingAddress, relation: Relation, since: date) -> Any:
    """The person belongs to the household of that dwelling from now on; the head opens it where there is none."""
    if store.stay_of(person.id) is not None:
        raise IN_ANOTHER_HOUSEHOLD("/dwelling")
    household = store.household_in(dwelling.building, dwelling.room)
    if household is None:
        if relation != Relation.HEAD:
            raise NO_HOUSEHOLD("/dwelling")
        household = store.open_household(dwelling.building, dwelling.room, person.area, since)
    elif relation == Relation.HEAD:
        raise HEADLESS("/relation")
    store.save(household)
    store.add_member(household.id, person.id, relation, since)
    store.announce_household(household)
    return household
