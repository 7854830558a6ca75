"""Records of the past from paper ledgers: treated hazards, drills and call-outs, a sheet at a time, each sheet once."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.actor import OFFICE
from shared.contracts.model import Command, Count, LongText, ShortText, Value, View, pii
from shared.contracts.operation import POST, Op
from shared.contracts.volunteers.activities import MomentIn
from shared.contracts.volunteers.call_outs import Emergency, Outcome
from shared.contracts.volunteers.hazards import OWN_TREATMENT
from shared.contracts.volunteers.posts import CommunityPath, Day
from shared.contracts.volunteers.response_teams import LocalPath
from shared.contracts.volunteers.risk_points import HazardSeen, RiskCode, RiskKind
from shared.kernel.errors import OUTSIDE_AREA, ErrorCode

SheetCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z\-]{1,40}$"), Field(examples=["2026-03-07"])]
Seconds = Annotated[int, Field(ge=0, le=86_400)]
DistrictPath = Annotated[str, StringConstraints(pattern=r"^\d{6}$"), Field(examples=["150202"])]


class Sheet(Value):
    """A page of a district's ledger; all of its rows are kept, or none."""

    district: DistrictPath
    sheet: SheetCode = Field(description="its number; a sheet is recorded once")


class TreatedHazard(HazardSeen):
    """Who treated and who verified it stand on the paper by name, and are not the same."""

    area: LocalPath
    place: ShortText
    risk_point: RiskCode | None = Field(default=None, description="the code of the risk point where it was found")
    found_on: Day
    treated_on: Day
    treated_by: ShortText = pii()
    verified_on: Day
    verified_by: ShortText = pii()
    treatment: LongText | None = None


class PastDrill(Value):
    community: CommunityPath
    kind: RiskKind
    title: ShortText
    place: ShortText
    held_at: MomentIn
    members: int = Field(ge=1, le=100)
    attended: int = Field(ge=0, le=100)
    assembled_seconds: Seconds
    findings: list[ShortText] = Field(default=[], max_length=20)


class PastCallOut(Value):
    """Times in seconds after each person was called."""

    area: LocalPath
    place: ShortText
    kind: Emergency
    raised_at: MomentIn
    closed_at: MomentIn
    called: int = Field(ge=0, le=200)
    answer_seconds: list[Seconds] = Field(default=[], max_length=200)
    arrival_seconds: list[Seconds] = Field(default=[], max_length=200)
    outcome: Outcome


class RecordTreatments(Sheet, Command):
    rows: list[TreatedHazard] = Field(min_length=1, max_length=100)


class RecordDrills(Sheet, Command):
    rows: list[PastDrill] = Field(min_length=1, max_length=100)


class RecordCallOuts(Sheet, Command):
    rows: list[PastCallOut] = Field(min_length=1, max_length=100)


class SheetRecorded(View):
    district: DistrictPath
    sheet: SheetCode
    rows: Count


SHEET_KNOWN = ErrorCode("volunteers.sheet_known", 409, "This sheet was recorded on {day}.", "该台账页已于 {day} 录入。")
ROW_AHEAD = ErrorCode(
    "volunteers.row_ahead", 422, "What is recorded as past lies in the future.", "台账记录的时间不能晚于现在。"
)
ROW_DISORDER = ErrorCode(
    "volunteers.row_disorder", 422, "This comes before what must have come before it.", "时间先后顺序不符。"
)
COUNTS_DISAGREE = ErrorCode("volunteers.counts_disagree", 422, "More people than there were.", "人数大于应到人数。")
NO_SUCH_RISK_POINT = ErrorCode(
    "volunteers.no_such_risk_point", 422, "The register has no risk point {code}.", "登记册中没有风险点 {code}。"
)

ON_PAPER = (OUTSIDE_AREA, SHEET_KNOWN, ROW_AHEAD, ROW_DISORDER)
RECORD_TREATMENTS = Op(
    "record_treatments", POST("/hazards/sheets"), RecordTreatments, SheetRecorded, OFFICE,
    "Record a sheet of hazards that were treated", errors=(*ON_PAPER, OWN_TREATMENT, NO_SUCH_RISK_POINT), deadline=10,
    body_limit=1_000_000,
)  # fmt: skip
RECORD_DRILLS = Op(
    "record_drills", POST("/drills/sheets"), RecordDrills, SheetRecorded, OFFICE, "Record a sheet of drills that were held",
    errors=(*ON_PAPER, COUNTS_DISAGREE), deadline=10, body_limit=1_000_000,
)  # fmt: skip
RECORD_CALL_OUTS = Op(
    "record_call_outs", POST("/call-outs/sheets"), RecordCallOuts, SheetRecorded, OFFICE,
    "Record a sheet of call-outs of the past", errors=(*ON_PAPER, COUNTS_DISAGREE), deadline=10, body_limit=1_000_000,
)  # fmt: skip

OPERATIONS = (RECORD_TREATMENTS, RECORD_DRILLS, RECORD_CALL_OUTS)
EVENTS = ()
