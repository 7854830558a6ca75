"""Disputes over visits of help: opened by a side, told by a witness, decided by staff who take no part; reversals."""

from typing import Any

from services.volunteers.domain.help_visits import (
    BENEFICIARY,
    HELP_VISIT,
    STAFF_OF_AREA,
    VOLUNTEER,
    WITNESS,
    held_until,
)
from services.volunteers.domain.time_bank import Side, hours_name
from services.volunteers.usecases.help_visits import end, facts, hold_of, pay, stand
from services.volunteers.usecases.paying import release_minutes, take_back_minutes
from services.volunteers.usecases.time_bank import leave_to_pool
from shared.contracts.actor import Actor
from shared.contracts.ledger import ABOVE_HOLD, Unit
from shared.contracts.volunteers.help_visits import (
    NOT_A_WITNESS,
    OWN_RECORD,
    WORD_GIVEN,
    DecideHelpDispute,
    DisputeHelpVisit,
    HelpVisitDisputed,
    HelpVisitView,
    ReverseHelpVisit,
    TestifyToHelp,
)
from shared.contracts.volunteers.time_bank import SELF_DEALING


def dispute_help_visit(store: Any, actor: Actor, command: DisputeHelpVisit) -> HelpVisitView:
    visit, capacities = stand(store, actor, command.visit_id)
    move = HELP_VISIT.decide(visit.state, "dispute", capacities, facts(store, visit))
    if command.witness is not None:
        seen = store.find_hours_of(command.witness, None)
        if command.witness == actor.account or (seen is not None and seen.id in (visit.volunteer, visit.beneficiary)):
            raise NOT_A_WITNESS("/witness")
    visit.state, visit.due_at = move.target, held_until(visit.starts_at)
    side = VOLUNTEER if VOLUNTEER in capacities else BENEFICIARY
    store.open_dispute(visit, side, command.reason, command.witness)
    store.save(visit)
    news = HelpVisitDisputed(area=visit.area, kind=visit.kind)
    store.announce(news, subject=visit.id, version=visit.version, area=visit.area)
    return store.help_visit_view(visit)


def testify_to_help(store: Any, actor: Actor, command: TestifyToHelp) -> HelpVisitView:
    visit, capacities = stand(store, actor, command.visit_id)
    _refuse_side(capacities)
    HELP_VISIT.decide(visit.state, "testify", capacities)
    if WITNESS not in capacities and visit.dispute.word is not None and visit.dispute.written_down_by != actor.account:
        raise WORD_GIVEN()
    written_down_by = None if WITNESS in capacities else actor.account
    store.record_word(visit, command.minutes, command.word, written_down_by)
    store.save(visit)
    return store.help_visit_view(visit, only_witness=capacities == {WITNESS})


def decide_help_dispute(store: Any, actor: Actor, command: DecideHelpDispute) -> HelpVisitView:
    """Whoever confirmed for the beneficiary, is the witness, or wrote down a word leaves the decision to somebody else."""
    visit, capacities = stand(store, actor, command.visit_id)
    _refuse_side(capacities)
    if actor.account == visit.vouched_by or WITNESS in capacities:
        raise SELF_DEALING()
    if visit.dispute is not None and actor.account == visit.dispute.written_down_by:
        raise OWN_RECORD()
    if command.minutes > visit.held:
        raise ABOVE_HOLD("/minutes", held=visit.held, unit=Unit.MINUTE)
    action = "uphold" if command.minutes else "refuse"
    seen = visit.dispute.witness_minutes if visit.dispute is not None else None
    move = HELP_VISIT.decide(
        visit.state, action, capacities & {STAFF_OF_AREA}, facts(store, visit, granted=command.minutes, seen=seen)
    )
    visit.state = move.target
    store.record_decision(visit, command.grounds, actor.account)
    if command.minutes:
        pay(store, visit, command.minutes)
    else:
        release_minutes(store, hold_of(visit), "refused")
    return end(store, visit)


def reverse_help_visit(store: Any, actor: Actor, command: ReverseHelpVisit) -> HelpVisitView:
    """By staff who neither takes part nor confirmed for the beneficiary. Minutes that were spent since cannot go back."""
    visit, capacities = stand(store, actor, command.visit_id)
    _refuse_side(capacities)
    if actor.account == visit.vouched_by:
        raise SELF_DEALING()
    visit.state = HELP_VISIT.decide(visit.state, "reverse", capacities & {STAFF_OF_AREA}).target
    if visit.entry is not None:
        _take_back(store, visit)
    visit.earned = 0
    store.record_reversal(visit, command.grounds, actor.account)
    return end(store, visit)


def _take_back(store: Any, visit: Any) -> None:
    key, payer = hold_of(visit), store.book.get_hold(hold_of(visit)).account
    helper = Side(hours_name(visit.volunteer), visit.helper_area)
    take_back_minutes(store, key, visit.entry, Side(payer, visit.area), helper, "reversed")
    beneficiary = store.find_hours(visit.beneficiary)
    if beneficiary.forgotten:
        leave_to_pool(store, f"{key}:forgotten", beneficiary)


def _refuse_side(capacities: set[str]) -> None:
    if capacities & {VOLUNTEER, BENEFICIARY}:
        raise SELF_DEALING()
