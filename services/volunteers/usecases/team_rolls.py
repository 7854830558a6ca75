"""Taking many into a team, and counting teams."""

from typing import Any

from services.volunteers.usecases.posts import refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.activities import TeamView
from shared.contracts.volunteers.team_rolls import EnlistMembers, ShowTeamFigures, TeamFigures
from shared.kernel.errors import NOT_FOUND


def enlist_members(store: Any, actor: Actor, command: EnlistMembers) -> TeamView:
    team = store.get_team(command.team_id)
    if not actor.covers(team.area):
        raise NOT_FOUND("/team_id", what="team")
    wanted = list(dict.fromkeys(command.volunteers))
    known = {each.id for each in store.find_volunteers_in(list(actor.areas), wanted)}
    for place, each in enumerate(command.volunteers):
        if each not in known:
            raise NOT_FOUND(f"/volunteers/{place}", what="volunteer")
    there = store.members_among(team, wanted)
    store.enlist(team, [each for each in wanted if each not in there])
    return store.team_view(team)


def show_team_figures(store: Any, actor: Actor, command: ShowTeamFigures) -> TeamFigures:
    refuse_outside(actor, command.area, "/area")
    return store.count_teams(command.area)
