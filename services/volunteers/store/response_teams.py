"""Finding and keeping teams with squads, and the street's duty."""

from collections import Counter
from typing import Any

from services.volunteers.documents.activities import Squad, Team, TeamMember
from services.volunteers.documents.response_teams import StreetDuty, TeamKind
from services.volunteers.domain.areas import chain
from services.volunteers.domain.squad_rings import Place
from services.volunteers.domain.team_sizes import KINDS, missing
from shared.contracts.model import Point
from shared.contracts.volunteers.activities import Category
from shared.contracts.volunteers.call_outs import StreetDutyView
from shared.contracts.volunteers.responders import RosterPlace
from shared.contracts.volunteers.response_teams import (
    FormResponseTeam,
    PutTeamKind,
    ResponseTeamView,
    SquadView,
    TeamKindView,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

SIZES = ("name", "name_en", "team_least", "team_most", "squad_least", "squad_most")


class ResponseTeamStore(Work):
    documents = (TeamKind, StreetDuty)

    def put_team_kind(self, fields: PutTeamKind) -> TeamKindView:
        kept = TeamKind.objects(id=fields.kind).first() or TeamKind(id=fields.kind)
        for name in SIZES:
            setattr(kept, name, getattr(fields, name))
        self.save(kept)
        return kind_view(kept)

    def list_team_kinds(self) -> list[TeamKindView]:
        return list((KINDS | {kept.id: kind_view(kept) for kept in TeamKind.objects}).values())

    def find_team_kind(self, kind: str) -> TeamKindView | None:
        kept = TeamKind.objects(id=kind).first()
        return kind_view(kept) if kept else KINDS.get(kind)

    def has_team_of(self, community: str, kind: str) -> bool:
        return Team.objects(sole=sole(community, kind)).first() is not None

    def new_response_team(self, fields: FormResponseTeam) -> Team:
        """Not kept yet."""
        leading = [each for each in fields.members if each.place is RosterPlace.TEAM_LEADER]
        leaders = [each.volunteer_id for each in leading if each.volunteer_id is not None]
        return Team(
            id=self.new_id(), area=fields.community, within=chain(fields.community), name=fields.name,
            category=Category.SAFETY, leaders=leaders, members=len(fields.members), formed_at=self.now, kind=fields.kind,
            sole=sole(fields.community, fields.kind),
            squads=[
                Squad(
                    id=self.new_id(), name=each.name, areas=each.areas, estates=each.estates,
                    point=[each.point.longitude, each.point.latitude] if each.point else [],
                )
                for each in fields.squads
            ],
        )  # fmt: skip

    def get_response_team(self, team_id: str) -> Team:
        team = Team.objects(id=team_id, kind__exists=True).first()
        if team is None:
            raise NOT_FOUND("/team_id", what="team")
        self.refuse_stale(team.version)
        return team

    def find_response_teams(self, area: str, kind: str | None, before: str | None, limit: int) -> list[Team]:
        query: dict[str, Any] = {"within": area, "kind": kind if kind is not None else {"$exists": True}}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Team.objects(__raw__=query).order_by("-id").limit(limit))

    def response_team_views(self, teams: list[Team]) -> list[ResponseTeamView]:
        counted = self.count_squads([team.id for team in teams])
        kinds = {kind.kind: kind for kind in self.list_team_kinds()}
        return [response_team_view(team, kinds[team.kind], counted) for team in teams]

    def count_squads(self, teams: list[str]) -> Counter[str]:
        """People per squad."""
        rows = TeamMember.objects(team__in=teams, squad__exists=True).aggregate(
            [{"$group": {"_id": "$squad", "people": {"$sum": 1}}}]
        )
        return Counter({row["_id"]: row["people"] for row in rows})

    def put_street_duty(self, street: str, accounts: list[str]) -> StreetDutyView:
        kept = StreetDuty.objects(id=street).first() or StreetDuty(id=street)
        if kept.version is not None:
            self.refuse_stale(kept.version)
        kept.accounts = accounts
        self.save(kept)
        return StreetDutyView(street=kept.id, accounts=list(kept.accounts), version=kept.version)

    def street_duty(self, street: str) -> list[str]:
        kept = StreetDuty.objects(id=street).first()
        return list(kept.accounts) if kept else []


def sole(community: str, kind: str) -> str:
    return f"{kind} {community}"


def kind_view(kept: TeamKind) -> TeamKindView:
    return TeamKindView(kind=kept.id, **{name: getattr(kept, name) for name in SIZES})


def place_of(numbers: list[float]) -> Place | None:
    return (numbers[0], numbers[1]) if numbers else None


def point_of(numbers: list[float]) -> Point | None:
    return Point(longitude=numbers[0], latitude=numbers[1]) if numbers else None


def response_team_view(team: Team, kind: TeamKindView, counted: Counter[str]) -> ResponseTeamView:
    return ResponseTeamView(
        id=team.id, community=team.area, kind=team.kind, name=team.name, members=team.members,
        missing=missing(team.members, kind.team_least), version=team.version,
        squads=[
            SquadView(
                id=each.id, name=each.name, areas=list(each.areas), estates=list(each.estates),
                point=point_of(each.point), members=counted[each.id], missing=missing(counted[each.id], kind.squad_least),
            )
            for each in team.squads
        ],
    )  # fmt: skip
