"""Inspections of risk points: by whom, what they found, how late they were."""

from typing import ClassVar

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import AreaPath, Count, Event, Id, LongText, Moment, Page, PageQuery, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.hazards import HazardMoved
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.photos import Photos, PhotosShown
from shared.contracts.volunteers.posts import Day
from shared.contracts.volunteers.risk_points import (
    RISK_POINT_RETIRED,
    HazardSeen,
    RiskKind,
    RiskPointAction,
)
from shared.kernel.errors import NOT_FOUND, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class InspectRiskPoint(RiskPointAction):
    """By staff of the area, by who answers for it, or by the community's team. What was found goes into the register."""

    findings: LongText | None = None
    photos: Photos = []
    hazards: list[HazardSeen] = Field(default=[], max_length=10)


class ListInspections(PageQuery):
    risk_point_id: Id


class InspectionView(View):
    id: Id
    risk_point_id: Id
    day: Day
    at: Moment
    findings: LongText | None = None
    photos: list[Id]
    hazards: list[Id] = Field(description="that were found at it")
    late_days: Count = Field(description="days after it was due")


class InspectionPage(Page[InspectionView]):
    pass


class RiskPointInspected(Event):
    TYPE: ClassVar[str] = "volunteers.risk_point.inspected.v1"

    area: AreaPath
    kind: RiskKind
    hazards: Count
    late_days: Count


NOT_YOUR_RISK_POINT = ErrorCode(
    "volunteers.not_your_risk_point", 403,
    "Staff of the area, who answers for it and the community's team inspect a risk point.",
    "仅限辖区工作人员、责任人和社区应急队检查该风险点。",
)  # fmt: skip

INSPECT_RISK_POINT = Op(
    "inspect_risk_point", POST("/risk-points/{risk_point_id}/inspections"), InspectRiskPoint, InspectionView, MEMBERS,
    "Record an inspection and what it found", emits=(RiskPointInspected, HazardMoved, PhotosShown),
    errors=(NOT_FOUND, RISK_POINT_RETIRED, NOT_YOUR_RISK_POINT, STALE_VERSION),
)  # fmt: skip
LIST_INSPECTIONS = Op(
    "list_inspections", GET("/risk-points/{risk_point_id}/inspections"), ListInspections, InspectionPage, STAFF,
    "Inspections of a risk point, newest first", writes=False, errors=(NOT_FOUND, BAD_CURSOR, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (INSPECT_RISK_POINT, LIST_INSPECTIONS)
EVENTS = (RiskPointInspected,)
