"""Rotas: who is on turn at an activity on which day, turns that were taken, and their totals."""

from datetime import date

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import AreaPath, Command, Count, Id, Moment, Page, PageQuery, ShortText, Value, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.activities import CANCELLED_ALREADY, ActivityAction
from shared.contracts.volunteers.attendance import DAY_TO_COME, OWN_HOURS, ServiceGiven
from shared.contracts.volunteers.pairing import FirstDay, LastDay
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.posts import Day
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class TurnTaken(Value):
    day: Day
    volunteer_id: Id
    minutes: int | None = Field(default=None, ge=1, le=1440, description="absent: the whole shift")


class RecordTurns(ActivityAction):
    """Up to 200 at once, all or none, by staff or a leader, also of days before the suite knew the activity.

    Whoever stood in for somebody needs no sign-up. A turn that is on record stays as it is.
    """

    turns: list[TurnTaken] = Field(min_length=1, max_length=200)


class ShowRota(ActivityAction):
    """For staff and leaders."""

    since: Day
    weeks: int = Field(default=4, ge=1, le=12)


class ListTurns(ActivityAction, PageQuery):
    """Per volunteer, who took most turns first; for staff and leaders."""

    since: FirstDay
    until: LastDay


class ShowRotaFigures(Command):
    area: AreaPath
    since: FirstDay
    until: LastDay


class TurnsRecorded(View):
    recorded: Count = Field(description="turns that were not on record before")


class RotaDay(View):
    day: date
    shift_id: Id
    starts: Moment
    places: Count
    on_turn: list[Id] = Field(description="volunteers")
    missing: Count = Field(description="places that nobody has taken")
    cancelled: bool


class RotaView(View):
    title: ShortText
    days: list[RotaDay]
    missing: Count = Field(description="of all days to come that are shown")


class VolunteerTurns(View):
    volunteer_id: Id
    turns: Count
    minutes: Count


class TurnsPage(Page[VolunteerTurns]):
    pass


class RotaFigures(View):
    """Of shifts that began in the period."""

    area: AreaPath
    since: date
    until: date
    shifts: Count = Field(description="at which somebody served")
    turns: Count
    minutes: Count
    volunteers: Count = Field(description="who took at least one turn")


NO_TURN = ErrorCode("volunteers.no_turn_then", 422, "There is no shift on {day}.", "{day} 没有排班。")
TURN_AHEAD = ErrorCode("volunteers.turn_ahead", 409, "The shift of {day} has not begun.", "{day} 的班次尚未开始。")
ROTA_PERIOD = ErrorCode(
    "volunteers.rota_period", 422, "The period ends before it begins.", "统计期的结束日期早于开始日期。"
)

RECORD_TURNS = Op(
    "record_turns", POST("/activities/{activity_id}/turns", 200), RecordTurns, TurnsRecorded, MEMBERS,
    "Record who took turns on which days", emits=(ServiceGiven,),
    errors=(NOT_FOUND, FORBIDDEN, OWN_HOURS, DAY_TO_COME, NO_TURN, TURN_AHEAD, CANCELLED_ALREADY, STALE_VERSION),
)  # fmt: skip
SHOW_ROTA = Op(
    "show_rota", GET("/activities/{activity_id}/rota"), ShowRota, RotaView, MEMBERS,
    "Who is on turn on which day, and where somebody is missing", writes=False, errors=(NOT_FOUND, FORBIDDEN),
)  # fmt: skip
LIST_TURNS = Op(
    "list_turns", GET("/activities/{activity_id}/turns"), ListTurns, TurnsPage, MEMBERS,
    "Turns of each volunteer in a period", writes=False, errors=(NOT_FOUND, FORBIDDEN, ROTA_PERIOD, BAD_CURSOR),
)  # fmt: skip
SHOW_ROTA_FIGURES = Op(
    "show_rota_figures", GET("/rota/figures"), ShowRotaFigures, RotaFigures, STAFF, "Turns by area and period", writes=False,
    errors=(OUTSIDE_AREA, ROTA_PERIOD),
)  # fmt: skip

OPERATIONS = (RECORD_TURNS, SHOW_ROTA, LIST_TURNS, SHOW_ROTA_FIGURES)
EVENTS = ()
