"""Teams with squads."""

from services.volunteers.usecases import responders, response_teams
from shared.contracts.volunteers import responders as responders_api
from shared.contracts.volunteers import response_teams as response_teams_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class ResponseTeams:
    store: Database

    @serve(response_teams_api.PUT_TEAM_KIND)
    def put_team_kind(self, call):
        return self.store.perform(call, response_teams.put_team_kind)

    @serve(response_teams_api.LIST_TEAM_KINDS)
    def list_team_kinds(self, call):
        return self.store.perform(call, response_teams.list_team_kinds)

    @serve(response_teams_api.FORM_RESPONSE_TEAM)
    def form_response_team(self, call):
        return self.store.perform(call, response_teams.form_response_team)

    @serve(response_teams_api.GET_RESPONSE_TEAM)
    def get_response_team(self, call):
        return self.store.perform(call, response_teams.get_response_team)

    @serve(response_teams_api.LIST_RESPONSE_TEAMS)
    def list_response_teams(self, call):
        return self.store.perform(call, response_teams.list_response_teams)

    @serve(responders_api.SHOW_RESPONSE_ROSTER)
    def show_response_roster(self, call):
        return self.store.perform(call, responders.show_response_roster)

    @serve(responders_api.ADD_RESPONDER)
    def add_responder(self, call):
        return self.store.perform(call, responders.add_responder)

    @serve(responders_api.MOVE_RESPONDER)
    def move_responder(self, call):
        return self.store.perform(call, responders.move_responder)

    @serve(responders_api.LINK_RESPONDER)
    def link_responder(self, call):
        return self.store.perform(call, responders.link_responder)

    @serve(responders_api.DROP_RESPONDER)
    def drop_responder(self, call):
        return self.store.perform(call, responders.drop_responder)
