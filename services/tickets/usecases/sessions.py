"""Sessions: plan, attend, hold with minutes, count."""

from typing import Any

from services.tickets.domain.hosting import HOST, hosts, refuse_to_open
from services.tickets.domain.sessions import GUEST, MOST_ATTENDEES, SESSION, refuse_before_beginning
from services.tickets.usecases.pages import beyond, following
from shared.contracts.actor import Actor, Role, lies_in
from shared.contracts.tickets.sessions import (
    ATTENDED_ALREADY,
    NO_SUCH_TOPIC,
    TOO_MANY_ATTENDEES,
    WRONG_PERIOD,
    AttendSession,
    CancelSession,
    FindSessions,
    GetSession,
    HoldSession,
    PlanSession,
    RecordAttendance,
    SessionHeld,
    ShowTalkFigures,
    SittingPage,
    SittingState,
    SittingView,
    TalkFiguresView,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import OUTSIDE_AREA


def plan_session(store: Any, actor: Actor, command: PlanSession) -> SittingView:
    refuse_to_open(actor, command.area)
    for number, item in enumerate(command.agenda):
        refuse_topic_elsewhere(store, item.topic, command.area, f"/agenda/{number}/topic")
    session = store.new_session(
        agenda=command.agenda, area=command.area, kind=command.kind, place=command.place, starts_at=command.starts_at,
        day=command.starts_at.astimezone(SHANGHAI).date().isoformat(), state=SittingState.PLANNED, link=command.link,
    )  # fmt: skip
    store.save(session)
    return shown(store, session, actor)


def get_session(store: Any, actor: Actor, command: GetSession) -> SittingView:
    return shown(store, store.get_session(command.session_id), actor)


def find_sessions(store: Any, actor: Actor, command: FindSessions) -> SittingPage:
    found = store.find_sessions(command.area, command.state, beyond(command.cursor), command.limit + 1)
    return SittingPage(
        items=[shown(store, session, actor) for session in found[: command.limit]], next=following(found, command.limit)
    )


def attend_session(store: Any, actor: Actor, command: AttendSession) -> SittingView:
    session, _ = decide(store, actor, command.session_id, "attend")
    refuse_before_beginning(session.starts_at, store.now)
    if any(attendee.account == actor.account for attendee in session.attendees):
        raise ATTENDED_ALREADY()
    refuse_full(session, 1)
    store.add_attendee(session, command.capacity, actor.account, None)
    store.save(session)
    return shown(store, session, actor)


def record_attendance(store: Any, actor: Actor, command: RecordAttendance) -> SittingView:
    """Who is on the list by account is not listed again."""
    session, _ = decide(store, actor, command.session_id, "record_attendance")
    refuse_before_beginning(session.starts_at, store.now)
    refuse_full(session, len(command.attendees))
    known = {attendee.account for attendee in session.attendees if attendee.account}
    for attendee in command.attendees:
        if attendee.account not in known:
            store.add_attendee(session, attendee.capacity, attendee.account, attendee.name)
            known |= {attendee.account} - {None}
    store.save(session)
    return shown(store, session, actor)


def hold_session(store: Any, actor: Actor, command: HoldSession) -> SittingView:
    session, target = decide(store, actor, command.session_id, "hold")
    refuse_before_beginning(session.starts_at, store.now)
    for number, matter in enumerate(command.settled):
        refuse_topic_elsewhere(store, matter.topic, session.area, f"/settled/{number}/topic")
    session.state, session.minutes = target, command.minutes
    store.save(session)
    store.settle(session, command.settled)
    held = SessionHeld(
        session=session.id, area=session.area, kind=session.kind, held_at=session.starts_at,
        attended=len(session.attendees), settled=len(command.settled),
    )  # fmt: skip
    store.announce(held, subject=session.id, version=session.version, area=session.area)
    return shown(store, session, actor)


def cancel_session(store: Any, actor: Actor, command: CancelSession) -> SittingView:
    session, target = decide(store, actor, command.session_id, "cancel")
    session.state, session.reason = target, command.reason
    store.save(session)
    return shown(store, session, actor)


def show_talk_figures(store: Any, actor: Actor, command: ShowTalkFigures) -> TalkFiguresView:
    refuse_figures_elsewhere(actor, command.area)
    if command.since and command.until and command.until < command.since:
        raise WRONG_PERIOD("/until")
    return store.talk_figures(command.area, command.since, command.until)


def refuse_figures_elsewhere(actor: Actor, area: str) -> None:
    if not (actor.has(Role.AUDITOR) or actor.covers(area)):
        raise OUTSIDE_AREA("/area")


def refuse_topic_elsewhere(store: Any, topic_id: str | None, area: str, pointer: str) -> None:
    """A topic that is named exists and lies in the area, or the area in its."""
    if topic_id is None:
        return
    topic = store.find_topic(topic_id)
    if topic is None or not (lies_in(topic.area, area) or lies_in(area, topic.area)):
        raise NO_SUCH_TOPIC(pointer, topic=topic_id)


def refuse_full(session: Any, more: int) -> None:
    if len(session.attendees) + more > MOST_ATTENDEES:
        raise TOO_MANY_ATTENDEES(limit=MOST_ATTENDEES)


def decide(store: Any, actor: Actor, session_id: str, action: str) -> tuple[Any, SittingState]:
    session = store.get_session(session_id)
    held = frozenset({HOST, GUEST} if hosts(actor, session.area) else {GUEST})
    return session, SittingState(SESSION.decide(session.state, action, held).target)


def shown(store: Any, session: Any, actor: Actor) -> SittingView:
    return store.session_view(session, actor, hosts(actor, session.area))
