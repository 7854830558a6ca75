"""What a call for help does by itself: asks in wider rings, recruits when nobody takes it, ends when its time is over."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from services.volunteers.domain.half_hours import LONGEST
from services.volunteers.domain.help_calls import CLOCK, HELP_ANSWER, HELP_CALL, CallFacts, lapses_at, places_left
from services.volunteers.domain.help_rings import Wish, headline, tally, wait_for, wave
from services.volunteers.domain.time_bank import community_of
from shared.contracts.model import Event
from shared.contracts.volunteers.help_calls import (
    HelpAnswerState,
    HelpAsked,
    HelpAudience,
    HelpCallEnded,
    HelpCallOpened,
    HelpCallState,
    HelpUrgency,
)
from shared.contracts.volunteers.needs import Kind, NeedFields, NeedUnmet

PRIORITIES = {HelpUrgency.NOW: 5, HelpUrgency.SOON: 3, HelpUrgency.WHENEVER: 2}
UNTAKEN_TITLE = "无人承接的求助"
GIVEN = frozenset({HelpAnswerState.HALF_DONE, HelpAnswerState.DONE})


def launch(store: Any, call: Any) -> None:
    """The first ring is asked at once, unless only staff may know of the call."""
    news: list[Event] = []
    if call.audience is not HelpAudience.DISPATCHERS:
        news.append(
            HelpCallOpened(area=community_of(call.area), skill=call.skill, urgency=call.urgency, helpers=call.helpers)
        )
        news += go_on(store, call)
    keep(store, call, news)


def turn_help_call(store: Any, call_id: str) -> None:
    """The clock's part. Does nothing to a call that has moved on meanwhile."""
    call = store.find_help_call(call_id)
    if call is None or call.due_at is None or call.due_at > store.now:
        return
    if store.now >= lapses_at(call.ends_at, states_of(call)):
        if call.taken_at is None and call.need is None and call.audience is not HelpAudience.DISPATCHERS:
            recruit(store, call)
        keep(store, call, end(store, call))
    elif store.now < call.ends_at:
        keep(store, call, go_on(store, call))
    else:  # somebody is confirmed for one of several places, and for the others it is too late
        call.widens_at = None
        keep(store, call)


def go_on(store: Any, call: Any) -> list[Event]:
    """Asks the next ones; when all rings are through, lists what is to be recruited."""
    rings, wish = store.rings_kept(call), wish_of(call)
    HELP_CALL.decide(call.state, "widen", {CLOCK})
    number, chosen = wave(rings, call.ring, lambda metres: store.near_help(call, metres), wish, store.now)
    call.ring = number
    if chosen:
        call.widens_at = store.now + wait_for(rings, number, last_start(call) - store.now)
        return [asked(call, store.ask_help_of(call, chosen))]
    call.widens_at = None
    call.state = HELP_CALL.decide(call.state, "exhaust", {CLOCK}).target
    recruit(store, call)
    return []


def last_start(call: Any) -> datetime:
    """The last moment at which help could begin."""
    return call.ends_at - timedelta(minutes=call.minutes)


def recruit(store: Any, call: Any) -> None:
    """One need per call, however often its rings are through. Its area is the community, and it tells nothing of the call's text."""
    wish, radius = wish_of(call), store.rings_kept(call)[-1].radius
    took = {each.volunteer for each in call.answers}
    asked_in_vain = {each.volunteer for each in call.asked} - took
    around = (each for each in store.all_near_help(call, radius) if each.volunteer not in took)
    counts = tally(around, store.beyond_help(call, radius), asked_in_vain, wish, min(store.now, last_start(call)))
    timed = call.ends_at - call.starts_at <= LONGEST  # a need has a time of at most a week, or none
    need = store.recruit(
        NeedFields(
            title=UNTAKEN_TITLE, kind=Kind.PEOPLE, skill=call.skill, area=community_of(call.area),
            starts_at=call.starts_at if timed else None, ends_at=call.ends_at if timed else None,
            quantity=places_left(call.helpers, states_of(call)), priority=PRIORITIES[call.urgency],
        ),
        call.id, call.need, headline(counts), counts,
    )  # fmt: skip
    call.need = need.id
    news = NeedUnmet(area=need.area, kind=need.kind, skill=need.skill, remaining=need.remaining, reason=need.reason)
    store.announce(news, subject=need.id, version=need.version, area=need.area)


def end(store: Any, call: Any) -> list[Event]:
    """Its time is over: done where somebody helped, and lapsed otherwise."""
    for answer in call.answers:
        if any(move.action == "lapse" for move in HELP_ANSWER.open_to(answer.state, {CLOCK})):
            answer.state = HELP_ANSWER.decide(answer.state, "lapse", {CLOCK}).target
    helped = HelpAnswerState.DONE in states_of(call)
    call.state = HELP_CALL.decide(call.state, "finish" if helped else "lapse", {CLOCK}).target
    return [ended(call, {each.account for each in call.asked})]


def call_off(store: Any, call: Any, by: str) -> list[Event]:
    """Refused once somebody has said that help was given. Nobody is recruited for it any more."""
    facts = facts_of(store, call)
    call.state = HELP_CALL.decide(call.state, "cancel", {by}, facts).target
    for answer in call.answers:
        if any(move.action == "cancel" for move in HELP_ANSWER.open_to(answer.state, {by})):
            answer.state = HELP_ANSWER.decide(answer.state, "cancel", {by}).target
    if call.need is not None:
        store.end_recruiting(call.need)
    return [ended(call, {each.account for each in call.asked})]


def keep(store: Any, call: Any, news: Iterable[Event] = ()) -> None:
    """Saves the call and tells its news."""
    store.keep_help_call(call)
    for event in news:
        store.announce(event, subject=call.id, version=call.version, area=community_of(call.area))


def asked(call: Any, accounts: list[str]) -> HelpAsked:
    return HelpAsked(
        accounts=accounts, area=community_of(call.area), skill=call.skill, urgency=call.urgency,
        starts_at=call.starts_at, ends_at=call.ends_at,
    )  # fmt: skip


def ended(call: Any, accounts: set[str]) -> HelpCallEnded:
    return HelpCallEnded(
        accounts=sorted(accounts), area=community_of(call.area), skill=call.skill, state=HelpCallState(call.state)
    )


def wish_of(call: Any) -> Wish:
    return Wish(call.skill, call.confirmed_only, call.starts_at, call.ends_at, call.minutes)


def states_of(call: Any) -> list[HelpAnswerState]:
    return [each.state for each in call.answers]


def facts_of(store: Any, call: Any) -> CallFacts:
    return CallFacts(now=store.now, starts_at=call.starts_at, given=bool(GIVEN & set(states_of(call))))
