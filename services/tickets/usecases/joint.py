"""Joint meetings on hard matters: convene, hold with minutes and attendance, give further tasks, count."""

from typing import Any

from services.tickets.domain.flow import DESK, VIEWER, refuse_partial
from services.tickets.domain.joint import JOINT_MEETING, capacities, first_receiver, leads, task_limit
from services.tickets.usecases.handling import put_in_hand, reacted
from services.tickets.usecases.matters import keep, move, standing_to, visible
from services.tickets.usecases.routing import put_on_track
from services.tickets.usecases.sessions import refuse_figures_elsewhere
from shared.contracts.actor import Actor
from shared.contracts.tickets.catalogue import Track
from shared.contracts.tickets.joint import (
    MOST_TASKS,
    NO_SUCH_UNIT,
    TOO_MANY_TASKS,
    AddTask,
    ConveneUnits,
    GetJointMeeting,
    HoldJointMeeting,
    JointFigures,
    JointMeetingHeld,
    JointMeetings,
    JointMeetingView,
    ListJointMeetings,
    MeetingState,
    ShowJointFigures,
    UnitTask,
)
from shared.contracts.tickets.sessions import WRONG_PERIOD
from shared.kernel.errors import NOT_ALLOWED_NOW, NOT_FOUND


def convene_units(store: Any, actor: Actor, command: ConveneUnits) -> JointMeetingView:
    """Who first took the matter on leads it from now on; it counts as a hard one."""
    ticket = move(store, actor, command.ticket_id, "convene", command.note)
    for number, unit in enumerate(command.units):
        refuse_partial_unit(store, ticket, unit, f"/units/{number}/account")
    names = {handling.account: handling.name for handling in ticket.handlers}
    leader = first_receiver(names, actor.account, store.standing(ticket))
    reacted(store, ticket)
    put_in_hand(store, ticket, leader, names.get(leader) or (actor.name if leader == actor.account else None))
    ticket.lead = leader
    if ticket.track != Track.HARD:
        put_on_track(store, ticket, actor, Track.HARD, command.note)
    meeting = store.new_meeting(
        ticket,
        leader=leader,
        led_by=ticket.responsible,
        note=command.note,
        meets_at=command.meets_at,
        place=command.place,
    )
    give_tasks(store, actor, meeting, ticket, command.units)
    store.save(meeting)
    keep(store, actor, ticket)
    return shown(store, actor, meeting, ticket)


def list_joint_meetings(store: Any, actor: Actor, command: ListJointMeetings) -> JointMeetings:
    ticket = visible(store, actor, command.ticket_id)
    if not standing_to(store, actor, ticket) & {DESK, VIEWER}:
        raise NOT_FOUND("/ticket_id", what="ticket")
    return JointMeetings(items=[shown(store, actor, meeting, ticket) for meeting in store.meetings_on(ticket.id)])


def get_joint_meeting(store: Any, actor: Actor, command: GetJointMeeting) -> JointMeetingView:
    return shown(store, actor, *meeting_with_ticket(store, actor, command.meeting_id))


def hold_joint_meeting(store: Any, actor: Actor, command: HoldJointMeeting) -> JointMeetingView:
    meeting, ticket = meeting_with_ticket(store, actor, command.meeting_id)
    held = leads(actor, meeting.leader, ticket.handler)
    meeting.state = MeetingState(JOINT_MEETING.decide(meeting.state, "hold", held).target)
    units = {task.unit for task in store.tasks_of(meeting.id)}
    for number, unit in enumerate(command.present):
        if unit not in units:
            raise NO_SUCH_UNIT(f"/present/{number}", unit=unit)
    meeting.minutes, meeting.held_at = command.minutes, store.now
    meeting.present = list(dict.fromkeys(command.present))
    store.save(meeting)
    news = JointMeetingHeld(
        meeting=meeting.id, number=meeting.number, area=meeting.area, units=len(units), present=len(meeting.present)
    )
    store.announce(news, subject=meeting.id, version=meeting.version, area=meeting.area)
    return shown(store, actor, meeting, ticket)


def add_task(store: Any, actor: Actor, command: AddTask) -> JointMeetingView:
    """The matter is saved as well: whoever finishes it at the same moment knows of the task."""
    meeting, ticket = meeting_with_ticket(store, actor, command.meeting_id)
    JOINT_MEETING.decide(meeting.state, "add_task", leads(actor, meeting.leader, ticket.handler))
    refuse_settled(ticket)
    if len(store.tasks_of(meeting.id)) >= MOST_TASKS:
        raise TOO_MANY_TASKS(most=MOST_TASKS)
    refuse_partial_unit(store, ticket, command, "/account")
    give_tasks(store, actor, meeting, ticket, [command])
    store.save(meeting)
    store.save(ticket)
    return shown(store, actor, meeting, ticket)


def show_joint_figures(store: Any, actor: Actor, command: ShowJointFigures) -> JointFigures:
    refuse_figures_elsewhere(actor, command.area)
    if command.since and command.until and command.until < command.since:
        raise WRONG_PERIOD("/until")
    return store.joint_figures(command.area, command.since, command.until)


def refuse_partial_unit(store: Any, ticket: Any, unit: UnitTask, pointer: str) -> None:
    """Nobody works on a task of a matter that is about them, or whose result the citizen did not accept."""
    if unit.account is not None:
        refuse_partial(unit.account, store.standing(ticket), pointer)


def refuse_settled(ticket: Any) -> None:
    if not ticket.live:
        raise NOT_ALLOWED_NOW(action="add_task", state=ticket.state, allowed=[])


def give_tasks(store: Any, actor: Actor, meeting: Any, ticket: Any, units: list[Any]) -> None:
    category = store.find_category(ticket.category)
    for unit in units:
        store.give_task(meeting, ticket, unit, task_limit(category, unit.working_days), actor)


def meeting_with_ticket(store: Any, actor: Actor, meeting_id: str) -> tuple[Any, Any]:
    """Both, for those who have a part in the matter; for others there is no such meeting."""
    meeting = store.get_meeting(meeting_id)
    ticket = store.find_ticket(meeting.ticket)
    if not standing_to(store, actor, ticket) & {DESK, VIEWER}:
        raise NOT_FOUND("/meeting_id", what="joint meeting")
    return meeting, ticket


def shown(store: Any, actor: Actor, meeting: Any, ticket: Any) -> JointMeetingView:
    held = leads(actor, meeting.leader, ticket.handler)
    tasks = [
        store.task_view(task, capacities(actor, task.account, task.desk) | held) for task in store.tasks_of(meeting.id)
    ]
    return store.meeting_view(meeting, held, tasks)
