"""Hazards: found at a risk point or anywhere, seen to by somebody, and verified by somebody else."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import (
    AreaPath,
    Command,
    Event,
    Id,
    LongText,
    Moment,
    Page,
    PageQuery,
    Point,
    ShortText,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.matters import TicketState
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.photos import Photos, PhotosShown
from shared.contracts.volunteers.posts import Day
from shared.contracts.volunteers.response_teams import LocalPath
from shared.contracts.volunteers.risk_points import HazardSeen, RiskKind, RiskLevel
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class HazardState(StrEnum):
    """Ticketed: a ticket goes on with it. Resolved: that ticket is closed."""

    FOUND = "found"
    ASSIGNED = "assigned"
    TREATED = "treated"
    VERIFIED = "verified"
    TICKETED = "ticketed"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


class FindHazard(HazardSeen, Command):
    """By staff and by enrolled volunteers, wherever they come upon it."""

    area: LocalPath
    place: ShortText
    point: Point | None = None
    photos: Photos = []
    shift_id: Id | None = Field(default=None, description="the shift, such as a patrol, on which one found it")


class HazardAction(Command):
    hazard_id: Id


class GetHazard(HazardAction):
    pass


class ListHazards(PageQuery):
    area: AreaPath
    state: HazardState | None = None
    shift_id: Id | None = Field(default=None, description="only those that were found on this shift")
    mine: bool = Field(default=False, description="only those that I am to see to, or saw to")
    overdue: bool = Field(default=False, description="only those that should have been treated before today")


class AssignHazard(HazardAction):
    """To an enrolled volunteer, by staff of the area or by a leader of the community's team."""

    volunteer_id: Id
    due_on: Day | None = None


class TakeHazard(HazardAction):
    """One sees to it oneself: staff of the area, and members of the community's team."""


class TreatHazard(HazardAction):
    note: LongText
    photos: Photos = []


class VerifyHazard(HazardAction):
    """By somebody else than who treated it. What is not in order goes back to whoever it was assigned to."""

    good: bool
    note: ShortText | None = None


class HandOverHazard(HazardAction):
    """It is more than volunteers can do and goes on as a ticket, which was filed before (`POST /tickets`).

    It is resolved once that ticket is closed, and back in the register when the ticket is declined or withdrawn.
    """

    ticket_id: Id


class DismissHazard(HazardAction):
    reason: ShortText


class HazardView(View):
    id: Id
    area: AreaPath
    place: ShortText
    point: Point | None = None
    kind: RiskKind
    level: RiskLevel
    text: LongText
    photos: list[Id]
    risk_point_id: Id | None = None
    shift_id: Id | None = None
    state: HazardState
    found_at: Moment
    assigned_to: Id | None = Field(default=None, description="a volunteer; absent where staff see to it themselves")
    due_on: Day | None = None
    treated_on: Day | None = None
    treatment: LongText | None = None
    treatment_photos: list[Id] = []
    remark: ShortText | None = Field(default=None, description="of who verified, sent back or dismissed it")
    ticket_id: Id | None = None
    ticket_state: TicketState | None = Field(default=None, description="as far as it is known here")
    actions: list[str] = Field(default=[], description="what the caller may do with it now")
    version: Version


class HazardPage(Page[HazardView]):
    pass


class HazardMoved(Event):
    TYPE: ClassVar[str] = "volunteers.hazard.moved.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    kind: RiskKind
    level: RiskLevel
    state: HazardState
    ticket_id: Id | None = None


class HazardAssigned(Event):
    """`accounts`: who sees to it, to be told."""

    TYPE: ClassVar[str] = "volunteers.hazard.assigned.v1"

    area: AreaPath
    place: str
    accounts: list[str]
    due_on: Day | None = None


NOT_A_FINDER = ErrorCode(
    "volunteers.not_a_finder", 403, "Enrol as a volunteer first.", "请先注册成为志愿者，再上报隐患。"
)
NOT_ON_SHIFT = ErrorCode("volunteers.not_on_shift", 422, "You are not on this shift.", "您不在该班次中。")
NO_SUCH_TICKET = ErrorCode(
    "volunteers.no_such_ticket", 422,
    "There is no open ticket with this id near the hazard. One that was filed just now is known in a few seconds.",
    "隐患所在街道没有此编号的未办结事项。刚提交的事项需几秒后才能关联。",
)  # fmt: skip
OWN_TREATMENT = ErrorCode(
    "volunteers.own_treatment", 403, "Nobody verifies what they treated.", "不得复核本人处置的隐患。"
)

MOVING = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
FIND_HAZARD = Op(
    "find_hazard", POST("/hazards"), FindHazard, HazardView, MEMBERS, "Report a hazard to the register",
    emits=(HazardMoved, PhotosShown), errors=(NOT_A_FINDER, NOT_ON_SHIFT, NOT_FOUND),
)  # fmt: skip
GET_HAZARD = Op(
    "get_hazard", GET("/hazards/{hazard_id}"), GetHazard, HazardView, MEMBERS, "One hazard", writes=False,
    errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
LIST_HAZARDS = Op(
    "list_hazards", GET("/hazards"), ListHazards, HazardPage, MEMBERS, "Hazards of an area, newest first", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
ASSIGN_HAZARD = Op(
    "assign_hazard", POST("/hazards/{hazard_id}/assign", 200), AssignHazard, HazardView, MEMBERS,
    "Give a hazard to somebody who sees to it", emits=(HazardMoved, HazardAssigned), errors=MOVING,
)  # fmt: skip
TAKE_HAZARD = Op(
    "take_hazard", POST("/hazards/{hazard_id}/take", 200), TakeHazard, HazardView, MEMBERS, "See to a hazard oneself",
    emits=(HazardMoved,), errors=MOVING,
)  # fmt: skip
TREAT_HAZARD = Op(
    "treat_hazard", POST("/hazards/{hazard_id}/treat", 200), TreatHazard, HazardView, MEMBERS,
    "Tell how a hazard was removed", emits=(HazardMoved, PhotosShown), errors=MOVING,
)  # fmt: skip
VERIFY_HAZARD = Op(
    "verify_hazard", POST("/hazards/{hazard_id}/verify", 200), VerifyHazard, HazardView, MEMBERS,
    "Verify that a hazard is gone, or send it back", emits=(HazardMoved, PhotosShown), errors=(*MOVING, OWN_TREATMENT),
)  # fmt: skip
HAND_OVER_HAZARD = Op(
    "hand_over_hazard", POST("/hazards/{hazard_id}/hand-over", 200), HandOverHazard, HazardView, MEMBERS,
    "Hand a hazard over to a ticket", emits=(HazardMoved,), errors=(*MOVING, NO_SUCH_TICKET),
)  # fmt: skip
DISMISS_HAZARD = Op(
    "dismiss_hazard", POST("/hazards/{hazard_id}/dismiss", 200), DismissHazard, HazardView, STAFF,
    "Strike what is no hazard", emits=(HazardMoved,), errors=MOVING,
)  # fmt: skip

OPERATIONS = (
    FIND_HAZARD, GET_HAZARD, LIST_HAZARDS, ASSIGN_HAZARD, TAKE_HAZARD, TREAT_HAZARD, VERIFY_HAZARD, HAND_OVER_HAZARD,
    DISMISS_HAZARD,
)  # fmt: skip
EVENTS = (HazardMoved, HazardAssigned)
