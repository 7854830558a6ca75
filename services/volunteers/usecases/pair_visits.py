"""Visits of pairs: told, failed, confirmed or declined, and answers to what they show to be needed."""

from datetime import date, datetime, timedelta
from typing import Any

from services.volunteers.domain.pair_gaps import is_in_time, minutes_anew
from services.volunteers.domain.pairing import PAIR_VISIT, STAFF_OF_AREA, VOLUNTEER
from services.volunteers.usecases.pair_moves import reckon, stand
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.attendance import ServiceGiven
from shared.contracts.volunteers.pair_visits import (
    NO_OPEN_NEED,
    PAIR_NOT_ACTIVE,
    PAIR_VISIT_AHEAD,
    PAIR_VISIT_OVERLAPS,
    DecidePairVisits,
    ListAreaVisits,
    ListPairVisits,
    PairVisitList,
    PairVisitPage,
    PairVisitState,
    PairVisitView,
    SettleNeeds,
    TellFailedVisit,
    TellPairVisits,
)
from shared.contracts.volunteers.pairing import OWN_PAIR, PairState
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import FORBIDDEN, NOT_FOUND


def tell_pair_visits(store: Any, actor: Actor, command: TellPairVisits) -> PairVisitList:
    pair = _mine(store, actor, command.pair_id)
    told = []
    for place, each in enumerate(command.visits):
        _refuse_moment(store, pair, each.began_at, each.minutes, f"/visits/{place}/began_at")
        visit = store.new_pair_visit(pair, each.began_at, each.minutes, each)
        visit.what = list(each.what)
        if store.overlaps(visit):
            raise PAIR_VISIT_OVERLAPS(f"/visits/{place}/began_at")
        store.save(visit)
        told.append(visit)
    store.save(pair)  # so that two tellings at once wait for each other
    return PairVisitList(items=[store.pair_visit_view(visit, True) for visit in told])


def tell_failed_visit(store: Any, actor: Actor, command: TellFailedVisit) -> PairVisitView:
    pair = _mine(store, actor, command.pair_id)
    _refuse_moment(store, pair, command.at, 0, "/at")
    visit = store.new_pair_visit(pair, command.at, 0, command)
    visit.state = PairVisitState(PAIR_VISIT.decide(visit.state, "fail", {VOLUNTEER}).target)
    visit.because = command.because
    store.save(visit)
    return store.pair_visit_view(visit, True)


def decide_pair_visits(store: Any, actor: Actor, command: DecidePairVisits) -> PairVisitList:
    """All or none: one visit that is not in order refuses the whole list."""
    visits, known = store.pair_visits_named(command.visits), {}
    for place, visit_id in enumerate(command.visits):
        visit = visits.get(visit_id)
        if visit is None:
            raise NOT_FOUND(f"/visits/{place}", what="pair visit")
        if visit.pair not in known:
            known[visit.pair] = stand(store, actor, visit.pair, f"/visits/{place}", "pair visit")
        pair, _, capacities = known[visit.pair]
        if VOLUNTEER in capacities:
            raise OWN_PAIR(f"/visits/{place}")
        move = PAIR_VISIT.decide(visit.state, "confirm" if command.confirm else "decline", capacities)
        visit.state = PairVisitState(move.target)
        visit.decided_by, visit.decided_at = actor.account, store.now
        if visit.state is PairVisitState.CONFIRMED:
            _count(store, pair, visit)
        store.save(visit)
    private = {pair.id: STAFF_OF_AREA in capacities for pair, _, capacities in known.values()}
    return PairVisitList(
        items=[store.pair_visit_view(visits[each], private[visits[each].pair]) for each in command.visits]
    )


def settle_needs(store: Any, actor: Actor, command: SettleNeeds) -> PairVisitView:
    visit = store.get_pair_visit(command.pair_visit_id)
    _, _, capacities = stand(store, actor, visit.pair, "/pair_visit_id", "pair visit")
    if STAFF_OF_AREA not in capacities:
        raise OWN_PAIR("/pair_visit_id")
    if not visit.needs_open:
        raise NO_OPEN_NEED("/pair_visit_id")
    store.answer_needs(visit, command.answer, actor.account)
    return store.pair_visit_view(visit, True)


def list_pair_visits(store: Any, actor: Actor, command: ListPairVisits) -> PairVisitPage:
    pair, _, capacities = stand(store, actor, command.pair_id)
    found = store.find_pair_visits(before(command), command.limit + 1, pair=pair.id)
    return _page(store, found, command.limit, private=bool(capacities & {VOLUNTEER, STAFF_OF_AREA}))


def list_area_visits(store: Any, actor: Actor, command: ListAreaVisits) -> PairVisitPage:
    refuse_outside(actor, command.area, "/area")
    found = store.find_pair_visits(
        before(command), command.limit + 1, area=command.area, state=command.state, open_needs=command.open_needs
    )
    return _page(store, found, command.limit, private=True)


def _mine(store: Any, actor: Actor, pair_id: str) -> Any:
    """A pair in which the actor is the volunteer."""
    pair, _, capacities = stand(store, actor, pair_id)
    if VOLUNTEER not in capacities:
        raise FORBIDDEN()
    store.refuse_stale(pair.version)
    return pair


def _refuse_moment(store: Any, pair: Any, began_at: datetime, minutes: int, pointer: str) -> None:
    """What is told is over, and was while the pair was active."""
    if began_at + timedelta(minutes=minutes) > store.now:
        raise PAIR_VISIT_AHEAD(pointer)
    day = began_at.astimezone(SHANGHAI).date().isoformat()
    began = pair.active_since is not None and day >= pair.active_since
    went_on = pair.state is PairState.ACTIVE or (pair.state is PairState.PAUSED and day <= pair.paused_on)
    if not (began and went_on):
        raise PAIR_NOT_ACTIVE(pointer)


def _count(store: Any, pair: Any, visit: Any) -> None:
    """A confirmed visit counts for the plan, and its minutes for the volunteer."""
    plan, since = store.frequency_of(pair), date.fromisoformat(pair.counted_from)
    earlier, later = store.confirmed_beside(visit)
    visit.in_time = is_in_time(plan, since, _day(earlier), date.fromisoformat(visit.day))
    if later is not None:
        later.in_time = is_in_time(plan, since, date.fromisoformat(visit.day), date.fromisoformat(later.day))
        store.save(later)
    _give(store, pair, visit)
    if pair.last_visit is None or visit.day > pair.last_visit:
        pair.last_visit = visit.day
        if pair.state is PairState.ACTIVE:
            missed_since = pair.late_since
            reckon(store, pair)
            if pair.late_since != missed_since:
                store.close_gap(pair, visit.day)
    store.save(pair)  # so that two decisions at once wait for each other


def _give(store: Any, pair: Any, visit: Any) -> None:
    minutes = minutes_anew((visit.began_at, visit.ended_at), store.spans_beside(visit))
    if not minutes or pair.account is None:
        return
    record = store.service_record(pair.account)
    record.minutes += minutes
    record.outside += minutes
    store.save(record)
    news = ServiceGiven(account=pair.account, area=visit.area, minutes=minutes)
    store.announce(news, subject=visit.id, version=(visit.version or 0) + 1, area=visit.area)


def _day(visit: Any) -> date | None:
    return None if visit is None else date.fromisoformat(visit.day)


def _page(store: Any, found: list[Any], limit: int, private: bool) -> PairVisitPage:
    items = [store.pair_visit_view(visit, private) for visit in found[:limit]]
    return PairVisitPage(items=items, next=onward(found, limit))
