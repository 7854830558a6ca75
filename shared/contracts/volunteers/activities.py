"""Teams by category with their leaders, and their activities, which are held once or again and again."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field, PlainSerializer, StringConstraints

from shared.contracts.actor import STAFF
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Done,
    Event,
    Id,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import DELETE, GET, POST, Op
from shared.contracts.volunteers.people import MEMBERS, NOT_ENROLLED, READERS, Skill
from shared.contracts.volunteers.responders import BY_ROSTER
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

MomentIn = Annotated[
    AwareDatetime,
    PlainSerializer(lambda moment: moment.isoformat(), when_used="json"),
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2100, 12, 31, tzinfo=UTC)),
    Field(description="a moment with its offset", examples=["2027-03-01T09:00:00+08:00"]),
]
RecurrenceText = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z][A-Z0-9=,;+\-]{5,199}$"),
    Field(
        description="RFC 5545 RRULE over days in Shanghai: FREQ (DAILY to YEARLY), INTERVAL, COUNT, UNTIL (a date), BYDAY, "
        "BYMONTHDAY, BYMONTH, BYSETPOS, WKST",
        examples=["FREQ=MONTHLY;BYDAY=1MO"],
    ),
]
Lasts = Annotated[int, Field(ge=10, le=1440, description="minutes")]


class Category(StrEnum):
    """What a team or an activity is for."""

    DAILY_LIFE = "daily_life"
    ENVIRONMENT = "environment"
    CULTURE = "culture"
    SAFETY = "safety"
    CARE = "care"
    TEACHING = "teaching"


class FormTeam(Command):
    area: AreaPath
    name: ShortText
    category: Category
    leader: Id = Field(description="the volunteer who leads it")


class TeamAction(Command):
    team_id: Id


class ListTeams(PageQuery):
    area: AreaPath
    category: Category | None = None


class GetTeam(TeamAction):
    pass


class JoinTeam(TeamAction):
    pass


class LeaveTeam(TeamAction):
    pass


class AddLeader(TeamAction):
    volunteer_id: Id


class TeamView(View):
    id: Id
    area: AreaPath
    name: ShortText
    category: Category
    leaders: list[Id] = Field(description="volunteers")
    members: Count
    version: Version


class TeamPage(Page[TeamView]):
    pass


class Need(Value):
    """So many places for a skill that a supporter has confirmed; without a skill they are for anybody."""

    skill: Skill | None = None
    places: int = Field(ge=1, le=200)


Needs = Annotated[list[Need], Field(min_length=1, max_length=10, description="each skill once")]


class OpenActivity(Command):
    """By staff of the area, or by a leader of the team within the team's area."""

    area: AreaPath
    title: ShortText
    category: Category
    team_id: Id | None = None
    place: ShortText = Field(description="where one meets")
    starts: MomentIn = Field(description="when its first shift starts, or where a rule begins to count")
    minutes: Lasts
    rule: RecurrenceText | None = Field(default=None, description="absent: it is held once")
    needs: Needs
    reserve: int = Field(default=10, ge=0, le=100, description="how many may wait for a place")
    stand_by: int = Field(
        default=5, ge=0, le=100, description="how many may stand by, for the leader to call in; only leaders see them"
    )
    most_each: int | None = Field(
        default=None,
        ge=1,
        le=60,
        description="so many shifts to come one volunteer may have at most; absent: any number",
    )
    opens_before: int = Field(default=720, ge=1, le=8784, description="hours before the start at which sign-up opens")
    closes_before: int = Field(default=0, ge=0, le=10_080, description="minutes before the start at which sign-up ends")


class ActivityAction(Command):
    activity_id: Id


class GetActivity(ActivityAction):
    pass


class ListActivities(PageQuery):
    area: AreaPath
    category: Category | None = None


class CancelActivity(ActivityAction):
    """All of its shifts that have not begun are cancelled, and no more are made."""

    reason: ShortText


class ActivityView(View):
    id: Id
    area: AreaPath
    title: ShortText
    category: Category
    team_id: Id | None = None
    place: ShortText
    starts: Moment
    minutes: int
    rule: str | None = None
    needs: list[Need]
    reserve: int
    stand_by: int = 0
    most_each: int | None = None
    cancelled: bool
    paused: str | None = Field(default=None, description="why sign-up is paused; absent: it goes on")
    version: Version


class ActivityPage(Page[ActivityView]):
    pass


class ActivityOpened(Event):
    TYPE: ClassVar[str] = "volunteers.activity.opened.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    title: str
    category: Category
    starts: Moment
    rule: str | None = None


class ShiftCancelled(Event):
    """`accounts`: who had signed up or waited, to be told."""

    TYPE: ClassVar[str] = "volunteers.shift.cancelled.v1"

    title: str
    starts: Moment
    reason: str
    accounts: list[str]


BAD_RULE = ErrorCode("volunteers.bad_rule", 422, "This is no rule of recurrence: {why}.", "重复规则无效：{why}。")
SKILL_TWICE = ErrorCode("volunteers.skill_twice", 422, "A skill is needed twice.", "同一技能需求重复。")
IN_THE_PAST = ErrorCode("volunteers.in_the_past", 422, "This would be over already.", "该时间已经过去。")
TOO_FAR_AHEAD = ErrorCode("volunteers.too_far_ahead", 422, "Plan at most a year ahead.", "最多只能提前一年安排。")
CANCELLED_ALREADY = ErrorCode("volunteers.cancelled", 409, "This is cancelled.", "该活动已取消。")
LAST_LEADER = ErrorCode("volunteers.last_leader", 409, "A team keeps one leader.", "团队至少保留一名负责人。")

FORM_TEAM = Op(
    "form_team", POST("/teams"), FormTeam, TeamView, STAFF, "Form a team and name its leader",
    errors=(OUTSIDE_AREA, NOT_FOUND, STALE_VERSION),
)  # fmt: skip
LIST_TEAMS = Op(
    "list_teams", GET("/teams"), ListTeams, TeamPage, MEMBERS, "Teams of an area", writes=False, errors=(BAD_CURSOR,)
)
GET_TEAM = Op(
    "get_team", GET("/teams/{team_id}"), GetTeam, TeamView, MEMBERS, "One team", writes=False, errors=(NOT_FOUND,)
)
JOIN_TEAM = Op(
    "join_team", POST("/teams/{team_id}/members", 200), JoinTeam, TeamView, MEMBERS, "Join a team",
    errors=(NOT_FOUND, NOT_ENROLLED, BY_ROSTER, STALE_VERSION),
)  # fmt: skip
LEAVE_TEAM = Op(
    "leave_team", DELETE("/teams/{team_id}/members/me"), LeaveTeam, Done, MEMBERS, "Leave a team",
    errors=(NOT_FOUND, NOT_ENROLLED, LAST_LEADER, STALE_VERSION),
)  # fmt: skip
ADD_LEADER = Op(
    "add_leader", POST("/teams/{team_id}/leaders", 200), AddLeader, TeamView, STAFF, "Name another leader of a team",
    errors=(NOT_FOUND, BY_ROSTER, STALE_VERSION),
)  # fmt: skip
OPEN_ACTIVITY = Op(
    "open_activity", POST("/activities"), OpenActivity, ActivityView, MEMBERS,
    "Open an activity, held once or by a rule such as every first Monday", emits=(ActivityOpened,),
    errors=(NOT_FOUND, FORBIDDEN, OUTSIDE_AREA, BAD_RULE, SKILL_TWICE, IN_THE_PAST, TOO_FAR_AHEAD, STALE_VERSION),
)  # fmt: skip
GET_ACTIVITY = Op(
    "get_activity", GET("/activities/{activity_id}"), GetActivity, ActivityView, READERS, "One activity", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
LIST_ACTIVITIES = Op(
    "list_activities", GET("/activities"), ListActivities, ActivityPage, READERS, "Activities of an area, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
CANCEL_ACTIVITY = Op(
    "cancel_activity", POST("/activities/{activity_id}/cancellation", 200), CancelActivity, ActivityView, MEMBERS,
    "Cancel an activity with all shifts to come", emits=(ShiftCancelled,),
    errors=(NOT_FOUND, FORBIDDEN, CANCELLED_ALREADY, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (
    FORM_TEAM, LIST_TEAMS, GET_TEAM, JOIN_TEAM, LEAVE_TEAM, ADD_LEADER,
    OPEN_ACTIVITY, GET_ACTIVITY, LIST_ACTIVITIES, CANCEL_ACTIVITY,
)  # fmt: skip
EVENTS = (ActivityOpened, ShiftCancelled)
