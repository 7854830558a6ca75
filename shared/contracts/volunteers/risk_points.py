"""The register of risk points, each of which is to be inspected again after so many days."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.actor import STAFF
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Id,
    LongText,
    Page,
    PageQuery,
    Point,
    ShortText,
    Value,
    Version,
    View,
    pii,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.posts import Day
from shared.contracts.volunteers.response_teams import LocalPath
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

RiskCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z\-]{1,40}$"), Field(examples=["NN-0042"])]


class RiskKind(StrEnum):
    FIRE = "fire"
    GAS = "gas"
    ELECTRICITY = "electricity"
    BUILDING = "building"
    WATER = "water"
    SLOPE = "slope"
    CHEMICALS = "chemicals"
    TRAFFIC = "traffic"
    CROWD = "crowd"
    OTHER = "other"


class RiskLevel(StrEnum):
    """From the least to the greatest."""

    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


class RiskPointFields(Value):
    """`code` is the district's own for it."""

    code: RiskCode
    area: LocalPath
    place: ShortText
    point: Point | None = None
    kind: RiskKind
    level: RiskLevel
    unit: ShortText | None = Field(default=None, description="who runs the place")
    responsible: ShortText | None = pii(default=None, description="the name of the person who answers for it")
    responsible_account: Id | None = Field(default=None, description="their account, where they have one; they inspect")
    every_days: int = Field(ge=1, le=366, description="days from one inspection to the next")


class LoadRiskPoints(Command):
    """A district's list, all rows or none. A code that is known already is changed where its row differs, and is back on
    the register if it was retired."""

    rows: list[RiskPointFields] = Field(min_length=1, max_length=500)


class RiskPointsLoaded(View):
    added: Count
    changed: Count
    unchanged: Count


class RiskPointAction(Command):
    risk_point_id: Id


class GetRiskPoint(RiskPointAction):
    pass


class ListRiskPoints(PageQuery):
    area: AreaPath
    kind: RiskKind | None = None
    level: RiskLevel | None = None
    overdue: bool = Field(default=False, description="only those whose inspection should have been before today")


class RetireRiskPoint(RiskPointAction):
    """The risk is gone; nobody inspects it any more."""

    reason: ShortText


class RiskPointView(View):
    id: Id
    code: RiskCode
    area: AreaPath
    place: ShortText
    point: Point | None = None
    kind: RiskKind
    level: RiskLevel
    unit: ShortText | None = None
    responsible: ShortText | None = pii(default=None, description="masked")
    every_days: Count
    inspected_on: Day | None = None
    due_on: Day
    overdue_days: Count
    retired: ShortText | None = Field(default=None, description="why it is not on the register any more")
    version: Version


class RiskPointPage(Page[RiskPointView]):
    pass


class HazardSeen(Value):
    kind: RiskKind
    level: RiskLevel
    text: LongText


ROW_TWICE = ErrorCode(
    "volunteers.row_twice", 422, "The code {code} is in the list twice.", "编号 {code} 在清单中重复。"
)
RISK_POINT_RETIRED = ErrorCode(
    "volunteers.risk_point_retired", 409, "This risk point is not on the register any more.", "该风险点已销号。"
)

LOAD_RISK_POINTS = Op(
    "load_risk_points", POST("/risk-points/lists"), LoadRiskPoints, RiskPointsLoaded, STAFF,
    "Load a list of risk points into the register", errors=(OUTSIDE_AREA, ROW_TWICE), deadline=15, body_limit=1_000_000,
)  # fmt: skip
GET_RISK_POINT = Op(
    "get_risk_point", GET("/risk-points/{risk_point_id}"), GetRiskPoint, RiskPointView, MEMBERS, "One risk point",
    writes=False, errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
LIST_RISK_POINTS = Op(
    "list_risk_points", GET("/risk-points"), ListRiskPoints, RiskPointPage, MEMBERS,
    "The risk points of an area, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
RETIRE_RISK_POINT = Op(
    "retire_risk_point", POST("/risk-points/{risk_point_id}/retirement", 200), RetireRiskPoint, RiskPointView, STAFF,
    "Take a risk point off the register", errors=(NOT_FOUND, RISK_POINT_RETIRED, STALE_VERSION), keeps_reply=False,
)  # fmt: skip
OPERATIONS = (LOAD_RISK_POINTS, GET_RISK_POINT, LIST_RISK_POINTS, RETIRE_RISK_POINT)
EVENTS = ()
