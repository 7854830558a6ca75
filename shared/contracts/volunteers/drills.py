"""Drills of first-response teams: planned, sounded, how fast people assembled, what was learnt."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    LongText,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.activities import IN_THE_PAST, TOO_FAR_AHEAD, MomentIn
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.posts import CommunityPath
from shared.contracts.volunteers.risk_points import RiskKind
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class DrillState(StrEnum):
    """`sounded`: the alarm has been given and people assemble."""

    PLANNED = "planned"
    SOUNDED = "sounded"
    HELD = "held"
    CANCELLED = "cancelled"


class PlanDrill(Command):
    """By staff of the area and leaders of the team; all on the team are told."""

    team_id: Id
    kind: RiskKind
    title: ShortText
    place: ShortText
    starts_at: MomentIn


class DrillAction(Command):
    drill_id: Id


class GetDrill(DrillAction):
    pass


class ListDrills(PageQuery):
    area: AreaPath
    state: DrillState | None = None


class SoundDrill(DrillAction):
    """Gives the alarm: from now on it is counted how long people take."""


class AssembleAtDrill(DrillAction):
    """I am there. Again changes nothing."""


class HoldDrill(DrillAction):
    """Ends it. `attended`: members who came and did not say so themselves."""

    attended: list[Id] = Field(default=[], max_length=100)
    assembled_seconds: int | None = Field(
        default=None,
        ge=0,
        le=86_400,
        description="from the alarm until all were there; absent: until the last who said so",
    )
    findings: list[ShortText] = Field(default=[], max_length=20)
    lessons: LongText | None = None


class CancelDrill(DrillAction):
    reason: ShortText


class DrillView(View):
    id: Id
    team_id: Id | None = None
    community: CommunityPath
    kind: RiskKind
    title: ShortText
    place: ShortText
    state: DrillState
    starts_at: Moment
    sounded_at: Moment | None = None
    members: Count = Field(description="of the team when it was planned")
    attended: Count
    assembled_seconds: Count | None = None
    findings: list[ShortText] = []
    lessons: LongText | None = None
    cancelled: ShortText | None = None
    version: Version


class DrillPage(Page[DrillView]):
    pass


class DrillAnnounced(Event):
    """`accounts`: who is to be told; `state` says whether it is planned, sounded or cancelled."""

    TYPE: ClassVar[str] = "volunteers.drill.announced.v1"

    area: AreaPath
    title: str
    place: str
    state: DrillState
    starts_at: Moment
    accounts: list[str]


NOT_ON_TEAM = ErrorCode("volunteers.not_on_team", 422, "This is nobody of the team.", "该人员不在该队伍中。")
TIME_MISSING = ErrorCode(
    "volunteers.time_missing", 422, "Nobody said when they came: give the time to assemble.",
    "没有到场时间记录，请填写集结用时。",
)  # fmt: skip

RUNNING = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
PLAN_DRILL = Op(
    "plan_drill", POST("/drills"), PlanDrill, DrillView, MEMBERS, "Plan a drill", emits=(DrillAnnounced,),
    errors=(NOT_FOUND, FORBIDDEN, IN_THE_PAST, TOO_FAR_AHEAD),
)  # fmt: skip
GET_DRILL = Op(
    "get_drill", GET("/drills/{drill_id}"), GetDrill, DrillView, MEMBERS, "One drill", writes=False,
    errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
LIST_DRILLS = Op(
    "list_drills", GET("/drills"), ListDrills, DrillPage, MEMBERS, "Drills of an area, newest first", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
SOUND_DRILL = Op(
    "sound_drill", POST("/drills/{drill_id}/alarm", 200), SoundDrill, DrillView, MEMBERS, "Give the alarm of a drill",
    emits=(DrillAnnounced,), errors=RUNNING,
)  # fmt: skip
ASSEMBLE_AT_DRILL = Op(
    "assemble_at_drill", POST("/drills/{drill_id}/arrival", 200), AssembleAtDrill, DrillView, MEMBERS,
    "Say that one is there", errors=RUNNING,
)  # fmt: skip
HOLD_DRILL = Op(
    "hold_drill", POST("/drills/{drill_id}/end", 200), HoldDrill, DrillView, MEMBERS,
    "End a drill: who came, how long it took, what was learnt", errors=(*RUNNING, NOT_ON_TEAM, TIME_MISSING),
)  # fmt: skip
CANCEL_DRILL = Op(
    "cancel_drill", POST("/drills/{drill_id}/cancellation", 200), CancelDrill, DrillView, MEMBERS, "Cancel a drill",
    emits=(DrillAnnounced,), errors=RUNNING,
)  # fmt: skip

OPERATIONS = (PLAN_DRILL, GET_DRILL, LIST_DRILLS, SOUND_DRILL, ASSEMBLE_AT_DRILL, HOLD_DRILL, CANCEL_DRILL)
EVENTS = (DrillAnnounced,)
