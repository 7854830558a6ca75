"""Rolls of teams: taking in many members at once, and how many teams and people an area has."""

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import AreaPath, Command, Count, Id, Moment, Page, PageQuery, View
from shared.contracts.operation import DELETE, GET, POST, Op
from shared.contracts.volunteers.activities import LAST_LEADER, Category, TeamAction, TeamView
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.responders import BY_ROSTER
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION
from shared.kernel.paging import BAD_CURSOR


class EnlistMembers(TeamAction):
    """From a list on which volunteers have put themselves down. Who is in the team already stays in it."""

    volunteers: list[Id] = Field(min_length=1, max_length=500)


class ListMembers(TeamAction, PageQuery):
    """Who joined last first; for staff of the area and leaders."""


class DismissMember(TeamAction):
    """By staff of the area or a leader, such as of somebody who moved away; the last leader stays."""

    volunteer_id: Id


class ShowTeamFigures(Command):
    area: AreaPath


class MemberView(View):
    volunteer_id: Id
    leads: bool
    joined_at: Moment


class MemberPage(Page[MemberView]):
    pass


class CategoryFigures(View):
    category: Category
    teams: Count
    memberships: Count


class TeamFigures(View):
    area: AreaPath
    teams: Count
    people: Count = Field(description="volunteers who are in any of the teams, each counted once")
    categories: list[CategoryFigures]


ENLIST_MEMBERS = Op(
    "enlist_members", POST("/teams/{team_id}/enlistments", 200), EnlistMembers, TeamView, STAFF,
    "Take volunteers of the area into a team", errors=(NOT_FOUND, STALE_VERSION), deadline=20,
)  # fmt: skip
LIST_MEMBERS = Op(
    "list_members", GET("/teams/{team_id}/members"), ListMembers, MemberPage, MEMBERS, "Who is in a team, for leaders",
    writes=False, errors=(NOT_FOUND, FORBIDDEN, BY_ROSTER, BAD_CURSOR),
)  # fmt: skip
DISMISS_MEMBER = Op(
    "dismiss_member", DELETE("/teams/{team_id}/members/{volunteer_id}"), DismissMember, TeamView, MEMBERS,
    "Take a member off a team, for leaders", errors=(NOT_FOUND, FORBIDDEN, BY_ROSTER, LAST_LEADER, STALE_VERSION),
)  # fmt: skip
SHOW_TEAM_FIGURES = Op(
    "show_team_figures", GET("/teams/figures"), ShowTeamFigures, TeamFigures, STAFF,
    "How many teams and people an area has, by category", writes=False, errors=(OUTSIDE_AREA,),
)  # fmt: skip

OPERATIONS = (ENLIST_MEMBERS, LIST_MEMBERS, DISMISS_MEMBER, SHOW_TEAM_FIGURES)
EVENTS = ()
