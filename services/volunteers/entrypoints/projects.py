"""What comes of both."""

from services.volunteers.usecases import projects
from shared.contracts.volunteers import projects as projects_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Projects:
    store: Database

    @serve(projects_api.GET_PROJECT)
    def get_project(self, call):
        return self.store.perform(call, projects.get_project)

    @serve(projects_api.LIST_PROJECTS)
    def list_projects(self, call):
        return self.store.perform(call, projects.list_projects)

    @serve(projects_api.PLAN_STEPS)
    def plan_steps(self, call):
        return self.store.perform(call, projects.plan_steps)

    @serve(projects_api.START_PROJECT)
    def start_project(self, call):
        return self.store.perform(call, projects.start_project)

    @serve(projects_api.TICK_STEP)
    def tick_step(self, call):
        return self.store.perform(call, projects.tick_step)

    @serve(projects_api.FINISH_PROJECT)
    def finish_project(self, call):
        return self.store.perform(call, projects.finish_project)

    @serve(projects_api.DROP_PROJECT)
    def drop_project(self, call):
        return self.store.perform(call, projects.drop_project)
