"""Rolls of teams: taking in many members at once, and how many teams and people an area has."""

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import AreaPath, Command, Count, Id, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.activities import Category, TeamAction, TeamView
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION


class EnlistMembers(TeamAction):
    """From a list on which volunteers have put themselves down. Who is in the team already stays in it."""

    volunteers: list[Id] = Field(min_length=1, max_length=500)


class ShowTeamFigures(Command):
    area: AreaPath


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
SHOW_TEAM_FIGURES = Op(
    "show_team_figures", GET("/teams/figures"), ShowTeamFigures, TeamFigures, STAFF,
    "How many teams and people an area has, by category", writes=False, errors=(OUTSIDE_AREA,),
)  # fmt: skip

OPERATIONS = (ENLIST_MEMBERS, SHOW_TEAM_FIGURES)
EVENTS = ()
