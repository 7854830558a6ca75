"""Teams and activities."""

from services.volunteers.usecases import activities
from shared.contracts.volunteers import activities as activities_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Activities:
    store: Database

    @serve(activities_api.FORM_TEAM)
    def form_team(self, call):
        return self.store.perform(call, activities.form_team)

    @serve(activities_api.LIST_TEAMS)
    def list_teams(self, call):
        return self.store.perform(call, activities.list_teams)

    @serve(activities_api.GET_TEAM)
    def get_team(self, call):
        return self.store.perform(call, activities.get_team)

    @serve(activities_api.JOIN_TEAM)
    def join_team(self, call):
        return self.store.perform(call, activities.join_team)

    @serve(activities_api.LEAVE_TEAM)
    def leave_team(self, call):
        return self.store.perform(call, activities.leave_team)

    @serve(activities_api.ADD_LEADER)
    def add_leader(self, call):
        return self.store.perform(call, activities.add_leader)

    @serve(activities_api.OPEN_ACTIVITY)
    def open_activity(self, call):
        return self.store.perform(call, activities.open_activity)

    @serve(activities_api.GET_ACTIVITY)
    def get_activity(self, call):
        return self.store.perform(call, activities.get_activity)

    @serve(activities_api.LIST_ACTIVITIES)
    def list_activities(self, call):
        return self.store.perform(call, activities.list_activities)

    @serve(activities_api.CANCEL_ACTIVITY)
    def cancel_activity(self, call):
        return self.store.perform(call, activities.cancel_activity)

    @every(5)
    def make_shifts(self):
        for activity, due_at in self.store.look().activities_due():
            self.store.attempt(
                f"make_shifts|{activity}|{due_at.isoformat()}",
                lambda store, _actor, activity=activity, due_at=due_at: activities.make_more_shifts(
                    store, activity, due_at
                ),
            )
