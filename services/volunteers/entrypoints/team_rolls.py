"""Rolls of teams, and shifts that one can take."""

from services.volunteers.usecases import takeable, team_rolls
from shared.contracts.volunteers import takeable as takeable_api
from shared.contracts.volunteers import team_rolls as team_rolls_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class TeamRolls:
    store: Database

    @serve(team_rolls_api.ENLIST_MEMBERS)
    def enlist_members(self, call):
        return self.store.perform(call, team_rolls.enlist_members)

    @serve(team_rolls_api.LIST_MEMBERS)
    def list_members(self, call):
        return self.store.perform(call, team_rolls.list_members)

    @serve(team_rolls_api.DISMISS_MEMBER)
    def dismiss_member(self, call):
        return self.store.perform(call, team_rolls.dismiss_member)

    @serve(team_rolls_api.SHOW_TEAM_FIGURES)
    def show_team_figures(self, call):
        return self.store.perform(call, team_rolls.show_team_figures)

    @serve(takeable_api.LIST_TAKEABLE_SHIFTS)
    def list_takeable_shifts(self, call):
        return self.store.perform(call, takeable.list_takeable_shifts)
