"""What a change request does to the registry once all have agreed, and what it would find there."""

from typing import Any

from services.residents.domain.papers import checked
from services.residents.usecases.settling import hand_over, join, leave, rehouse, relocate
from shared.contracts.residents.changes import (
    MISSING_IN_CHANGE,
    ChangeKind,
    GridChange,
    HouseholdChange,
    HouseholdStep,
    IdentityChange,
)
from shared.contracts.residents.households import HOUSEHOLD_CLOSED, NOT_A_MEMBER, Leaving, Relation
from shared.contracts.residents.people import KNOWN_ALREADY, NOT_A_GRID, PersonFields


def registry_of(store: Any, person: Any, kind: ChangeKind) -> dict[str, Any]:
    """What the registry says now, in the words of the change."""
    if kind == ChangeKind.IDENTITY:
        return {
            "name": person.name, "sex": person.sex, "birth_date": person.birth_date.isoformat(),
            "phone": store.phone_of(person), "paper.kind": person.paper_kind, "paper.number": store.paper_of(person),
        }  # fmt: skip
    if kind == ChangeKind.GRID:
        stay = store.stay_of(person.id)
        home = store.get_household(stay.household) if stay else None
        dwelling = {"dwelling.building": home.building, "dwelling.room": home.room} if home else {}
        return {"area": person.area, **dwelling}
    stay = store.stay_of(person.id)
    return {"household": stay.household, "relation": stay.relation} if stay else {}


def target_area(store: Any, person: Any, kind: ChangeKind, wanted: Any) -> str:
    """The grid that the change leads to."""
    if kind == ChangeKind.GRID:
        return wanted.area
    if kind == ChangeKind.HOUSEHOLD and wanted.household is not None:
        return store.get_household(wanted.household, "/household/household").area
    return person.area


def refuse_hopeless(store: Any, person: Any, kind: ChangeKind, wanted: Any) -> None:
    """What could not be applied as things are is refused when it is asked for, so that nobody looks at it in vain."""
    if kind == ChangeKind.IDENTITY:
        sound_identity(store, person, wanted)
    elif kind == ChangeKind.GRID:
        if not store.is_grid(wanted.area):
            raise NOT_A_GRID("/grid/area", area=wanted.area)
        if store.stay_of(person.id) is not None and wanted.dwelling is None:
            raise MISSING_IN_CHANGE("/grid/dwelling", field="dwelling")
    else:
        refuse_hopeless_step(store, person, wanted)


def refuse_hopeless_step(store: Any, person: Any, wanted: HouseholdChange) -> None:
    if wanted.step == HouseholdStep.JOIN:
        for field in ("household", "relation"):
            if getattr(wanted, field) is None:
                raise MISSING_IN_CHANGE(f"/household/{field}", field=field)
        if not store.get_household(wanted.household, "/household/household").current:
            raise HOUSEHOLD_CLOSED("/household/household")
    elif store.stay_of(person.id) is None:
        raise NOT_A_MEMBER("/person")


def sound_identity(store: Any, person: Any, wanted: IdentityChange) -> tuple[PersonFields, Any, Any]:
    """The person as wanted, with sex and birth date; refused where paper and the rest contradict each other."""
    paper = wanted.paper or store.paper_in(person)
    changed = wanted.paper is not None
    fields = PersonFields(
        name=wanted.name or person.name, paper=paper,
        sex=wanted.sex or (None if changed else person.sex),
        birth_date=wanted.birth_date or (None if changed else person.birth_date),
        phone=wanted.phone or store.phone_of(person),
    )  # fmt: skip
    holder = store.find_by_paper(paper)
    if holder is not None and holder.id != person.id:
        raise KNOWN_ALREADY("/identity/paper/number")
    return fields, *checked(fields, store.today)


def apply_change(store: Any, change: Any) -> None:
    person, wanted = store.get_person(change.person), store.wanted_in(change)
    if change.kind == ChangeKind.IDENTITY:
        apply_identity(store, person, wanted)
    elif change.kind == ChangeKind.GRID:
        apply_grid(store, person, wanted)
    else:
        apply_household(store, person, wanted)


def apply_identity(store: Any, person: Any, wanted: IdentityChange) -> None:
    fields, sex, birth_date = sound_identity(store, person, wanted)
    person.name, person.sex, person.birth_date = fields.name, sex, birth_date
    store.seal_paper(person, fields.paper)
    store.seal_phone(person, fields.phone)
    store.save(person)
    store.announce_person(person)


def apply_household(store: Any, person: Any, wanted: HouseholdChange) -> None:
    stay = store.stay_of(person.id)
    if wanted.step == HouseholdStep.JOIN:
        if stay is not None:
            home = store.get_household(stay.household)
            leave(store, home, person.id, wanted.on, Leaving.MOVED_WITHIN, wanted.new_head)
        join(store, person, store.get_household(wanted.household), wanted.relation or Relation.OTHER, wanted.on)
        return
    if stay is None:
        raise NOT_A_MEMBER("/person")
    home = store.get_household(stay.household)
    if wanted.step == HouseholdStep.LEAVE:
        leave(store, home, person.id, wanted.on, Leaving.MOVED_OUT, wanted.new_head)
    else:
        hand_over(store, home, person.id, wanted.relation or Relation.OTHER_RELATIVE)


def apply_grid(store: Any, person: Any, wanted: GridChange) -> None:
    stay = store.stay_of(person.id)
    if stay is None or wanted.dwelling is None:
        relocate(store, person, wanted.area)
        return
    rehouse(store, store.get_household(stay.household), wanted.dwelling, wanted.area)
