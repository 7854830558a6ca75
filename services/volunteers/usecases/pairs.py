"""Proposing pairs, accepting, pausing and ending them, their plans, and what areas ask of volunteers."""

from collections.abc import Callable
from typing import Any

from services.volunteers.domain import pairing as rules
from services.volunteers.domain.areas import works_there
from services.volunteers.domain.pairing import GUARDIAN, STAFF_OF_AREA, VOLUNTEER
from services.volunteers.domain.recurrence import recurrence
from services.volunteers.domain.standing_in import signs_in
from services.volunteers.domain.time_bank import is_own, same_person
from services.volunteers.usecases.pair_moves import (
    announce_move,
    consents,
    moved,
    reckon,
    refuse_unfit,
    sides_of,
    stand,
)
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.pairing import OWN_PAIR, PairKind, PairState
from shared.contracts.volunteers.pairs import (
    ACCEPTED_ALREADY,
    NO_PAPER,
    PAIRED_ALREADY,
    AcceptPair,
    DeclinePair,
    EndPair,
    GetPair,
    ListMyPairs,
    ListPairPlans,
    ListPairRules,
    ListPairs,
    PairPage,
    PairPlan,
    PairPlanList,
    PairRuleList,
    PairRuleView,
    PairView,
    PausePair,
    ProposePair,
    ResumePair,
    SetPairPlan,
    SetPairRule,
)
from shared.contracts.volunteers.people import NO_ACCOUNT
from shared.contracts.volunteers.wards import WardKind
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, Refusal


def propose_pair(store: Any, actor: Actor, command: ProposePair) -> PairView:
    """The volunteer may live elsewhere; the ward is of the proposer's area."""
    ward = store.find_ward(command.ward_id)
    if ward is None or not actor.covers(ward.area):
        raise NOT_FOUND("/ward_id", what="ward")
    volunteer = store.find_volunteer_named(command.volunteer_id)
    if volunteer is None:
        raise NOT_FOUND("/volunteer_id", what="volunteer")
    rules.refuse_wrong_ward(command.kind, ward.kind)
    cared_for = {ward.person, ward.consent.guardian if ward.consent else None}
    if is_own(actor, volunteer) or any(same_person(None, person, volunteer) for person in cared_for):
        raise OWN_PAIR("/volunteer_id")
    if not signs_in(volunteer.account):
        raise NO_ACCOUNT("/volunteer_id")
    _refuse_plan(store, command.plan, "/plan")
    if store.find_open_pair(volunteer.id, ward.id) is not None:
        raise PAIRED_ALREADY("/volunteer_id")
    refuse_unfit(store, volunteer.id, command.kind, ward, named=True)
    store.save(ward)  # so that two proposals at once wait for each other
    pair = store.new_pair(command, volunteer, ward, actor.account)
    store.add_plan(pair, command.plan, actor.account)
    store.save(pair)
    announce_move(store, pair)
    return _view(store, actor, pair, ward, {STAFF_OF_AREA})


def get_pair(store: Any, actor: Actor, command: GetPair) -> PairView:
    pair, ward, capacities = stand(store, actor, command.pair_id)
    return _view(store, actor, pair, ward, capacities)


def list_pairs(store: Any, actor: Actor, command: ListPairs) -> PairPage:
    refuse_outside(actor, command.area, "/area")
    found = store.find_pairs(command.area, command.kind, command.state, before(command), command.limit + 1)
    return _page(store, actor, found, command.limit, lambda _pair, _ward: {STAFF_OF_AREA})


def list_my_pairs(store: Any, actor: Actor, command: ListMyPairs) -> PairPage:
    wards = [ward for ward in store.wards_of(actor.person) if ward.kind is WardKind.ELDER or consents(ward)]
    found = store.find_pairs_of(actor.account, wards, before(command), command.limit + 1)
    return _page(store, actor, found, command.limit, lambda pair, ward: sides_of(store, actor, pair, ward))


def accept_pair(store: Any, actor: Actor, command: AcceptPair) -> PairView:
    """Staff accepts for the guardian alone, by what they signed, and never for the volunteer."""
    pair, ward, capacities = _changed(store, actor, command.pair_id)
    side, sides = VOLUNTEER if VOLUNTEER in capacities else GUARDIAN, capacities
    if STAFF_OF_AREA in capacities:
        if not rules.is_for_child(pair.kind):
            raise FORBIDDEN(action="accept_pair")
        if command.paper is None:
            raise NO_PAPER("/paper")
        pair.paper = store.seal_in_pair(command.paper)
        capacities = {GUARDIAN}
    if side in pair.accepted and pair.state in (PairState.PROPOSED, PairState.AGREED):
        raise ACCEPTED_ALREADY()
    action = rules.acceptance(pair.kind, set(pair.accepted), side)
    rules.PAIR.decide(pair.state, action, capacities)
    carer = refuse_unfit(store, pair.volunteer, pair.kind, ward)
    store.save(carer)  # so that two pairs that begin at once wait for each other
    pair.accepted = [*pair.accepted, side]
    moved(store, pair, ward, action, capacities)
    return _view(store, actor, pair, ward, sides)


def decline_pair(store: Any, actor: Actor, command: DeclinePair) -> PairView:
    return _step(store, actor, command.pair_id, "decline")


def pause_pair(store: Any, actor: Actor, command: PausePair) -> PairView:
    return _step(store, actor, command.pair_id, "pause", command.reason)


def end_pair(store: Any, actor: Actor, command: EndPair) -> PairView:
    return _step(store, actor, command.pair_id, "end", command.reason)


def resume_pair(store: Any, actor: Actor, command: ResumePair) -> PairView:
    pair, ward, capacities = _changed(store, actor, command.pair_id)
    rules.PAIR.decide(pair.state, "resume", capacities)
    store.save(refuse_unfit(store, pair.volunteer, pair.kind, ward))
    moved(store, pair, ward, "resume", capacities)
    return _view(store, actor, pair, ward, capacities)


def set_pair_plan(store: Any, actor: Actor, command: SetPairPlan) -> PairView:
    pair, ward, capacities = _changed(store, actor, command.pair_id)
    if STAFF_OF_AREA not in capacities:
        raise FORBIDDEN(action="set_pair_plan")
    if pair.state not in rules.OPEN:
        raise NOT_ALLOWED_NOW(action="set_pair_plan", state=pair.state, allowed=[])
    _refuse_plan(store, command, "")
    store.add_plan(pair, command, actor.account)
    if pair.state is PairState.ACTIVE and pair.gap is None:
        reckon(store, pair)
    store.save(pair)
    return _view(store, actor, pair, ward, capacities)


def list_pair_plans(store: Any, actor: Actor, command: ListPairPlans) -> PairPlanList:
    pair, _, _ = stand(store, actor, command.pair_id)
    return PairPlanList(items=[store.pair_plan_view(plan) for plan in store.plan_editions(pair)])


def set_pair_rule(store: Any, actor: Actor, command: SetPairRule) -> PairRuleView:
    refuse_outside(actor, command.area, "/area")
    if command.training is not None and not store.knows_training(command.training):
        raise NOT_FOUND("/training", what="training")
    return store.pair_rule_view(store.put_pair_rule(command, actor.account))


def list_pair_rules(store: Any, _actor: Actor, command: ListPairRules) -> PairRuleList:
    return PairRuleList(items=[store.pair_rule_view(store.pair_rule(command.area, kind)) for kind in PairKind])


def _changed(store: Any, actor: Actor, pair_id: str) -> tuple[Any, Any, set[str]]:
    pair, ward, capacities = stand(store, actor, pair_id)
    store.refuse_stale(pair.version)
    return pair, ward, capacities


def _step(store: Any, actor: Actor, pair_id: str, action: str, reason: str | None = None) -> PairView:
    pair, ward, capacities = _changed(store, actor, pair_id)
    moved(store, pair, ward, action, capacities, reason)
    return _view(store, actor, pair, ward, capacities)


def _refuse_plan(store: Any, plan: PairPlan, pointer: str) -> None:
    rules.refuse_unclear(plan, f"{pointer}/interval")
    if plan.rule is None:
        return
    try:
        recurrence(plan.rule, plan.first or store.today)
    except Refusal as refusal:
        raise refusal.reason(f"{pointer}/rule", **refusal.facts) from refusal


def _page(
    store: Any, actor: Actor, found: list[Any], limit: int, capacities_of: Callable[[Any, Any], set[str]]
) -> PairPage:
    plans, wards = store.plans_of(found[:limit]), store.wards_named(pair.ward for pair in found[:limit])
    shown = [(pair, wards.get(pair.ward)) for pair in found[:limit]]
    items = [_view(store, actor, pair, ward, capacities_of(pair, ward), plans[pair.id]) for pair, ward in shown]
    return PairPage(items=items, next=onward(found, limit))


def _view(store: Any, actor: Actor, pair: Any, ward: Any, capacities: set[str], plan: Any = None) -> PairView:
    name = store.child_name(ward) if ward is not None else None
    if name is not None:
        name = rules.child_shown(name, capacities, pair.state, pair.accepted, works_there(actor, pair.area))
    return store.pair_view(pair, plan or store.plan_of(pair), name)
