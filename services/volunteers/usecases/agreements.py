"""Agreements: drafted, signed by both sides, in force by the calendar, ended or terminated, renewed."""

from datetime import date, datetime, timedelta
from typing import Any

from services.volunteers.domain.agreements import AGREEMENT, BY_CALENDAR, CALENDAR, OFFICE, UNIT, refuse_bad_term
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import OFFICE as OFFICE_ROLES
from shared.contracts.actor import Actor
from shared.contracts.volunteers.agreements import (
    BAD_TERM,
    BOTH_SIDES,
    RENEWAL_OVERLAPS,
    RENEWED_ALREADY,
    AgreementFigures,
    AgreementMoved,
    AgreementPage,
    AgreementState,
    AgreementView,
    AmendAgreement,
    CountersignAgreement,
    DraftAgreement,
    GetAgreement,
    ListAgreements,
    ListExpiring,
    RenewAgreement,
    ShowAgreementFigures,
    SignAgreement,
    TerminateAgreement,
)
from shared.contracts.volunteers.partner_units import NOT_FOR_UNIT
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_ALLOWED_NOW, NOT_FOUND
from shared.kernel.paging import BAD_CURSOR, decode_cursor, encode_cursor

RENEWABLE = (AgreementState.RUNNING, AgreementState.ENDED)


def today(store: Any) -> date:
    return store.now.astimezone(SHANGHAI).date()


def draft_agreement(store: Any, actor: Actor, command: DraftAgreement) -> AgreementView:
    refuse_outside(actor, command.area, "/area")
    unit = store.get_unit(command.unit_id)
    refuse_bad_term(command.valid_from, command.valid_until, today(store))
    return store.agreement_view(store.new_agreement(unit, command.area, command))


def amend_agreement(store: Any, actor: Actor, command: AmendAgreement) -> AgreementView:
    agreement, _ = _move(store, actor, command.agreement_id, "amend")
    refuse_bad_term(command.valid_from, command.valid_until, today(store))
    if agreement.renews is not None:
        _refuse_overlap(store.find_agreement(agreement.renews), command.valid_from)
    store.set_terms(agreement, command)
    store.save(agreement)
    return store.agreement_view(agreement)


def sign_agreement(store: Any, actor: Actor, command: SignAgreement) -> AgreementView:
    agreement, unit = seen(store, actor, command.agreement_id)
    if actor.account not in unit.workers:
        raise NOT_FOR_UNIT()
    agreement, _ = _move(store, actor, command.agreement_id, "sign")
    agreement.unit_signed_by, agreement.unit_signed_at = actor.account, store.now
    store.save(agreement)
    return store.agreement_view(agreement)


def countersign_agreement(store: Any, actor: Actor, command: CountersignAgreement) -> AgreementView:
    agreement, unit = _move(store, actor, command.agreement_id, "countersign")
    if actor.account in unit.known:
        raise BOTH_SIDES()
    refuse_bad_term(agreement.valid_from, agreement.valid_until, today(store))
    if command.signed_on > today(store):
        raise BAD_TERM("/signed_on")
    agreement.paper, agreement.signed_on, agreement.signed_by = command.paper, command.signed_on, actor.account
    _tell(store, agreement)
    if agreement.due_at <= store.now:
        _by_calendar(store, agreement)
    return store.agreement_view(agreement)


def terminate_agreement(store: Any, actor: Actor, command: TerminateAgreement) -> AgreementView:
    agreement, _ = _move(store, actor, command.agreement_id, "terminate")
    agreement.reason = command.reason
    _tell(store, agreement)
    return store.agreement_view(agreement)


def renew_agreement(store: Any, actor: Actor, command: RenewAgreement) -> AgreementView:
    agreement, unit = seen(store, actor, command.agreement_id)
    store.refuse_stale(agreement.version)
    if not actor.covers(agreement.area):
        raise NOT_FOUND("/agreement_id", what="agreement")
    if agreement.state not in RENEWABLE:
        allowed = [move.action for move in AGREEMENT.open_to(agreement.state, {OFFICE})]
        raise NOT_ALLOWED_NOW(action="renew", state=agreement.state, allowed=allowed)
    if store.is_renewed(agreement):
        raise RENEWED_ALREADY()
    refuse_bad_term(command.valid_from, command.valid_until, today(store))
    _refuse_overlap(agreement, command.valid_from)
    return store.agreement_view(store.new_agreement(unit, agreement.area, command, renews=agreement))


def _refuse_overlap(before_it: Any, since: date) -> None:
    if since <= before_it.valid_until:
        raise RENEWAL_OVERLAPS("/valid_from", until=before_it.valid_until.isoformat())


def move_by_calendar(store: Any, agreement_id: str, due_at: datetime) -> None:
    agreement = store.find_agreement_due(agreement_id, due_at)
    if agreement is not None:
        _by_calendar(store, agreement)


def _by_calendar(store: Any, agreement: Any) -> None:
    store.put_state(agreement, AGREEMENT.decide(agreement.state, BY_CALENDAR[agreement.state], {CALENDAR}).target)
    _tell(store, agreement)


def get_agreement(store: Any, actor: Actor, command: GetAgreement) -> AgreementView:
    return store.agreement_view(seen(store, actor, command.agreement_id)[0])


def list_agreements(store: Any, actor: Actor, command: ListAgreements) -> AgreementPage:
    units = None if _is_office(actor, command.area) else store.find_units_of(actor.account)
    found = store.find_agreements(command.area, units, command.state, before(command), command.limit + 1)
    shown = found[: command.limit]
    return AgreementPage(items=[store.agreement_view(each) for each in shown], next=onward(found, command.limit))


def list_expiring(store: Any, actor: Actor, command: ListExpiring) -> AgreementPage:
    refuse_outside(actor, command.area, "/area")
    until = today(store) + timedelta(days=command.days)
    found = store.find_expiring(command.area, until, _after(command.cursor), command.limit + 1)
    shown = found[: command.limit]
    following = encode_cursor(shown[-1].valid_until.isoformat(), shown[-1].id) if len(found) > len(shown) else None
    return AgreementPage(items=[store.agreement_view(each) for each in shown], next=following)


def _after(cursor: str | None) -> tuple[date, str] | None:
    if cursor is None:
        return None
    day, last = decode_cursor(cursor, str, str)
    try:
        return date.fromisoformat(day), last
    except ValueError as error:
        raise BAD_CURSOR("/cursor") from error


def show_agreement_figures(store: Any, actor: Actor, command: ShowAgreementFigures) -> AgreementFigures:
    refuse_outside(actor, command.area, "/area")
    return store.count_agreements(command.area)


def _is_office(actor: Actor, area: str) -> bool:
    return actor.has(*OFFICE_ROLES) and actor.covers(area)


def seen(store: Any, actor: Actor, agreement_id: str) -> tuple[Any, Any]:
    """An agreement with its unit, for the office of its area and for who acts for the unit; for others there is none."""
    agreement = store.find_agreement(agreement_id)
    unit = store.get_unit(agreement.unit) if agreement is not None else None
    if unit is None or not (_is_office(actor, agreement.area) or actor.account in unit.workers):
        raise NOT_FOUND("/agreement_id", what="agreement")
    return agreement, unit


def _move(store: Any, actor: Actor, agreement_id: str, action: str) -> tuple[Any, Any]:
    agreement, unit = seen(store, actor, agreement_id)
    store.refuse_stale(agreement.version)
    capacities = {UNIT} if actor.account in unit.workers else set()
    if _is_office(actor, agreement.area):
        capacities.add(OFFICE)
    signed = agreement.unit_signed_at is not None
    store.put_state(agreement, AGREEMENT.decide(agreement.state, action, capacities, signed).target)
    return agreement, unit


def _tell(store: Any, agreement: Any) -> None:
    store.save(agreement)
    news = AgreementMoved(unit_id=agreement.unit, area=agreement.area, edition=agreement.edition, state=agreement.state)
    store.announce(news, subject=agreement.id, version=agreement.version, area=agreement.area)
