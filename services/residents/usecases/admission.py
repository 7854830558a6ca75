"""Admission: apply, look for the same person, decide."""

from typing import Any

from services.residents.domain.admitting import ADMISSION, Suspicion, capacities, the_same
from services.residents.domain.likeness import CERTAIN
from services.residents.domain.papers import checked
from services.residents.usecases.settling import refuse_unsettled, settle
from shared.contracts.actor import Actor, Role
from shared.contracts.residents.admission import (
    ADMITTED_ALREADY,
    APPLIED_ALREADY,
    CERTAINLY_THE_SAME,
    HAS_AN_ACCOUNT,
    NO_PLACE,
    NOT_A_CANDIDATE,
    ONE_IS_THE_SAME,
    AdmissionPage,
    AdmissionState,
    AdmissionView,
    Admit,
    ApplyForAdmission,
    Ask,
    DecideDuplicate,
    Decline,
    GetAdmission,
    GetLikenessRules,
    LikenessRulesView,
    ListAdmissions,
    PersonAdmitted,
    SameOrNot,
    SetLikenessRules,
    WithdrawAdmission,
)
from shared.contracts.residents.households import DwellingAddress, Relation
from shared.contracts.residents.people import NOT_A_GRID, WORKERS, PersonState
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor


def apply_for_admission(store: Any, actor: Actor, command: ApplyForAdmission) -> AdmissionView:
    if store.find_account_holder(actor.account) is not None:
        raise ADMITTED_ALREADY()
    if store.open_admission_of(actor.account) is not None:
        raise APPLIED_ALREADY()
    sex, birth_date = checked(command, store.today)
    refuse_unsettled(store, command.dwelling, command.relation)
    admission = store.new_admission(
        account=actor.account, area=grid_of(store, command), name=command.name, sex=sex, birth_date=birth_date,
        building=command.dwelling.building if command.dwelling else None,
        room=command.dwelling.room if command.dwelling else None,
        relation=command.relation,
    )  # fmt: skip
    store.seal_paper(admission, command.paper)
    store.seal_phone(admission, command.phone)
    admission.suspects = len(store.suspects_of(admission))
    store.record_admission(admission, "apply", actor, AdmissionState.NEW)
    store.save(admission)
    store.announce_admission(admission)
    return store.admission_view(admission, actor)


def grid_of(store: Any, ask: Ask) -> str:
    """The grid that is named, else that of the dwelling, else the one around the point."""
    if ask.area is None and ask.dwelling is None and ask.point is None:
        raise NO_PLACE("/area")
    area, pointer = ask.area, "/area"
    if area is None and ask.dwelling is not None:
        known = store.household_in(ask.dwelling.building, ask.dwelling.room)
        area, pointer = known.area if known else store.grid_of_building(ask.dwelling.building), "/dwelling"
    if area is None and ask.point is not None:
        area, pointer = store.grid_at(ask.point), "/point"
    if area is None or not store.is_grid(area):
        raise NOT_A_GRID(pointer, area=area or "-")
    return area


def get_admission(store: Any, actor: Actor, command: GetAdmission) -> AdmissionView:
    return store.admission_view(visible(store, actor, command.admission_id), actor)


def list_admissions(store: Any, actor: Actor, command: ListAdmissions) -> AdmissionPage:
    works = actor.has(*WORKERS)
    if works and command.area is not None and not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    areas = (command.area,) if command.area else (actor.areas if works else None)
    after = decode_cursor(command.cursor, str)[0] if command.cursor else None
    found = store.find_admissions(
        areas=areas, account=None if works else actor.account, state=command.state, after=after, limit=command.limit + 1
    )
    return AdmissionPage(
        items=[store.admission_view(admission, actor, detail=False) for admission in found[: command.limit]],
        next=encode_cursor(found[command.limit - 1].id) if len(found) > command.limit else None,
    )


def decide_duplicate(store: Any, actor: Actor, command: DecideDuplicate) -> AdmissionView:
    admission = visible(store, actor, command.admission_id)
    ADMISSION.decide(admission.state, "decide_duplicate", capacities(actor, admission.account, admission.area))
    suspects = {person.id: (person, like) for person, like in store.suspects_of(admission)}
    if command.person_id not in suspects:
        raise NOT_A_CANDIDATE("/person_id")
    person, like = suspects[command.person_id]
    if command.decision == SameOrNot.DIFFERENT and like.score == CERTAIN:
        raise CERTAINLY_THE_SAME("/decision")
    if command.decision == SameOrNot.SAME:
        other = the_same((made.person, made.decision) for made in admission.decisions)
        if other not in (None, person.id):
            raise ONE_IS_THE_SAME("/decision")
        if person.account not in (None, admission.account):
            raise HAS_AN_ACCOUNT("/person_id")
    store.decide_candidate(admission, person.id, like, command.decision, actor, command.note)
    said = f"{command.decision} {person.id}" + (f": {command.note}" if command.note else "")
    store.record_admission(admission, "decide_duplicate", actor, admission.state, said)
    store.save(admission)
    return store.admission_view(admission, actor)


def admit(store: Any, actor: Actor, command: Admit) -> AdmissionView:
    admission = visible(store, actor, command.admission_id)
    candidates = frozenset(person.id for person, _ in store.suspects_of(admission))
    suspicion = Suspicion(candidates, frozenset(made.person for made in admission.decisions))
    held = capacities(actor, admission.account, admission.area)
    move = ADMISSION.decide(admission.state, "admit", held, suspicion)
    if store.find_account_holder(admission.account) is not None:
        raise ADMITTED_ALREADY()
    same = the_same((made.person, made.decision) for made in admission.decisions)
    person = store.get_person(same) if same else store.new_person(area=admission.area)
    if person.account is not None:
        raise HAS_AN_ACCOUNT()
    enrol(store, person, admission)
    admission.person = person.id
    store.record_admission(admission, "admit", actor, move.target, command.note)
    store.save(admission)
    store.announce_person(person)
    store.announce(
        PersonAdmitted(account=admission.account, person=person.id, area=person.area),
        subject=person.id, version=person.version, area=person.area,
    )  # fmt: skip
    return store.admission_view(admission, actor)


def enrol(store: Any, person: Any, admission: Any) -> None:
    """A new person is what the application says; one who is known keeps what is known and gets what was missing."""
    if person.version is None:
        person.name, person.sex, person.birth_date = admission.name, admission.sex, admission.birth_date
        store.copy_numbers(admission, person)
    else:
        if person.paper is None:
            store.seal_paper(person, store.paper_in(admission))
        if person.phone is None:
            store.seal_phone(person, store.phone_of(admission))
    person.account = admission.account
    different = {made.person for made in admission.decisions if made.decision == SameOrNot.DIFFERENT}
    person.different_from = sorted(different.union(person.different_from))
    stay = store.stay_of(person.id) if person.version is not None else None
    person.state = PersonState.LIVING_HERE
    if stay is None:
        person.area = admission.area
    store.save(person)
    if admission.building and stay is None:
        dwelling = DwellingAddress(building=admission.building, room=admission.room)
        settle(store, person, dwelling, admission.relation or Relation.OTHER, store.today)


def decline(store: Any, actor: Actor, command: Decline) -> AdmissionView:
    admission = visible(store, actor, command.admission_id)
    move = ADMISSION.decide(admission.state, "decline", capacities(actor, admission.account, admission.area))
    admission.reason = command.reason
    return _close(store, actor, admission, move, command.reason)


def withdraw_admission(store: Any, actor: Actor, command: WithdrawAdmission) -> AdmissionView:
    admission = visible(store, actor, command.admission_id)
    move = ADMISSION.decide(admission.state, "withdraw", capacities(actor, admission.account, admission.area))
    return _close(store, actor, admission, move, None)


def set_likeness_rules(store: Any, actor: Actor, command: SetLikenessRules) -> LikenessRulesView:
    if not actor.has(Role.OPS) and not actor.covers(command.district):
        raise OUTSIDE_AREA("/district")
    tuned = store.tune_likeness(command.district, command)
    return _rules_view(store, command.district, tuned.version)


def get_likeness_rules(store: Any, _actor: Actor, command: GetLikenessRules) -> LikenessRulesView:
    tuned = store.find_tuned_likeness(command.district)
    return _rules_view(store, command.district, tuned.version if tuned else None)


def visible(store: Any, actor: Actor, admission_id: str) -> Any:
    """The application, for its applicant and those who decide; for others there is none."""
    admission = store.get_admission(admission_id)
    if not capacities(actor, admission.account, admission.area):
        raise NOT_FOUND("/admission_id", what="admission")
    return admission


def _close(store: Any, actor: Actor, admission: Any, move: Any, note: str | None) -> AdmissionView:
    store.record_admission(admission, move.action, actor, move.target, note)
    store.save(admission)
    store.announce_admission(admission)
    return store.admission_view(admission, actor)


def _rules_view(store: Any, district: str, version: int | None) -> LikenessRulesView:
    return LikenessRulesView(district=district, version=version, **store.likeness_rules(district).model_dump())
