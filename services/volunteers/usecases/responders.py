"""Who is on a team with squads: added, moved, linked to an account, taken off."""

from typing import Any

from services.volunteers.domain.hazards import STAFF_OF_AREA, TEAM_LEADER
from services.volunteers.domain.team_sizes import refuse_full_squad, refuse_full_team, refuse_nameless
from services.volunteers.usecases.response_standing import standing
from services.volunteers.usecases.response_teams import refuse_unknown
from shared.contracts.actor import Actor
from shared.contracts.model import Done
from shared.contracts.volunteers.responders import (
    LINKED_ALREADY,
    MEMBER_TWICE,
    NO_SUCH_SQUAD,
    AddResponder,
    DropResponder,
    LinkResponder,
    MoveResponder,
    Responder,
    ResponderView,
    ResponseRosterView,
    ShowResponseRoster,
)
from shared.kernel.errors import FORBIDDEN, NOT_FOUND


def show_response_roster(store: Any, actor: Actor, command: ShowResponseRoster) -> ResponseRosterView:
    team = store.get_response_team(command.team_id)
    if standing(store, actor, team.area).isdisjoint({STAFF_OF_AREA, TEAM_LEADER}):
        raise FORBIDDEN()
    roster = store.on_roster(store.find_responders(team.id))
    return ResponseRosterView(
        team_id=team.id, members=len(roster), ready=sum(each.unready is None for each in roster),
        items=[store.responder_view(each) for each in roster],
    )  # fmt: skip


def add_responder(store: Any, actor: Actor, command: AddResponder) -> ResponderView:
    team = kept_by(store, actor, command.team_id)
    refuse_nameless(command)
    refuse_unknown(actor, command, store.volunteers_by_id([command.volunteer_id]), "/volunteer_id")
    members = store.find_responders(team.id)
    refuse_known(store, command, members)
    refuse_full_team(len(members) + 1, store.find_team_kind(team.kind))
    member = store.new_responder(team, command, room_in(store, team, members, command.squad_id))
    store.save(member)
    store.reckon_team(team)
    return shown(store, member)


def move_responder(store: Any, actor: Actor, command: MoveResponder) -> ResponderView:
    team = kept_by(store, actor, command.team_id)
    member = store.get_responder(team, command.member_id)
    if command.squad_id != member.squad:
        member.squad = room_in(store, team, store.find_responders(team.id), command.squad_id)
    member.place = command.place
    store.save(member)
    store.reckon_team(team)
    return shown(store, member)


def link_responder(store: Any, actor: Actor, command: LinkResponder) -> ResponderView:
    team = kept_by(store, actor, command.team_id)
    member = store.get_responder(team, command.member_id)
    if member.volunteer is not None:
        raise LINKED_ALREADY("/member_id")
    wanted = Responder(volunteer_id=command.volunteer_id)
    refuse_unknown(actor, wanted, store.volunteers_by_id([command.volunteer_id]), "/volunteer_id")
    refuse_known(store, wanted, store.find_responders(team.id))
    store.link_responder(member, command.volunteer_id)
    store.reckon_team(team)
    return shown(store, member)


def drop_responder(store: Any, actor: Actor, command: DropResponder) -> Done:
    team = kept_by(store, actor, command.team_id)
    store.drop_responder(store.get_responder(team, command.member_id))
    store.reckon_team(team)
    return Done()


def kept_by(store: Any, actor: Actor, team_id: str) -> Any:
    """A team of the actor's areas of duty; for others there is none."""
    team = store.get_response_team(team_id)
    if not actor.covers(team.area):
        raise NOT_FOUND("/team_id", what="team")
    return team


def refuse_known(store: Any, wanted: Responder, members: list[Any]) -> None:
    if wanted.volunteer_id is not None:
        if any(each.volunteer == wanted.volunteer_id for each in members):
            raise MEMBER_TWICE("/volunteer_id")
    elif any(each.phone_mark == store.mark_of_phone(wanted.phone) for each in members):
        raise MEMBER_TWICE("/phone")


def room_in(store: Any, team: Any, members: list[Any], squad_id: str | None) -> str | None:
    """The squad, where it is one of the team's and has room for one more."""
    if squad_id is None:
        return None
    if all(each.id != squad_id for each in team.squads):
        raise NO_SUCH_SQUAD("/squad_id")
    have = sum(each.squad == squad_id for each in members)
    refuse_full_squad(have + 1, store.find_team_kind(team.kind), "/squad_id")
    return squad_id


def shown(store: Any, member: Any) -> ResponderView:
    return store.responder_view(store.on_roster([member])[0])
