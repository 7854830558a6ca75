"""Registering elders and children, guardians' consent, and checks of carers."""

from typing import Any

from services.volunteers.domain.areas import office_of, works_there
from services.volunteers.domain.pairing import OPEN, refuse_adult
from services.volunteers.domain.time_bank import is_own
from services.volunteers.usecases.pair_moves import consents, drop, lapse, pause_with_children
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import STAFF, Actor
from shared.contracts.model import Done
from shared.contracts.volunteers.wards import (
    CONSENT_AHEAD,
    NO_CONSENT,
    NOT_A_CHILD_WARD,
    OWN_CONSENT,
    OWN_VETTING,
    VETTING_PAST,
    ConfirmVetting,
    DropWard,
    GetVetting,
    GetWard,
    GuardianConsent,
    ListWardLooks,
    ListWards,
    OpenWard,
    RecordConsent,
    RegisterChild,
    RegisterElder,
    VettingView,
    WardKind,
    WardLooksPage,
    WardPage,
    WardView,
    WithdrawConsent,
    WithdrawVetting,
)
from shared.kernel.errors import NOT_FOUND


def register_elder(store: Any, actor: Actor, command: RegisterElder) -> WardView:
    """Pairs that are open move along with the elder."""
    refuse_outside(actor, command.area, "/area")
    ward = store.find_elder(command.person)
    if ward is None:
        ward = store.new_elder(command.person)
    else:
        refuse_outside(actor, ward.area, "/person")
        store.refuse_stale(ward.version)
    if ward.area != command.area:
        store.place_ward(ward, command.area)
        for pair in store.pairs_of_ward(ward.id):
            if pair.state in OPEN:
                pair.area, pair.within = ward.area, list(ward.within)
                store.save(pair)
    ward.living_alone = command.living_alone
    store.save(ward)
    return store.ward_view(ward)


def register_child(store: Any, actor: Actor, command: RegisterChild) -> WardView:
    refuse_outside(actor, command.area, "/area")
    refuse_adult(command.birth_year, store.today)
    _refuse_consent(store, actor, command.consent, "/consent")
    return store.ward_view(store.add_child(command, actor.account), opened=True)


def get_ward(store: Any, actor: Actor, command: GetWard) -> WardView:
    ward = _of_my_area(store, actor, command.ward_id)
    return store.ward_view(ward, named=works_there(actor, ward.area))


def open_ward(store: Any, actor: Actor, command: OpenWard) -> WardView:
    ward = _of_my_area(store, actor, command.ward_id)
    role, office = office_of(actor, ward.area)
    store.record_look_at(ward, actor.account, role, office, command.reason, command.note)
    return store.ward_view(ward, opened=True)


def list_ward_looks(store: Any, actor: Actor, command: ListWardLooks) -> WardLooksPage:
    mine = [ward for ward in store.wards_of(actor.person) if ward.kind is WardKind.ELDER or consents(ward)]
    found = store.looks_at(mine, before(command), command.limit + 1)
    items = [store.look_view(look) for look in found[: command.limit]]
    return WardLooksPage(items=items, next=onward(found, command.limit))


def list_wards(store: Any, actor: Actor, command: ListWards) -> WardPage:
    refuse_outside(actor, command.area, "/area")
    found = store.find_wards(command.area, command.kind, command.unpaired, before(command), command.limit + 1)
    shown = found[: command.limit]
    items = [store.ward_view(ward, named=works_there(actor, ward.area)) for ward in shown]
    return WardPage(items=items, next=onward(found, command.limit))


def record_consent(store: Any, actor: Actor, command: RecordConsent) -> WardView:
    ward = _changeable(store, actor, command.ward_id)
    if ward.kind is not WardKind.CHILD:
        raise NOT_A_CHILD_WARD("/ward_id")
    _refuse_consent(store, actor, command, "")
    if consents(ward) and ward.consent.guardian != command.guardian:
        lapse(store, store.pairs_of_ward(ward.id), ward, "guardian_changed")
    store.record_consent(ward, command, actor.account)
    return store.ward_view(ward, named=works_there(actor, ward.area))


def withdraw_consent(store: Any, actor: Actor, command: WithdrawConsent) -> Done:
    ward = store.get_ward(command.ward_id)
    is_guardian = ward.consent is not None and actor.person == ward.consent.guardian
    if not is_guardian and not (actor.has(*STAFF) and actor.covers(ward.area)):
        raise NOT_FOUND("/ward_id", what="ward")
    store.refuse_stale(ward.version)
    if not consents(ward):
        raise NO_CONSENT("/ward_id")
    store.mark_consent_withdrawn(ward, command.reason, actor.account)
    lapse(store, store.pairs_of_ward(ward.id), ward, "consent_withdrawn")
    return Done()


def drop_ward(store: Any, actor: Actor, command: DropWard) -> Done:
    drop(store, _changeable(store, actor, command.ward_id))
    return Done()


def confirm_vetting(store: Any, actor: Actor, command: ConfirmVetting) -> VettingView:
    carer = _carer(store, actor, command.volunteer_id, by_others=True)
    if command.until < store.today:
        raise VETTING_PAST("/until")
    store.put_vetting(carer, command, actor.account)
    return store.vetting_view(carer)


def withdraw_vetting(store: Any, actor: Actor, command: WithdrawVetting) -> VettingView:
    carer = _carer(store, actor, command.volunteer_id, by_others=True)
    if store.vetted_until(carer) is None:
        raise NOT_FOUND("/volunteer_id", what="vetting")
    store.mark_vetting_withdrawn(carer, command.reason, actor.account)
    pause_with_children(store, command.volunteer_id, "vetting_withdrawn")
    return store.vetting_view(carer)


def get_vetting(store: Any, actor: Actor, command: GetVetting) -> VettingView:
    carer = _carer(store, actor, command.volunteer_id)
    if carer.until is None:
        raise NOT_FOUND("/volunteer_id", what="vetting")
    return store.vetting_view(carer)


def act_on_vetting_over(store: Any, volunteer_id: str, until: str) -> None:
    """By the clock: the check has ended, and was not renewed meanwhile."""
    carer = store.carer_of(volunteer_id)
    if carer.due != until:
        return
    carer.due = None
    store.save(carer)
    pause_with_children(store, volunteer_id, "vetting_over")


def _of_my_area(store: Any, actor: Actor, ward_id: str) -> Any:
    ward = store.get_ward(ward_id)
    if not actor.covers(ward.area):
        raise NOT_FOUND("/ward_id", what="ward")
    return ward


def _changeable(store: Any, actor: Actor, ward_id: str) -> Any:
    ward = _of_my_area(store, actor, ward_id)
    store.refuse_stale(ward.version)
    return ward


def _refuse_consent(store: Any, actor: Actor, consent: GuardianConsent, pointer: str) -> None:
    if consent.given_on > store.today:
        raise CONSENT_AHEAD(f"{pointer}/given_on")
    if actor.person == consent.guardian:
        raise OWN_CONSENT(f"{pointer}/guardian")


def _carer(store: Any, actor: Actor, volunteer_id: str, by_others: bool = False) -> Any:
    volunteer = store.find_volunteer_named(volunteer_id)
    if volunteer is None or not actor.covers(volunteer.area):
        raise NOT_FOUND("/volunteer_id", what="volunteer")
    if by_others and is_own(actor, volunteer):
        raise OWN_VETTING("/volunteer_id")
    carer = store.carer_of(volunteer_id)
    if carer.version is not None:
        store.refuse_stale(carer.version)
    return carer
