"""Projects: plan, run, finish or give up."""

from typing import Any

from services.volunteers.domain.progress import COMMUNITY, GIVER, PROJECT
from shared.contracts.actor import STAFF, Actor
from shared.contracts.volunteers.needs import Kind, NeedState
from shared.contracts.volunteers.projects import (
    NO_SUCH_STEP,
    DropProject,
    FinishProject,
    GetProject,
    ListProjects,
    PlanSteps,
    ProjectMoved,
    ProjectPage,
    ProjectView,
    StartProject,
    TickStep,
)
from shared.kernel.paging import decode_cursor, encode_cursor


def get_project(store: Any, _actor: Actor, command: GetProject) -> ProjectView:
    return store.project_view(store.get_project(command.project_id))


def list_projects(store: Any, _actor: Actor, command: ListProjects) -> ProjectPage:
    before = decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
    found = store.find_projects(command.area, command.state, before, command.limit + 1)
    shown = found[: command.limit]
    return ProjectPage(
        items=[store.project_view(project) for project in shown],
        next=encode_cursor(shown[-1].id) if len(found) > command.limit else None,
    )


def plan_steps(store: Any, actor: Actor, command: PlanSteps) -> ProjectView:
    project, _ = _move(store, actor, command.project_id, "plan_steps")
    store.set_steps(project, command.steps)
    store.save(project)
    return store.project_view(project)


def start_project(store: Any, actor: Actor, command: StartProject) -> ProjectView:
    project, _ = _move(store, actor, command.project_id, "start_project")
    return _moved(store, project)


def tick_step(store: Any, actor: Actor, command: TickStep) -> ProjectView:
    project, _ = _move(store, actor, command.project_id, "tick_step")
    if command.number > len(project.steps):
        raise NO_SUCH_STEP("/number", steps=len(project.steps))
    step = project.steps[command.number - 1]
    if step.done_at is None:
        step.done_at = store.now
        store.save(project)
    return store.project_view(project)


def finish_project(store: Any, actor: Actor, command: FinishProject) -> ProjectView:
    """What was lent is free again; goods are gone."""
    project, resource = _move(store, actor, command.project_id, "finish_project")
    resource.done += 1
    if project.kind is not Kind.GOODS:
        store.give_back(resource, project.quantity)
    store.save(resource)
    return _moved(store, project)


def drop_project(store: Any, actor: Actor, command: DropProject) -> ProjectView:
    """The need is open again, unless it was withdrawn meanwhile. Givers who give up do so on their own record."""
    project, resource = _move(store, actor, command.project_id, "drop_project")
    project.reason = command.reason
    if command.giver_failed or resource.account == actor.account:
        resource.dropped += 1
    store.undo_giving(resource, project.quantity)
    store.save(resource)
    need = store.get_need(project.need)
    if need.state is not NeedState.WITHDRAWN:
        store.take_from_need(need, -project.quantity)
        store.save(need)
    return _moved(store, project)


def tell(store: Any, project: Any) -> None:
    news = ProjectMoved(
        need=project.need, resource=project.resource, area=project.area, kind=project.kind, quantity=project.quantity,
        state=project.state,
    )  # fmt: skip
    store.announce(news, subject=project.id, version=project.version, area=project.area)


def _move(store: Any, actor: Actor, project_id: str, action: str) -> tuple[Any, Any]:
    """Decides the move by what the actor has to do with the project, and sets the new state."""
    project = store.get_project(project_id)
    resource = store.get_resource(project.resource)
    store.refuse_stale(project.version)
    capacities = set()
    if resource.account == actor.account:
        capacities.add(GIVER)
    if actor.has(*STAFF) and actor.covers(project.area):
        capacities.add(COMMUNITY)
    left = sum(step.done_at is None for step in project.steps)
    project.state = PROJECT.decide(project.state, action, capacities, left).target
    return project, resource


def _moved(store: Any, project: Any) -> ProjectView:
    store.save(project)
    tell(store, project)
    return store.project_view(project)
