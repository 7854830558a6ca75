"""Kinds of teams with squads, how large they may be, and whether a list makes a team."""

from collections import Counter
from collections.abc import Iterable, Sequence

from shared.contracts.actor import lies_in
from shared.contracts.volunteers.responders import (
    NO_SUCH_SQUAD,
    NOBODY_NAMED,
    SQUAD_FULL,
    TEAM_FULL,
    Responder,
    RosterPlace,
)
from shared.contracts.volunteers.response_teams import (
    BAD_SIZES,
    LEADERLESS,
    OUTSIDE_COMMUNITY,
    SQUAD_TOO_SMALL,
    TEAM_TOO_SMALL,
    FormResponseTeam,
    SquadFields,
    TeamKindView,
    TeamSizes,
)

KINDS = {
    "first_response": TeamKindView(
        kind="first_response", name="第一响应队", name_en="First-response team",
        team_least=20, team_most=30, squad_least=5, squad_most=10,
    ),
    "patrol": TeamKindView(
        kind="patrol", name="巡防队", name_en="Patrol", team_least=10, team_most=100, squad_least=3, squad_most=20
    ),
}  # fmt: skip
"""Those that a suite begins with; a district names more, or names them anew."""


def refuse_sizes(sizes: TeamSizes) -> None:
    if sizes.team_least > sizes.team_most or sizes.squad_most > sizes.team_most:
        raise BAD_SIZES("/team_most")
    if sizes.squad_least > sizes.squad_most:
        raise BAD_SIZES("/squad_most")


def refuse_list(team: FormResponseTeam, sizes: TeamSizes) -> None:
    """A list that makes no team: too few or too many people in all or in a squad, nobody who leads, squads elsewhere."""
    refuse_elsewhere(team.community, team.squads)
    for row, member in enumerate(team.members):
        refuse_nameless(member, f"/members/{row}")
        if member.squad is not None and member.squad >= len(team.squads):
            raise NO_SUCH_SQUAD(f"/members/{row}/squad")
    have = len(team.members)
    if have < sizes.team_least:
        raise TEAM_TOO_SMALL("/members", least=sizes.team_least, have=have)
    refuse_full_team(have, sizes, "/members")
    counted = Counter(member.squad for member in team.members)
    for number in range(len(team.squads)):
        if counted[number] < sizes.squad_least:
            raise SQUAD_TOO_SMALL(f"/squads/{number}", least=sizes.squad_least, have=counted[number])
        refuse_full_squad(counted[number], sizes, f"/squads/{number}")
    if all(member.place is not RosterPlace.TEAM_LEADER for member in team.members):
        raise LEADERLESS("/members")


def refuse_elsewhere(community: str, squads: Sequence[SquadFields]) -> None:
    for number, squad in enumerate(squads):
        for place, area in enumerate(squad.areas):
            if not lies_in(area, community):
                raise OUTSIDE_COMMUNITY(f"/squads/{number}/areas/{place}", area=area, community=community)


def refuse_nameless(member: Responder, pointer: str = "") -> None:
    if member.volunteer_id is None and (member.name is None or member.phone is None):
        raise NOBODY_NAMED(f"{pointer}/volunteer_id")


def refuse_full_team(have: int, sizes: TeamSizes, pointer: str | None = None) -> None:
    if have > sizes.team_most:
        raise TEAM_FULL(pointer, most=sizes.team_most, have=have)


def refuse_full_squad(have: int, sizes: TeamSizes, pointer: str | None = None) -> None:
    if have > sizes.squad_most:
        raise SQUAD_FULL(pointer, most=sizes.squad_most, have=have)


def missing(have: int, least: int) -> int:
    return max(least - have, 0)


def twice(marks: Iterable[str | None]) -> int | None:
    """The row that names somebody whom a row before it names."""
    seen: set[str] = set()
    for row, mark in enumerate(marks):
        if mark in seen:
            return row
        if mark is not None:
            seen.add(mark)
    return None
