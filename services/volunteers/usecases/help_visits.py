"""Visits of help: booked, confirmed by both sides, cancelled, expired."""

from typing import Any

from services.volunteers.domain import help_visits as rules
from services.volunteers.domain.availability import is_resting
from services.volunteers.domain.help_visits import BENEFICIARY, CLOCK, HELP_VISIT, STAFF_OF_AREA, VOLUNTEER, WITNESS
from services.volunteers.domain.standing_in import signs_in
from services.volunteers.domain.time_bank import Side, hours_name, is_own, pool_name, same_person
from services.volunteers.usecases.paying import capture_minutes, hold_minutes, release_minutes
from services.volunteers.usecases.time_bank import opened
from shared.contracts.actor import STAFF, Actor
from shared.contracts.volunteers.clearing import ClaimKind
from shared.contracts.volunteers.help_visits import (
    ONLY_ON_BEHALF,
    VOLUNTEER_RESTS,
    BookHelpVisit,
    CancelHelpVisit,
    ConfirmHelpVisit,
    GetHelpVisit,
    HelpPayer,
    HelpVisitBooked,
    HelpVisitEnded,
    HelpVisitPage,
    HelpVisitView,
    ListHelpVisits,
)
from shared.contracts.volunteers.people import NO_ACCOUNT
from shared.contracts.volunteers.time_bank import CAP, SELF_DEALING
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor


def book_help_visit(store: Any, actor: Actor, command: BookHelpVisit) -> HelpVisitView:
    """Asked for by the beneficiary, or by staff on their behalf; never for or with oneself."""
    rules.refuse_start(command.starts_at, store.now)
    beneficiary = _beneficiary(store, actor, command.beneficiary)
    volunteer = store.get_volunteer(command.volunteer_id)
    if same_person(volunteer.account, volunteer.person, beneficiary) or is_own(actor, volunteer):
        raise SELF_DEALING("/volunteer_id")
    if not signs_in(volunteer.account):
        raise NO_ACCOUNT("/volunteer_id")
    if command.request is not None:
        refuse_unknown_request(store, command.request, beneficiary)
    rules.refuse_unskilled(command.kind, volunteer.skills, [each.skill for each in volunteer.confirmations])
    if is_resting(volunteer.resting_until, command.starts_at):
        raise VOLUNTEER_RESTS("/starts_at")
    helper = store.find_hours_of(volunteer.account, volunteer.person) or opened(
        store, volunteer.account, volunteer.person, volunteer.area
    )
    if helper.id == beneficiary.id:
        raise SELF_DEALING("/volunteer_id")
    visit = store.new_help_visit(
        kind=command.kind, area=beneficiary.area, within=list(beneficiary.within), volunteer_id=volunteer.id,
        volunteer=helper.id, beneficiary=beneficiary.id, helper_area=helper.area, booked_by=actor.account, starts_at=command.starts_at,
        paid_by=HelpPayer.POOL if beneficiary.priority else HelpPayer.BENEFICIARY, held=command.minutes,
        due_at=rules.confirm_until(command.starts_at), request=command.request,
    )  # fmt: skip
    payer = pool_name(beneficiary.area) if beneficiary.priority else hours_name(beneficiary.id)
    hold_minutes(
        store, hold_of(visit), Side(payer, beneficiary.area), Side(hours_name(helper.id), helper.area), command.minutes,
        expires_at=rules.held_until(command.starts_at), kind=ClaimKind.VISIT, reason=f"visit:{command.kind}",
    )  # fmt: skip
    store.keep_in_place(helper, beneficiary)
    store.save(visit)
    news = HelpVisitBooked(area=visit.area, kind=visit.kind, minutes=visit.held, paid_by=visit.paid_by)
    store.announce(news, subject=visit.id, version=visit.version, area=visit.area)
    return store.help_visit_view(visit)


def get_help_visit(store: Any, actor: Actor, command: GetHelpVisit) -> HelpVisitView:
    visit, capacities = stand(store, actor, command.visit_id)
    return store.help_visit_view(visit, only_witness=capacities == {WITNESS})


def list_help_visits(store: Any, actor: Actor, command: ListHelpVisits) -> HelpVisitPage:
    if command.area is not None and not (actor.has(*STAFF) and actor.covers(command.area)):
        raise OUTSIDE_AREA("/area")
    found = store.find_help_visits(
        hours=None if command.area else store.own_hours(actor.account, actor.person).id,
        area=command.area, state=command.state, limit=command.limit + 1,
        before=decode_cursor(command.cursor, str)[0] if command.cursor is not None else None,
    )  # fmt: skip
    shown = found[: command.limit]
    return HelpVisitPage(
        items=[store.help_visit_view(visit) for visit in shown],
        next=encode_cursor(shown[-1].id) if len(found) > command.limit else None,
    )


def confirm_help_visit(store: Any, actor: Actor, command: ConfirmHelpVisit) -> HelpVisitView:
    """Said again with the same minutes it changes nothing."""
    visit, capacities = stand(store, actor, command.visit_id)
    side = _side(capacities, command.on_behalf)
    said = rules.Said(visit.said_by_volunteer, visit.said_by_beneficiary)
    said, action = rules.confirmation(said, side, command.minutes, visit.held)
    if action is None:
        return store.help_visit_view(visit)
    move = HELP_VISIT.decide(visit.state, action, capacities, facts(store, visit))
    visit.said_by_volunteer, visit.said_by_beneficiary = said.volunteer, said.beneficiary
    if command.on_behalf:
        visit.vouched_by = actor.account
    visit.state = move.target
    if action == "complete":
        pay(store, visit, command.minutes)
        return end(store, visit)
    store.save(visit)
    return store.help_visit_view(visit)


def cancel_help_visit(store: Any, actor: Actor, command: CancelHelpVisit) -> HelpVisitView:
    visit, capacities = stand(store, actor, command.visit_id)
    visit.state = HELP_VISIT.decide(
        visit.state, "cancel", capacities, facts(store, visit, by_beneficiary=capacities == {BENEFICIARY})
    ).target
    release_minutes(store, hold_of(visit), "cancelled")
    return end(store, visit)


def expire_help_visit(store: Any, visit_id: str) -> None:
    """What nobody confirmed or decided in time is not paid. Does nothing to a visit that has moved on meanwhile."""
    visit = store.get_help_visit(visit_id)
    if visit.due_at is None or visit.due_at > store.now:
        return
    visit.state = HELP_VISIT.decide(visit.state, "expire", {CLOCK}).target
    release_minutes(store, hold_of(visit), "expired")
    end(store, visit)


def stand(store: Any, actor: Actor, visit_id: str) -> tuple[Any, set[str]]:
    """The visit, and in what capacities the actor stands to it; for whoever has none there is no such visit.

    Who takes part is no staff to their own visit.
    """
    visit = store.get_help_visit(visit_id)
    mine = store.find_hours_of(actor.account, actor.person)
    capacities = set()
    if mine is not None:
        capacities |= {VOLUNTEER} if mine.id == visit.volunteer else set()
        capacities |= {BENEFICIARY} if mine.id == visit.beneficiary else set()
    if not capacities:
        if actor.has(*STAFF) and actor.covers(visit.area):
            capacities.add(STAFF_OF_AREA)
        if visit.dispute is not None and visit.dispute.witness == actor.account:
            capacities.add(WITNESS)
    if not capacities:
        raise NOT_FOUND("/visit_id", what="visit of help")
    store.refuse_stale(visit.version)
    return visit, capacities


def facts(store: Any, visit: Any, **more: Any) -> rules.VisitFacts:
    return rules.VisitFacts(now=store.now, starts_at=visit.starts_at, **more)


def hold_of(visit: Any) -> str:
    return f"visit:{visit.id}"


def pay(store: Any, visit: Any, minutes: int) -> None:
    """Gives the volunteer what was earned. Minutes of a pool that would only flow back into it are set free instead."""
    name, hold = hours_name(visit.volunteer), store.book.get_hold(hold_of(visit))
    helper = store.get_hours(visit.volunteer)
    visit.earned, visit.earned_at = minutes, store.now
    if hold.account == pool_name(helper.area) and store.book.balance(name).balance >= CAP:
        release_minutes(store, hold_of(visit), "full")
    else:
        visit.entry = capture_minutes(store, hold_of(visit), minutes)


def end(store: Any, visit: Any) -> HelpVisitView:
    visit.due_at = None
    store.save(visit)
    news = HelpVisitEnded(area=visit.area, kind=visit.kind, state=visit.state, earned=visit.earned or 0)
    store.announce(news, subject=visit.id, version=visit.version, area=visit.area)
    return store.help_visit_view(visit)


def refuse_unknown_request(store: Any, request: str, beneficiary: Any) -> None:
    """A need is there, and a call is the beneficiary's own; tickets are kept elsewhere and taken as told."""
    kind, _, thing = request.partition(":")
    if kind == "need" and not store.find_needs_by_id([thing]):
        raise NOT_FOUND("/request", what="need")
    if kind == "call":
        call = store.find_help_call(thing)
        if call is None or not same_person(call.caller, call.person, beneficiary):
            raise NOT_FOUND("/request", what="call for help")


def _beneficiary(store: Any, actor: Actor, named: str | None) -> Any:
    mine = store.find_hours_of(actor.account, actor.person)
    if named is None or (mine is not None and mine.id == named):
        return store.own_hours(actor.account, actor.person)
    if not actor.has(*STAFF):
        raise FORBIDDEN("/beneficiary", action="book_help_visit")
    hours = store.get_hours(named, "/beneficiary")
    if not actor.covers(hours.area):
        raise NOT_FOUND("/beneficiary", what="account of hours")
    return hours


def _side(capacities: set[str], on_behalf: bool) -> str:
    """For which side a confirmation counts; nobody speaks for the other side of their own visit."""
    if on_behalf:
        if VOLUNTEER in capacities:
            raise SELF_DEALING("/on_behalf")
        return BENEFICIARY
    if STAFF_OF_AREA in capacities or WITNESS in capacities:
        raise ONLY_ON_BEHALF("/on_behalf")
    return VOLUNTEER if VOLUNTEER in capacities else BENEFICIARY
