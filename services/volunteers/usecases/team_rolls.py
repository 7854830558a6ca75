"""Taking many into a team, and counting teams."""

from typing import Any

from services.volunteers.usecases.activities import leads, refuse_by_roster
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.activities import LAST_LEADER, TeamView
from shared.contracts.volunteers.team_rolls import (
    DismissMember,
    EnlistMembers,
    ListMembers,
    MemberPage,
    ShowTeamFigures,
    TeamFigures,
)
from shared.kernel.errors import FORBIDDEN, NOT_FOUND


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


def list_members(store: Any, actor: Actor, command: ListMembers) -> MemberPage:
    team = _led(store, actor, command.team_id)
    found = store.find_members(team, before(command), command.limit + 1)
    shown = found[: command.limit]
    return MemberPage(items=[store.member_view(team, each) for each in shown], next=onward(found, command.limit))


def dismiss_member(store: Any, actor: Actor, command: DismissMember) -> TeamView:
    team = _led(store, actor, command.team_id)
    member = store.find_member_named(team, command.volunteer_id)
    if member is None:
        raise NOT_FOUND("/volunteer_id", what="membership")
    if team.leaders == [member.volunteer]:
        raise LAST_LEADER()
    store.drop_member(team, member)
    store.save(team)
    return store.team_view(team)


def _led(store: Any, actor: Actor, team_id: str) -> Any:
    team = store.get_team(team_id)
    if not leads(store, actor, team.area, team.id):
        raise FORBIDDEN()
    refuse_by_roster(team)
    return team


def show_team_figures(store: Any, actor: Actor, command: ShowTeamFigures) -> TeamFigures:
    refuse_outside(actor, command.area, "/area")
    return store.count_teams(command.area)
