"""The tasks that a joint meeting gives to units."""

from typing import Any

from services.tickets.domain.flow import DESK, VIEWER, refuse_partial
from services.tickets.domain.joint import JOINT_TASK, capacities, leads
from services.tickets.usecases.matters import standing_to
from services.tickets.usecases.pages import beyond, following
from shared.contracts.actor import Actor
from shared.contracts.tickets.joint import (
    NOTHING_CHANGED,
    AssignTask,
    FailTask,
    FinishTask,
    GetTask,
    ListTasks,
    PauseTask,
    ResumeTask,
    TaskPage,
    TaskState,
    TaskView,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA


def get_task(store: Any, actor: Actor, command: GetTask) -> TaskView:
    task = store.get_task(command.task_id)
    return store.task_view(task, standing_to_task(store, actor, task))


def list_tasks(store: Any, actor: Actor, command: ListTasks) -> TaskPage:
    if command.area is not None and not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    found = store.find_tasks(
        actor, area=command.area, state=command.state, overdue=command.overdue, before=beyond(command.cursor),
        limit=command.limit + 1,
    )  # fmt: skip
    shown = [store.task_view(task, capacities(actor, task.account, task.desk)) for task in found[: command.limit]]
    return TaskPage(items=shown, next=following(found, command.limit))


def finish_task(store: Any, actor: Actor, command: FinishTask) -> TaskView:
    return step(store, actor, command.task_id, "done", command.note)


def fail_task(store: Any, actor: Actor, command: FailTask) -> TaskView:
    return step(store, actor, command.task_id, "fail", command.note)


def pause_task(store: Any, actor: Actor, command: PauseTask) -> TaskView:
    return step(store, actor, command.task_id, "pause", command.note, command.reason)


def resume_task(store: Any, actor: Actor, command: ResumeTask) -> TaskView:
    return step(store, actor, command.task_id, "resume", command.note)


def assign_task(store: Any, actor: Actor, command: AssignTask) -> TaskView:
    """To another account or unit; a unit without an account has its word recorded."""
    task = store.get_task(command.task_id)
    held = standing_to_task(store, actor, task)
    target = JOINT_TASK.decide(task.state, "assign", held).target
    if command.unit is None and command.account is None:
        raise NOTHING_CHANGED("/account")
    ticket = store.find_ticket(task.ticket)
    if command.account is not None:
        refuse_partial(command.account, store.standing(ticket), "/account")
    task.unit = command.unit or task.unit
    known = len(ticket.units)
    store.put_to_work(task, ticket, command.account)
    store.step_task(task, "assign", actor, TaskState(target), command.note)
    store.save(task)
    if len(ticket.units) > known:
        store.save(ticket)
    return store.task_view(task, held)


def drop_open_tasks(store: Any, actor: Actor, ticket_id: str, reason: str) -> None:
    """The matter goes on without them."""
    for task in store.open_tasks(ticket_id):
        store.step_task(task, "drop", actor, TaskState.DROPPED, reason)
        store.save(task)


def step(store: Any, actor: Actor, task_id: str, action: str, note: str | None, pause: str | None = None) -> TaskView:
    task = store.get_task(task_id)
    held = standing_to_task(store, actor, task)
    target = JOINT_TASK.decide(task.state, action, held).target
    store.step_task(task, action, actor, TaskState(target), note, pause)
    store.save(task)
    return store.task_view(task, held)


def standing_to_task(store: Any, actor: Actor, task: Any) -> frozenset[str]:
    """In what capacities somebody stands to a task; for those who have no part in the matter there is none."""
    ticket = store.find_ticket(task.ticket)
    if not standing_to(store, actor, ticket) & {DESK, VIEWER}:
        raise NOT_FOUND("/task_id", what="task")
    leader = store.find_meeting(task.meeting).leader
    return capacities(actor, task.account, task.desk) | leads(actor, leader, ticket.handler)
