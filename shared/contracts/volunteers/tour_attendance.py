"""Who came to a stop of a tour: seats, codes, the host's count, and totals by area and time."""

from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import AreaPath, Command, Count, Event, Id, ShortText, Value, View
from shared.contracts.operation import DELETE, GET, POST, Op
from shared.contracts.volunteers.attendance import CHECKED_IN_ALREADY, CODE_STALE, NOT_AT_THIS_TIME, Code, ShiftCodeView
from shared.contracts.volunteers.partner_units import SIDES
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.posts import Day
from shared.contracts.volunteers.shifts import ALREADY_SIGNED_UP
from shared.contracts.volunteers.tours import (
    HostKind,
    PerformerRole,
    ProgrammeKind,
    StopAction,
    TourStopList,
    TourStopView,
)
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, ErrorCode


class TakeSeat(StopAction):
    pass


class GiveUpSeat(StopAction):
    pass


class ShowStopCode(StopAction):
    pass


class ArriveAtStop(StopAction):
    code: Code


class StopResult(Value):
    stop_id: Id
    audience: int = Field(ge=0, le=100_000)
    note: ShortText | None = Field(default=None, description="how it went, without names of persons")


class ReportStops(Command):
    """By the hosts, once the stops have begun; all or none."""

    results: list[StopResult] = Field(min_length=1, max_length=200)


class ShowTourFigures(Command):
    area: AreaPath | None = Field(default=None, description="absent: all of the caller's areas of duty")
    since: Day | None = None
    until: Day | None = Field(default=None, description="the last day that counts")


class StopsOfKind(View):
    kind: ProgrammeKind
    held: Count
    audience: Count


class StopsOfHost(View):
    host: HostKind
    held: Count
    audience: Count


class PerformersOfRole(View):
    role: PerformerRole
    people: Count = Field(description="who have performed, each counted once")


class TourFigures(View):
    """What was held. `counties` and `communities` count each place once."""

    held: Count
    audience: Count
    came: Count = Field(description="checked in by the code")
    counties: Count
    communities: Count
    asked: Count = Field(description="still without an answer")
    accepted: Count = Field(description="still to be held or reported")
    refused: Count
    cancelled: Count
    kinds: list[StopsOfKind]
    hosts: list[StopsOfHost]
    roles: list[PerformersOfRole]


class TourStopHeld(Event):
    TYPE: ClassVar[str] = "volunteers.tour_stop.held.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    kind: ProgrammeKind
    host: HostKind
    audience: Count


NO_SEAT = ErrorCode("volunteers.no_seat", 409, "There is no seat left.", "座位已满。")
NOT_TO_BE_HELD = ErrorCode(
    "volunteers.stop_not_open", 409, "This stop takes no sign-ups: {state}.", "该场次不接受报名：{state}。"
)
SEAT_NOT_TAKEN = ErrorCode("volunteers.seat_not_taken", 409, "You have no seat here.", "您没有预订该场次的座位。")
STOP_AHEAD = ErrorCode("volunteers.stop_ahead", 409, "This stop has not begun.", "该场次尚未开始。")
STOP_BEGUN = ErrorCode("volunteers.stop_begun", 409, "This stop has begun.", "该场次已经开始。")
OWN_STOP = ErrorCode(
    "volunteers.own_stop", 403, "Nobody counts their own audience.", "演出或讲课人员不能登记本人场次的人数。"
)
FEWER_THAN_CAME = ErrorCode("volunteers.fewer_than_came", 422, "{came} people have checked in.", "已有 {came} 人签到。")

TAKE_SEAT = Op(
    "take_seat", POST("/tour-stops/{stop_id}/seats"), TakeSeat, TourStopView, MEMBERS, "Sign up for a seat",
    errors=(NOT_FOUND, NOT_TO_BE_HELD, STOP_BEGUN, ALREADY_SIGNED_UP, NO_SEAT),
)  # fmt: skip
GIVE_UP_SEAT = Op(
    "give_up_seat", DELETE("/tour-stops/{stop_id}/seats/me"), GiveUpSeat, TourStopView, MEMBERS, "Give up my seat",
    errors=(NOT_FOUND, SEAT_NOT_TAKEN, STOP_BEGUN),
)  # fmt: skip
SHOW_STOP_CODE = Op(
    "show_stop_code", GET("/tour-stops/{stop_id}/code"), ShowStopCode, ShiftCodeView, SIDES,
    "The code that the host shows at the door", writes=False, errors=(NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW),
)  # fmt: skip
ARRIVE_AT_STOP = Op(
    "arrive_at_stop", POST("/tour-stops/{stop_id}/arrival", 200), ArriveAtStop, TourStopView, MEMBERS,
    "Check in by the code shown", errors=(NOT_FOUND, SEAT_NOT_TAKEN, CODE_STALE, NOT_AT_THIS_TIME, CHECKED_IN_ALREADY),
)  # fmt: skip
REPORT_STOPS = Op(
    "report_stops", POST("/tour-stops/results", 200), ReportStops, TourStopList, SIDES,
    "Tell how many came to stops that one hosts", emits=(TourStopHeld,), deadline=20,
    errors=(NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STOP_AHEAD, OWN_STOP, FEWER_THAN_CAME),
)  # fmt: skip
SHOW_TOUR_FIGURES = Op(
    "show_tour_figures", GET("/tours/figures"), ShowTourFigures, TourFigures, STAFF,
    "Shows, talks and lectures held in an area, and who came", writes=False, errors=(OUTSIDE_AREA,),
)  # fmt: skip

OPERATIONS = (TAKE_SEAT, GIVE_UP_SEAT, SHOW_STOP_CODE, ARRIVE_AT_STOP, REPORT_STOPS, SHOW_TOUR_FIGURES)
EVENTS = (TourStopHeld,)
