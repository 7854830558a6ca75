"""Projects: a need that a resource meets, and how far it has come."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.needs import UNITS, Kind
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class ProjectState(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class ProjectAction(Command):
    project_id: Id


class GetProject(ProjectAction):
    pass


class ListProjects(PageQuery):
    area: AreaPath
    state: ProjectState | None = None


class PlanSteps(ProjectAction):
    """Before it runs. What was planned before is replaced."""

    steps: list[ShortText] = Field(min_length=1, max_length=50)


class StartProject(ProjectAction):
    pass


class TickStep(ProjectAction):
    number: int = Field(ge=1, le=50)


class FinishProject(ProjectAction):
    """All steps are done. What the resource gave is free again."""


class DropProject(ProjectAction):
    """It comes to nothing: the need is open again, and the resource's record says so where its giver is the reason."""

    reason: ShortText
    giver_failed: bool = Field(
        default=True, description="false, by the community alone: the giver is not to blame, and their record stays"
    )


class StepView(View):
    text: str
    done_at: Moment | None = None


class ProjectView(View):
    """`score` as it was when matched; `percent` of the steps are done."""

    id: Id
    need: Id
    resource: Id
    title: str
    unit: str
    kind: Kind
    area: AreaPath
    quantity: Count
    score: Count
    claimed: bool = Field(description="by the unit itself, not by a matching")
    state: ProjectState
    steps: list[StepView] = []
    percent: Count
    reason: str | None = None
    planned_at: Moment
    version: Version


class ProjectPage(Page[ProjectView]):
    pass


class ProjectMoved(Event):
    TYPE: ClassVar[str] = "volunteers.project.moved.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    need: Id
    resource: Id
    area: AreaPath
    kind: Kind
    quantity: Count
    state: ProjectState


STEPS_LEFT = ErrorCode("volunteers.steps_left", 409, "{left} steps are not done yet.", "还有 {left} 个步骤未完成。")
NO_SUCH_STEP = ErrorCode("volunteers.no_such_step", 422, "There are {steps} steps.", "共有 {steps} 个步骤。")
MOVING = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)

GET_PROJECT = Op(
    "get_project", GET("/projects/{project_id}"), GetProject, ProjectView, UNITS, "One project", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
LIST_PROJECTS = Op(
    "list_projects", GET("/projects"), ListProjects, ProjectPage, UNITS, "Projects of an area with progress, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
PLAN_STEPS = Op(
    "plan_steps", PUT("/projects/{project_id}/steps"), PlanSteps, ProjectView, UNITS, "Say in which steps it is done",
    errors=MOVING,
)  # fmt: skip
START_PROJECT = Op(
    "start_project", POST("/projects/{project_id}/start", 200), StartProject, ProjectView, UNITS, "Begin a project",
    emits=(ProjectMoved,), errors=MOVING,
)  # fmt: skip
TICK_STEP = Op(
    "tick_step", POST("/projects/{project_id}/steps/{number}/done", 200), TickStep, ProjectView, UNITS,
    "A step is done; a second time changes nothing", errors=(*MOVING, NO_SUCH_STEP),
)  # fmt: skip
FINISH_PROJECT = Op(
    "finish_project", POST("/projects/{project_id}/finish", 200), FinishProject, ProjectView, UNITS, "End a project",
    emits=(ProjectMoved,), errors=(*MOVING, STEPS_LEFT),
)  # fmt: skip
DROP_PROJECT = Op(
    "drop_project", POST("/projects/{project_id}/drop", 200), DropProject, ProjectView, UNITS, "Give up a project",
    emits=(ProjectMoved,), errors=MOVING,
)  # fmt: skip

OPERATIONS = (GET_PROJECT, LIST_PROJECTS, PLAN_STEPS, START_PROJECT, TICK_STEP, FINISH_PROJECT, DROP_PROJECT)
EVENTS = (ProjectMoved,)
