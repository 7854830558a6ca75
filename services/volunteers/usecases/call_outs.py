"""Call-outs: raised, widened ring by ring, closed."""

from datetime import datetime, timedelta
from typing import Any

from services.volunteers.domain.call_outs import (
    CALL_OUT,
    CLOCK,
    RUNNER,
    SUMMONS,
    coming,
    seconds_between,
)
from services.volunteers.domain.squad_rings import left, street_of
from services.volunteers.usecases.posts import before, onward, refuse_outside
from services.volunteers.usecases.response_standing import runs
from shared.contracts.actor import Actor
from shared.contracts.model import Event
from shared.contracts.volunteers.call_outs import (
    CallOutClosed,
    CallOutPage,
    CallOutState,
    CallOutUnanswered,
    CallOutView,
    CloseCallOut,
    GetCallOut,
    ListCallOuts,
    ListMyCallOuts,
    RaiseCallOut,
    RespondersCalled,
    RespondersStoodDown,
    Ring,
    SummonResponders,
    SummonsState,
)
from shared.kernel.errors import NOT_FOUND


def raise_call_out(store: Any, actor: Actor, command: RaiseCallOut) -> CallOutView:
    refuse_outside(actor, command.area, "/area")
    return begin(store, actor, command, None)


def summon_responders(store: Any, actor: Actor, command: SummonResponders) -> CallOutView:
    known = store.find_call_out_of(command.origin)
    if known is not None:
        return store.call_out_view(known, actor.account, runs=True)
    return begin(store, actor, command, command.origin)


def begin(store: Any, actor: Actor, command: RaiseCallOut, origin: str | None) -> CallOutView:
    call_out = store.new_call_out(command, origin)
    news = call_next(store, call_out)
    store.save(call_out)
    tell(store, call_out, news)
    return store.call_out_view(call_out, actor.account, runs=True)


def call_next(store: Any, call_out: Any) -> Event:
    """Calls the next ring in which somebody is ready; where none is left, the street's duty is to be told."""
    for ring in left(call_out.rings):
        calls = store.call_ring(call_out, ring)
        call_out.rings.append(ring)
        if calls:
            call_out.widens_at = store.now + timedelta(seconds=call_out.answer_within)
            return called(call_out, ring, calls)
    call_out.widens_at, call_out.duty_told = None, True
    return CallOutUnanswered(
        area=call_out.area, place=call_out.place, kind=call_out.kind, wanted=call_out.wanted,
        coming=coming(call_out.calls), accounts=store.street_duty(street_of(call_out.area)),
    )  # fmt: skip


def called(call_out: Any, ring: Ring, calls: list[Any]) -> RespondersCalled:
    return RespondersCalled(
        area=call_out.area, place=call_out.place, kind=call_out.kind, ring=ring,
        accounts=[call.account for call in calls if call.account],
    )  # fmt: skip


def stood_down(call_out: Any, calls: list[Any]) -> RespondersStoodDown:
    accounts = [call.account for call in calls if call.account]
    return RespondersStoodDown(area=call_out.area, place=call_out.place, accounts=accounts)


def widen(store: Any, call_out_id: str, widens_at: datetime) -> None:
    """Too few came in time. Nothing where it was widened, answered or closed meanwhile."""
    call_out = store.find_call_out_due(call_out_id, widens_at)
    if call_out is not None and widens_at <= store.now:
        news = call_next(store, call_out)
        store.save(call_out)
        tell(store, call_out, news)


def stand_down(calls: list[Any], capacity: str) -> None:
    for call in calls:
        call.state = SummonsState(SUMMONS.decide(call.state, "stand_down", {capacity}).target)


def get_call_out(store: Any, actor: Actor, command: GetCallOut) -> CallOutView:
    """Who was not called and does not run it sees none."""
    call_out = store.get_call_out(command.call_out_id)
    running = runs(store, actor, call_out.area)
    if not running and all(call.account != actor.account for call in call_out.calls):
        raise NOT_FOUND("/call_out_id", what="call-out")
    return store.call_out_view(call_out, actor.account, running)


def list_call_outs(store: Any, actor: Actor, command: ListCallOuts) -> CallOutPage:
    """Without the single calls."""
    refuse_outside(actor, command.area, "/area")
    found = store.find_call_outs(command.area, command.state, before(command), command.limit + 1)
    return page(store, actor, found, command.limit)


def list_my_call_outs(store: Any, actor: Actor, command: ListMyCallOuts) -> CallOutPage:
    return page(
        store, actor, store.find_call_outs_of(actor.account, before(command), command.limit + 1), command.limit
    )  # fmt: skip


def page(store: Any, actor: Actor, found: list[Any], limit: int) -> CallOutPage:
    items = [store.call_out_view(each, actor.account, runs=False) for each in found[:limit]]
    return CallOutPage(items=items, next=onward(found, limit))


def close_call_out(store: Any, actor: Actor, command: CloseCallOut) -> CallOutView:
    call_out = run(store, actor, command.call_out_id)
    call_out.state = CallOutState(CALL_OUT.decide(call_out.state, "close", {RUNNER}).target)
    asked = [each for each in call_out.calls if each.state in (SummonsState.CALLED, SummonsState.COMING)]
    stand_down(asked + [each for each in call_out.calls if each.state is SummonsState.ARRIVED], RUNNER)
    call_out.outcome, call_out.note = command.outcome, command.note
    call_out.closed_at, call_out.widens_at = store.now, None
    store.save(call_out)
    tell(store, call_out, stood_down(call_out, asked))
    tell(store, call_out, CallOutClosed(
        area=call_out.area, kind=call_out.kind, outcome=call_out.outcome, called=call_out.called,
        arrived=len(call_out.arrivals), seconds=seconds_between(call_out.raised_at, store.now),
    ))  # fmt: skip
    return store.call_out_view(call_out, actor.account, runs=True)


def run(store: Any, actor: Actor, call_out_id: str) -> Any:
    """The call-out, where the actor runs it; for others there is none."""
    call_out = store.get_call_out(call_out_id)
    if not runs(store, actor, call_out.area):
        raise NOT_FOUND("/call_out_id", what="call-out")
    return call_out


def settle(store: Any, call_out: Any) -> list[Event]:
    """After an answer: enough people stand the others down; too few again have them called again; when all who were
    called have answered and too few come, the next ring is not waited for."""
    enough = coming(call_out.calls) >= call_out.wanted
    if enough and call_out.state is CallOutState.CALLING:
        call_out.state = CallOutState(CALL_OUT.decide(call_out.state, "suffice", {CLOCK}).target)
        call_out.widens_at = None
        asked = [each for each in call_out.calls if each.state is SummonsState.CALLED]
        stand_down(asked, CLOCK)
        return [stood_down(call_out, asked)] if asked else []
    if not enough and call_out.state is CallOutState.ENOUGH:
        call_out.state = CallOutState(CALL_OUT.decide(call_out.state, "fall_short", {CLOCK}).target)
        return recall(store, call_out)
    if not enough and call_out.widens_at and all(each.state is not SummonsState.CALLED for each in call_out.calls):
        call_out.widens_at = min(call_out.widens_at, store.now)
    return []


def recall(store: Any, call_out: Any) -> list[Event]:
    """Those who were stood down before they had answered."""
    again = [e for e in call_out.calls if e.state is SummonsState.STOOD_DOWN and e.answer_seconds is None]
    for each in again:
        each.state = SummonsState(SUMMONS.decide(each.state, "recall", {CLOCK}).target)
        each.called_at = store.now
    if not again:
        call_out.widens_at = store.now
        return []
    call_out.widens_at = store.now + timedelta(seconds=call_out.answer_within)
    return [called(call_out, again[-1].ring, again)]


def tell(store: Any, call_out: Any, news: Event) -> None:
    store.announce(news, subject=call_out.id, version=call_out.version, area=call_out.area)
