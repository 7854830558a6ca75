"""First-response teams: one per community, with squads for its grids and estates, of sizes that their kind allows."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.actor import PUBLIC, STAFF, Role
from shared.contracts.model import AreaPath, Command, Count, Id, Page, PageQuery, Point, ShortText, Value, Version, View
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.posts import CommunityPath, KindCode
from shared.contracts.volunteers.responders import (
    MEMBER_TWICE,
    NO_NUMBER,
    NO_SUCH_SQUAD,
    NOBODY_NAMED,
    SQUAD_FULL,
    TEAM_FULL,
    RosterFields,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

EstateCode = Annotated[
    str, StringConstraints(pattern=r"^\d[0-9A-Za-z.\-]{1,39}$"), Field(examples=["150202.003.005-E02"])
]
LocalPath = Annotated[
    str,
    StringConstraints(pattern=r"^\d{6}\.\d{3}\.\d{3}(\.\d{3})?$"),
    Field(description="a community, or a grid of one", examples=["150202.003.005.012"]),
]
Size = Annotated[int, Field(ge=1, le=100)]


class TeamSizes(Value):
    """How many people a team of a kind has, and each of its squads."""

    team_least: Size
    team_most: Size
    squad_least: Size
    squad_most: Size


class PutTeamKind(TeamSizes, Command):
    """Teams that are formed already stay; who is too small or too large shows it."""

    kind: KindCode
    name: ShortText
    name_en: ShortText


class ListTeamKinds(Command):
    pass


class TeamKindView(TeamSizes, View):
    kind: KindCode
    name: ShortText
    name_en: ShortText


class TeamKindList(View):
    items: list[TeamKindView]


class SquadFields(Value):
    """Covers grids and estates of the community; without any it covers none before others."""

    name: ShortText
    areas: list[AreaPath] = Field(default=[], max_length=20)
    estates: list[EstateCode] = Field(default=[], max_length=20)
    point: Point | None = Field(default=None, description="where it starts from")


class FormResponseTeam(Command):
    """A whole team from its list: squads and who is on them. A community has one team of a kind."""

    community: CommunityPath
    kind: KindCode = Field(default="first_response")
    name: ShortText
    squads: list[SquadFields] = Field(min_length=1, max_length=20)
    members: list[RosterFields] = Field(min_length=1, max_length=100)


class GetResponseTeam(Command):
    team_id: Id


class ListResponseTeams(PageQuery):
    area: AreaPath
    kind: KindCode | None = None


class SquadView(SquadFields, View):
    id: Id
    members: Count
    missing: Count = Field(description="people whom it lacks to its least size")


class ResponseTeamView(View):
    id: Id
    community: CommunityPath
    kind: KindCode
    name: ShortText
    members: Count
    missing: Count = Field(description="people whom it lacks to its least size")
    squads: list[SquadView]
    version: Version


class ResponseTeamPage(Page[ResponseTeamView]):
    pass


BAD_SIZES = ErrorCode(
    "volunteers.bad_sizes", 422, "The least is more than the most, or than a team can hold.",
    "人数下限大于上限，或小组人数超过团队人数。",
)  # fmt: skip
UNKNOWN_TEAM_KIND = ErrorCode(
    "volunteers.unknown_team_kind", 422, "There is no kind of team {kind}.", "没有“{kind}”这一类队伍。"
)
TEAM_EXISTS = ErrorCode(
    "volunteers.team_exists", 409, "This community has a team of this kind already.", "该社区已有此类队伍。"
)
TEAM_TOO_SMALL = ErrorCode(
    "volunteers.team_too_small", 422, "A team has at least {least} people; these are {have}.",
    "队伍至少 {least} 人，现有 {have} 人。",
)  # fmt: skip
SQUAD_TOO_SMALL = ErrorCode(
    "volunteers.squad_too_small", 422, "A squad has at least {least} people; these are {have}.",
    "小分队至少 {least} 人，现有 {have} 人。",
)  # fmt: skip
OUTSIDE_COMMUNITY = ErrorCode(
    "volunteers.outside_community", 422, "{area} does not lie in {community}.", "{area} 不在社区 {community} 内。"
)
LEADERLESS = ErrorCode("volunteers.leaderless", 422, "Name who leads the team.", "请指定队长。")

PUT_TEAM_KIND = Op(
    "put_team_kind", PUT("/first-response/team-kinds/{kind}"), PutTeamKind, TeamKindView,
    frozenset({Role.DISTRICT_STAFF, Role.OPS}), "Name a kind of teams and its sizes", errors=(BAD_SIZES,),
)  # fmt: skip
LIST_TEAM_KINDS = Op(
    "list_team_kinds", GET("/first-response/team-kinds"), ListTeamKinds, TeamKindList, PUBLIC,
    "Kinds of teams with squads, and their sizes", writes=False,
)  # fmt: skip
FORM_RESPONSE_TEAM = Op(
    "form_response_team", POST("/first-response/teams"), FormResponseTeam, ResponseTeamView, STAFF,
    "Form a community's team with its squads from a list",
    errors=(OUTSIDE_AREA, NOT_FOUND, UNKNOWN_TEAM_KIND, TEAM_EXISTS, TEAM_TOO_SMALL, TEAM_FULL, SQUAD_TOO_SMALL, SQUAD_FULL,
            OUTSIDE_COMMUNITY, LEADERLESS, NOBODY_NAMED, NO_NUMBER, MEMBER_TWICE, NO_SUCH_SQUAD), deadline=10,
)  # fmt: skip
GET_RESPONSE_TEAM = Op(
    "get_response_team", GET("/first-response/teams/{team_id}"), GetResponseTeam, ResponseTeamView, MEMBERS,
    "One team with its squads", writes=False, errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
LIST_RESPONSE_TEAMS = Op(
    "list_response_teams", GET("/first-response/teams"), ListResponseTeams, ResponseTeamPage, MEMBERS,
    "Teams with squads of an area, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip

OPERATIONS = (PUT_TEAM_KIND, LIST_TEAM_KINDS, FORM_RESPONSE_TEAM, GET_RESPONSE_TEAM, LIST_RESPONSE_TEAMS)
EVENTS = ()
