"""What first response has and does, by area at any level and period."""

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import AreaPath, Command, Count, View
from shared.contracts.operation import GET, Op
from shared.contracts.volunteers.posts import Day
from shared.kernel.errors import OUTSIDE_AREA, ErrorCode


class ShowResponseFigures(Command):
    """Teams, squads, people and risk points are those of now; all else is of the days from `since` to `until`."""

    area: AreaPath
    since: Day
    until: Day


class Spread(View):
    """Of so many times in seconds: the middle one, and the one within which 95 of 100 lie."""

    count: Count
    median: Count | None = None
    p95: Count | None = None


class ResponseFigures(View):
    area: AreaPath
    since: Day
    until: Day
    teams: Count
    squads: Count
    people: Count
    risk_points: Count
    overdue: Count = Field(description="risk points whose inspection should have been before today")
    inspections: Count
    hazards_found: Count
    hazards_treated: Count = Field(description="by the day of the treatment")
    hazards_handed_over: Count = Field(description="to tickets, by the day on which they were found")
    drills: Count = Field(description="held")
    drill_attendances: Count
    call_outs: Count
    call_outs_open: Count
    answers: Spread = Field(description="seconds from somebody's call to their answer")
    arrivals: Spread = Field(description="seconds from somebody's call to their arrival")


BACKWARD_PERIOD = ErrorCode(
    "volunteers.backward_period", 422, "The period ends before it begins.", "统计期间的结束早于开始。"
)

SHOW_RESPONSE_FIGURES = Op(
    "show_response_figures", GET("/first-response/figures"), ShowResponseFigures, ResponseFigures,
    STAFF | {Role.OPERATOR, Role.AUDITOR}, "What first response has and does in an area and period", writes=False,
    errors=(OUTSIDE_AREA, BACKWARD_PERIOD),
)  # fmt: skip

OPERATIONS = (SHOW_RESPONSE_FIGURES,)
EVENTS = ()
