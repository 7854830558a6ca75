"""Calling for help, looking at calls, and taking them back."""

from datetime import date, datetime, time
from typing import Any

from services.volunteers.domain.help_calls import (
    CALLER,
    HELP_CALL,
    HOLDING,
    STAFF_OF_AREA,
    VOLUNTEER,
    refuse_help_time,
    refuse_narrowing,
)
from services.volunteers.domain.help_rings import misfit, refuse_shrinking
from services.volunteers.domain.time_bank import community_of, is_own
from services.volunteers.usecases.help_turns import asked, call_off, keep, launch, wish_of
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import STAFF, Actor
from shared.contracts.volunteers.help_calls import (
    BAD_PERIOD,
    NO_FIT,
    AskVolunteers,
    CancelHelpCall,
    GetHelpCall,
    HelpCallPage,
    HelpCallSight,
    HelpCallView,
    HelpFigures,
    ListHelpCalls,
    ListHelpCallsToMe,
    ListMyHelpCalls,
    ListOpenHelpCalls,
    OpenHelpCall,
    ShowHelpFigures,
)
from shared.contracts.volunteers.help_rings import RingsView, SetRings, ShowRings
from shared.contracts.volunteers.needs import Misfit
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA


def open_help_call(store: Any, actor: Actor, command: OpenHelpCall) -> HelpCallView:
    """For oneself anywhere; for somebody of the register by staff of the area."""
    community_of(command.area)
    refuse_help_time(command.starts_at, command.ends_at, command.minutes, store.now)
    refuse_narrowing(command.before, command.after)
    caller, person = actor.account, actor.person
    if command.person is not None and command.person != actor.person:
        if not actor.has(*STAFF):
            raise FORBIDDEN("/person", action="open_help_call")
        if not actor.covers(command.area):
            raise OUTSIDE_AREA("/area")
        caller, person = None, command.person
    rings = store.kept_rings(store.rings_of(command.area, command.urgency).rings)
    call = store.new_help_call(command, caller, person, actor.account, rings)
    launch(store, call)
    return store.help_call_view(call, CALLER if caller else STAFF_OF_AREA, actor.account)


def get_help_call(store: Any, actor: Actor, command: GetHelpCall) -> HelpCallSight:
    call, capacity = stand(store, actor, command.help_call_id)
    return store.help_call_sight(call, capacity, actor.account)


def cancel_help_call(store: Any, actor: Actor, command: CancelHelpCall) -> HelpCallView:
    call, capacity = stand(store, actor, command.help_call_id)
    store.refuse_stale(call.version)
    news = call_off(store, call, capacity)
    call.reason = store.sealed_word(command.reason)
    keep(store, call, news)
    return store.help_call_view(call, capacity, actor.account)


def ask_volunteers(store: Any, actor: Actor, command: AskVolunteers) -> HelpCallView:
    """However far they live: staff knows whom it asks. Who was asked before is not asked again."""
    call, capacity = stand(store, actor, command.help_call_id)
    store.refuse_stale(call.version)
    HELP_CALL.decide(call.state, "ask", {capacity})
    known, wish, chosen = {each.volunteer for each in call.asked}, wish_of(call), []
    for place, volunteer_id in enumerate(dict.fromkeys(command.volunteers)):
        volunteer = store.find_volunteer(volunteer_id)
        if volunteer is None or not actor.covers(volunteer.area):
            raise NOT_FOUND(f"/volunteers/{place}", what="volunteer")
        candidate = store.candidate_for(call, volunteer)
        reason = "own_or_blocked" if candidate is None else misfit(candidate, wish, store.now)
        if reason is not None and reason is not Misfit.TOO_FAR:
            raise NO_FIT(f"/volunteers/{place}", reason=reason)
        if volunteer_id not in known:
            chosen.append(candidate)
    keep(store, call, [asked(call, store.ask_help_of(call, chosen))] if chosen else [])
    return store.help_call_view(call, capacity, actor.account)


def list_help_calls(store: Any, actor: Actor, command: ListHelpCalls) -> HelpCallPage:
    refuse_outside(actor, command.area, "/area")
    found = store.find_help_calls(command.area, command.state, command.skill, before(command), command.limit + 1)
    return page(store, actor, found, command.limit)


def list_open_help_calls(store: Any, actor: Actor, command: ListOpenHelpCalls) -> HelpCallPage:
    found = store.find_open_help_calls(command.area, before(command), command.limit + 1)
    return page(store, actor, found, command.limit)


def list_my_help_calls(store: Any, actor: Actor, command: ListMyHelpCalls) -> HelpCallPage:
    found = store.find_help_calls_of(actor.account, actor.person, before(command), command.limit + 1)
    return page(store, actor, found, command.limit)


def list_help_calls_to_me(store: Any, actor: Actor, command: ListHelpCallsToMe) -> HelpCallPage:
    found = store.find_help_calls_to(actor.account, before(command), command.limit + 1)
    return page(store, actor, found, command.limit)


def show_help_figures(store: Any, actor: Actor, command: ShowHelpFigures) -> HelpFigures:
    refuse_outside(actor, command.area, "/area")
    if command.until < command.since:
        raise BAD_PERIOD("/until")
    return store.help_call_figures(command.area, midnight(command.since), midnight(command.until))


def set_rings(store: Any, actor: Actor, command: SetRings) -> RingsView:
    refuse_outside(actor, command.area, "/area")
    refuse_shrinking(command.rings)
    store.put_rings(command.area, command.urgency, command.rings)
    return store.rings_of(command.area, command.urgency)


def show_rings(store: Any, actor: Actor, command: ShowRings) -> RingsView:
    refuse_outside(actor, command.area, "/area")
    return store.rings_of(command.area, command.urgency)


def stand(store: Any, actor: Actor, call_id: str) -> tuple[Any, str]:
    """The call, and in what capacity the actor stands to it; for whoever has none there is no such call."""
    call = store.get_help_call(call_id)
    capacity = capacity_of(store, actor, call, store.apart_from(actor.account, actor.person))
    if capacity is None:
        raise NOT_FOUND("/help_call_id", what="call for help")
    return call, capacity


def capacity_of(store: Any, actor: Actor, call: Any, apart: set[str]) -> str | None:
    """Who has taken a part of it is no staff to it. Who was blocked after being asked does not see it any more.

    `apart`: names of those from whom the actor stands apart.
    """
    if is_caller(actor, call):
        return CALLER
    if any(is_own(actor, each) and each.state in HOLDING for each in call.answers):
        return VOLUNTEER
    if actor.has(*STAFF) and actor.covers(call.area):
        return STAFF_OF_AREA
    reached = call.on_board or any(each.account == actor.account for each in call.asked)
    return VOLUNTEER if reached and not store.is_of(call, apart) else None


def is_caller(actor: Actor, call: Any) -> bool:
    return actor.account == call.caller or (actor.person is not None and actor.person == call.person)


def page(store: Any, actor: Actor, found: list[Any], limit: int) -> HelpCallPage:
    """Without those that the actor does not see any more."""
    apart = store.apart_from(actor.account, actor.person)
    shown = [(call, capacity_of(store, actor, call, apart)) for call in found[:limit]]
    return HelpCallPage(
        items=[store.help_call_sight(call, capacity, actor.account) for call, capacity in shown if capacity],
        next=onward(found, limit),
    )


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
