"""Teams with squads: their kinds and sizes, formed from a list, shown; who of a street is on duty."""

from typing import Any

from services.volunteers.domain.standing_in import signs_in
from services.volunteers.domain.team_sizes import refuse_list, refuse_sizes, twice
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.call_outs import PutStreetDuty, StreetDutyView
from shared.contracts.volunteers.responders import MEMBER_TWICE, NO_NUMBER, Responder
from shared.contracts.volunteers.response_teams import (
    TEAM_EXISTS,
    UNKNOWN_TEAM_KIND,
    FormResponseTeam,
    GetResponseTeam,
    ListResponseTeams,
    ListTeamKinds,
    PutTeamKind,
    ResponseTeamPage,
    ResponseTeamView,
    TeamKindList,
    TeamKindView,
)
from shared.kernel.errors import NOT_FOUND


def put_team_kind(store: Any, actor: Actor, command: PutTeamKind) -> TeamKindView:
    refuse_sizes(command)
    return store.put_team_kind(command)


def list_team_kinds(store: Any, actor: Actor, _command: ListTeamKinds) -> TeamKindList:
    return TeamKindList(items=store.list_team_kinds())


def form_response_team(store: Any, actor: Actor, command: FormResponseTeam) -> ResponseTeamView:
    refuse_outside(actor, command.community, "/community")
    sizes = store.find_team_kind(command.kind)
    if sizes is None:
        raise UNKNOWN_TEAM_KIND("/kind", kind=command.kind)
    refuse_list(command, sizes)
    if store.has_team_of(command.community, command.kind):
        raise TEAM_EXISTS("/community")
    repeated = twice(each.volunteer_id or each.phone for each in command.members)
    if repeated is not None:
        raise MEMBER_TWICE(f"/members/{repeated}")
    volunteers = store.volunteers_by_id(each.volunteer_id for each in command.members)
    for row, each in enumerate(command.members):
        refuse_unknown(actor, each, volunteers, f"/members/{row}/volunteer_id")
    team = store.new_response_team(command)
    store.save(team)
    store.keep_responders(
        [
            store.new_responder(team, each, team.squads[each.squad].id if each.squad is not None else None)
            for each in command.members
        ]
    )
    return store.response_team_views([team])[0]


def refuse_unknown(actor: Actor, each: Responder, volunteers: dict[str, Any], pointer: str) -> None:
    """A volunteer whom the actor may not see is none; who does not sign in would not hear of a call."""
    if each.volunteer_id is not None:
        volunteer = volunteers.get(each.volunteer_id)
        if volunteer is None or not actor.covers(volunteer.area):
            raise NOT_FOUND(pointer, what="volunteer")
        if not signs_in(volunteer.account):
            raise NO_NUMBER(pointer)


def get_response_team(store: Any, actor: Actor, command: GetResponseTeam) -> ResponseTeamView:
    return store.response_team_views([store.get_response_team(command.team_id)])[0]


def list_response_teams(store: Any, actor: Actor, command: ListResponseTeams) -> ResponseTeamPage:
    found = store.find_response_teams(command.area, command.kind, before(command), command.limit + 1)
    shown = store.response_team_views(found[: command.limit])
    return ResponseTeamPage(items=shown, next=onward(found, command.limit))


def put_street_duty(store: Any, actor: Actor, command: PutStreetDuty) -> StreetDutyView:
    refuse_outside(actor, command.street, "/street")
    return store.put_street_duty(command.street, command.accounts)
