"""Finding and keeping projects."""

from typing import Any

from services.volunteers.documents.needs import Need, Project, Resource, Step
from services.volunteers.domain.progress import PROJECT, percent
from shared.contracts.volunteers.projects import ProjectState, ProjectView, StepView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class ProjectStore(Work):
    documents = (Project,)

    def new_project(self, need: Need, resource: Resource, quantity: int, score: int, claimed: bool) -> Project:
        """Not stored yet."""
        return Project(
            id=self.new_id(), need=need.id, resource=resource.id, title=need.title, unit=resource.unit, kind=need.kind,
            area=need.area, within=need.within, quantity=quantity, score=score, claimed=claimed, state=PROJECT.initial,
            planned_at=self.now, version=1,
        )  # fmt: skip

    def get_project(self, project_id: str) -> Project:
        project = Project.objects(id=project_id).first()
        if project is None:
            raise NOT_FOUND("/project_id", what="project")
        return project

    def find_projects(self, area: str, state: ProjectState | None, before: str | None, limit: int) -> list[Project]:
        query: dict[str, Any] = {"within": area}
        if state is not None:
            query["state"] = state
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Project.objects(__raw__=query).order_by("-id").limit(limit))

    def set_steps(self, project: Project, texts: list[str]) -> None:
        project.steps = [Step(text=text) for text in texts]

    def project_view(self, project: Project) -> ProjectView:
        done = sum(step.done_at is not None for step in project.steps)
        return ProjectView(
            id=project.id, need=project.need, resource=project.resource, title=project.title, unit=project.unit,
            kind=project.kind, area=project.area, quantity=project.quantity, score=project.score,
            claimed=project.claimed, state=project.state, reason=project.reason, planned_at=project.planned_at,
            steps=[StepView(text=step.text, done_at=step.done_at) for step in project.steps],
            percent=percent(done, len(project.steps), project.state), version=project.version,
        )  # fmt: skip
