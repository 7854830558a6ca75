"""Answering a call, arriving, leaving; oneself, or told by telephone to who runs the call-out."""

from typing import Any

from services.volunteers.domain.call_outs import CALLED_MEMBER, SUMMONS, refuse_late, seconds_between
from services.volunteers.domain.squad_rings import metres
from services.volunteers.usecases.call_outs import run, settle, tell
from services.volunteers.usecases.response_standing import runs
from shared.contracts.actor import Actor
from shared.contracts.model import Point
from shared.contracts.volunteers.call_outs import CallOutView, SummonsState
from shared.contracts.volunteers.summons import (
    MINUTES_MISSING,
    NOT_CALLED,
    OWN_ANSWER,
    AnswerCallOut,
    AnswerForMember,
    ArriveAtCallOut,
    ArriveForMember,
    StandDownFromCallOut,
)
from shared.kernel.errors import NOT_FOUND

CAME = frozenset({SummonsState.COMING, SummonsState.ARRIVED})


def answer_call_out(store: Any, actor: Actor, command: AnswerCallOut) -> CallOutView:
    call_out = store.get_call_out(command.call_out_id)
    answer(store, call_out, own_call(call_out, actor), command)
    return shown(store, actor, call_out)


def answer_for_member(store: Any, actor: Actor, command: AnswerForMember) -> CallOutView:
    call_out = run(store, actor, command.call_out_id)
    answer(store, call_out, others_call(call_out, actor, command.member_id), command)
    return shown(store, actor, call_out)


def arrive_at_call_out(store: Any, actor: Actor, command: ArriveAtCallOut) -> CallOutView:
    call_out = store.get_call_out(command.call_out_id)
    arrive(store, call_out, own_call(call_out, actor), command.point)
    return shown(store, actor, call_out)


def arrive_for_member(store: Any, actor: Actor, command: ArriveForMember) -> CallOutView:
    call_out = run(store, actor, command.call_out_id)
    arrive(store, call_out, others_call(call_out, actor, command.member_id), command.point)
    return shown(store, actor, call_out)


def stand_down_from_call_out(store: Any, actor: Actor, command: StandDownFromCallOut) -> CallOutView:
    call_out = store.get_call_out(command.call_out_id)
    call = own_call(call_out, actor)
    refuse_late(call_out.state, call)
    call.state = SummonsState(SUMMONS.decide(call.state, "leave", {CALLED_MEMBER}).target)
    store.save(call_out)
    return shown(store, actor, call_out)


def answer(store: Any, call_out: Any, call: Any, command: AnswerCallOut) -> None:
    """The same answer again changes nothing, but for the minutes that somebody on the way still needs."""
    if command.coming and command.minutes is None:
        raise MINUTES_MISSING("/minutes")
    same = CAME if command.coming else {SummonsState.NOT_COMING}
    if call.state in same:
        if call.state is SummonsState.COMING and call.minutes != command.minutes:
            call.minutes = command.minutes
            store.save(call_out)
        return
    refuse_late(call_out.state, call)
    call.state = SummonsState(
        SUMMONS.decide(call.state, "come" if command.coming else "stay_away", {CALLED_MEMBER}).target
    )
    call.minutes = command.minutes if command.coming else None
    note_answer(store, call_out, call)
    keep(store, call_out)


def arrive(store: Any, call_out: Any, call: Any, point: Point | None) -> None:
    if call.state is SummonsState.ARRIVED:
        return
    refuse_late(call_out.state, call)
    call.state = SummonsState(SUMMONS.decide(call.state, "arrive", {CALLED_MEMBER}).target)
    note_answer(store, call_out, call)
    call.arrival_seconds = seconds_between(call.called_at, store.now)
    call_out.arrivals.append(call.arrival_seconds)
    if point is not None and call_out.point:
        here = (call_out.point[0], call_out.point[1])
        call.metres_off = round(metres((point.longitude, point.latitude), here))
    keep(store, call_out)


def note_answer(store: Any, call_out: Any, call: Any) -> None:
    """The first answer is the one that is timed."""
    if call.answer_seconds is None:
        call.answer_seconds = seconds_between(call.called_at, store.now)
        call_out.answers.append(call.answer_seconds)


def keep(store: Any, call_out: Any) -> None:
    news = settle(store, call_out)
    store.save(call_out)
    for each in news:
        tell(store, call_out, each)


def own_call(call_out: Any, actor: Actor) -> Any:
    call = next((each for each in call_out.calls if each.account == actor.account), None)
    if call is None:
        raise NOT_CALLED()
    return call


def others_call(call_out: Any, actor: Actor, member_id: str) -> Any:
    call = next((each for each in call_out.calls if each.member == member_id), None)
    if call is None:
        raise NOT_FOUND("/member_id", what="member")
    if call.account == actor.account:
        raise OWN_ANSWER("/member_id")
    return call


def shown(store: Any, actor: Actor, call_out: Any) -> CallOutView:
    return store.call_out_view(call_out, actor.account, runs(store, actor, call_out.area))
