"""People: enter, list masked, open a file, mark, fill the district's own fields."""

from typing import Any

from services.residents.domain.ages import born_before
from services.residents.domain.likeness import CERTAIN
from services.residents.domain.papers import checked
from services.residents.domain.viewing import OLD, may_open
from services.residents.usecases.households import in_duty, refuse_grid
from shared.contracts.actor import Actor, Role
from shared.contracts.residents.people import (
    BAD_EXTRA,
    BAD_SCHEMA,
    DERIVED_MARK,
    EXTRA_TAKEN,
    KNOWN_ALREADY,
    NOT_ADMITTED,
    POSSIBLE_DUPLICATES,
    ExtraFieldsView,
    GetExtraFields,
    GetMyFile,
    ListPeople,
    Mark,
    OpenFile,
    PeoplePage,
    PersonView,
    RegisterPerson,
    SearchPeople,
    SetExtra,
    SetExtraFields,
    SetMarks,
)
from shared.contracts.residents.privacy import LookKind
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA
from shared.kernel.field_schemas import refuse_misfits, refuse_unfit_fields
from shared.kernel.paging import decode_cursor, encode_cursor


def register_person(store: Any, actor: Actor, command: RegisterPerson) -> PersonView:
    refuse_grid(store, actor, command.area)
    refuse_derived(command.marks)
    sex, birth_date = checked(command, store.today)
    person = store.new_person(name=command.name, sex=sex, birth_date=birth_date, area=command.area, marks=command.marks)
    store.seal_paper(person, command.paper)
    store.seal_phone(person, command.phone)
    refuse_duplicates(store, person, command.not_the_same_as)
    store.save(person)
    store.announce_person(person)
    return store.person_view(person, actor)


def refuse_duplicates(store: Any, person: Any, different: list[str]) -> None:
    """Possible duplicates must have been looked at; who was found different is kept with the person."""
    found = store.candidates(person, store.likeness_rules(person.area[:6]), skip=person.id)
    if any(like.score == CERTAIN for _, like in found):
        raise KNOWN_ALREADY("/paper/number")
    undecided = [(who, like) for who, like in found if who.id not in different]
    if undecided:
        told = [
            {"person": who.id, "score": like.score, "reasons": list(like.reasons), "area": who.area,
             "paper": who.paper_shown, "phone": who.phone_shown}
            for who, like in undecided
        ]  # fmt: skip
        raise POSSIBLE_DUPLICATES("/not_the_same_as", candidates=told)
    person.different_from = [who.id for who, _ in found]


def open_file(store: Any, actor: Actor, command: OpenFile) -> PersonView:
    person = store.get_person(command.person_id)
    if not may_open(actor, person.area):
        raise NOT_FOUND("/person_id", what="person")
    store.record_look(person, actor, LookKind.FILE, command.reason, command.note)
    return store.person_view(person, actor)


def get_my_file(store: Any, actor: Actor, _command: GetMyFile) -> PersonView:
    return store.person_view(myself(store, actor), actor, own=True)


def list_people(store: Any, actor: Actor, command: ListPeople) -> PeoplePage:
    return found_people(store, actor, command, store.marked(command.mark, born_before(OLD, store.today)))


def search_people(store: Any, actor: Actor, command: SearchPeople) -> PeoplePage:
    return found_people(store, actor, command, store.known_as(command.name, command.phone, command.paper))


def found_people(
    store: Any, actor: Actor, command: ListPeople | SearchPeople, conditions: dict[str, Any]
) -> PeoplePage:
    if command.area is not None and not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    areas = (command.area,) if command.area else actor.areas
    before = decode_cursor(command.cursor, str)[0] if command.cursor else None
    found = store.find_people(areas, conditions, before, command.limit + 1)
    return PeoplePage(
        items=store.person_briefs(found[: command.limit], actor),
        next=encode_cursor(found[command.limit - 1].id) if len(found) > command.limit else None,
    )


def set_marks(store: Any, actor: Actor, command: SetMarks) -> PersonView:
    person = in_duty(store, actor, command.person_id)
    store.refuse_stale(person.version)
    refuse_derived(command.marks)
    person.marks = [mark for mark in Mark if mark in command.marks]
    store.save(person)
    store.announce_person(person)
    return store.person_view(person, actor)


def set_extra(store: Any, actor: Actor, command: SetExtra) -> PersonView:
    person = in_duty(store, actor, command.person_id)
    store.refuse_stale(person.version)
    rules = store.extra_fields_of(person.area[:6])
    refuse_misfits(rules, command.extra, "/extra", BAD_EXTRA)
    for rule in rules:
        if (
            rule.unique
            and rule.name in command.extra
            and store.extra_taken(person, rule.name, command.extra[rule.name])
        ):
            raise EXTRA_TAKEN(f"/extra/{rule.name}", field=rule.name)
    person.extra = dict(command.extra)
    store.save(person)
    store.announce_person(person)
    return store.person_view(person, actor)


def set_extra_fields(store: Any, actor: Actor, command: SetExtraFields) -> ExtraFieldsView:
    if not actor.has(Role.OPS) and not actor.covers(command.district):
        raise OUTSIDE_AREA("/district")
    refuse_unfit_fields(command.fields, "/fields", BAD_SCHEMA)
    return store.extra_fields_view(store.set_extra_fields(command.district, command.fields))


def get_extra_fields(store: Any, _actor: Actor, command: GetExtraFields) -> ExtraFieldsView:
    return store.extra_fields_view(store.get_extra_fields(command.district))


def myself(store: Any, actor: Actor) -> Any:
    """The person behind the account; found by the account, since a token may be older than the admission."""
    person = store.find_account_holder(actor.account)
    if person is None:
        raise NOT_ADMITTED()
    return person


def refuse_derived(marks: list[Mark]) -> None:
    if Mark.OVER_80 in marks:
        raise DERIVED_MARK("/marks", mark=Mark.OVER_80)
