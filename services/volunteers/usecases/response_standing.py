"""What somebody is to first response in an area."""

from typing import Any

from services.volunteers.domain.hazards import STAFF_OF_AREA, TEAM_LEADER, TEAM_MEMBER
from services.volunteers.domain.squad_rings import community_of
from shared.contracts.actor import STAFF, Actor, Role
from shared.contracts.volunteers.responders import RosterPlace


def standing(store: Any, actor: Actor, area: str) -> set[str]:
    """Staff of the area, member or leader of a team of its community."""
    found = {STAFF_OF_AREA} if actor.has(*STAFF) and actor.covers(area) else set()
    places = store.roster_places(actor.account, community_of(area))
    if places:
        found.add(TEAM_MEMBER)
    if any(each.place is RosterPlace.TEAM_LEADER for each in places):
        found.add(TEAM_LEADER)
    return found


def runs(store: Any, actor: Actor, area: str) -> bool:
    """Staff and operators of the area, leaders of the community's teams: who runs call-outs there."""
    if actor.has(*STAFF, Role.OPERATOR) and actor.covers(area):
        return True
    return TEAM_LEADER in standing(store, actor, area)
