"""Rounds of a home service: days and slots with room for so many households each, planned once or again and again."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import EVERYBODY, STAFF
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
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
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.home_services import (
    MOST_PLACES,
    MOST_SLOTS,
    MOVES,
    NOT_OFFERED,
    TIMES_TWICE,
    TOO_MANY_SLOTS,
    Day,
    DayPlan,
    DoneAt,
    Places,
)
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.sessions import Scheduled
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, ErrorCode
from shared.kernel.paging import BAD_CURSOR

SlotNumber = Annotated[int, Field(ge=1, le=MOST_SLOTS)]


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class Layout(Value):
    """From `first_day` on, each day as in `day`, until there is room for all: 500 households at 50 a day are 10 days."""

    first_day: Day
    day: DayPlan
    households: int | None = Field(default=None, ge=1, le=MOST_PLACES, description="in all; default: one day's")
    working_days_only: bool = Field(default=False, description="by the work calendar of China")
    skip: list[Day] = Field(default=[], max_length=60)


class PlanRound(Command):
    """Those who have asked for a round and live in its area get the first places, in the order in which they asked."""

    service_id: Id
    area: AreaPath = Field(description="the service's area or a part of it")
    layout: Layout
    opens_at: Scheduled | None = Field(default=None, description="of sign-up; default: as the service says")
    take_waiting: bool = True


class RoundAction(Command):
    round_id: Id


class GetRound(RoundAction):
    pass


class ListRounds(PageQuery):
    """Rounds for an area: its own, those of what it belongs to, and of what belongs to it."""

    area: AreaPath
    state: RoundState | None = None
    service_id: Id | None = None


class ShiftRound(RoundAction):
    """All slots move by the same number of days. Everybody who booked is told."""

    to_day: Day = Field(description="the new first day")
    reason: ShortText


class CallOffRound(RoundAction):
    """All bookings are cancelled and everybody is told why."""

    reason: ShortText


class ChangeCapacity(RoundAction):
    """More room lets those in who wait; less room than is taken is refused."""

    number: SlotNumber
    capacity: Places


class CloseRound(RoundAction):
    """Possible once every slot has begun and every booking has its report."""


class SlotView(View):
    number: Count
    starts_at: Moment
    ends_at: Moment
    closes_at: Moment = Field(description="until when one can sign up")
    capacity: Count
    free: Count
    waiting: Count


class RoundTotals(View):
    """Counts of bookings. `booked` = done + partly + not_met; `minutes` and `taken_fen` are sums over their reports."""

    capacity: Count
    booked: Count
    done: Count
    partly: Count
    not_met: Count
    cancelled: Count
    lapsed: Count = Field(description="those who waited and got no place")
    confirmed: Count
    objected: Count
    stars: Count = Field(description="sum over those confirmed")
    minutes: Count
    taken_fen: Count


class RoundStep(View):
    action: str
    at: Moment
    reason: str | None = None


class RoundFields(View):
    id: Id
    service: Id
    name: str
    name_en: str
    area: AreaPath
    state: RoundState
    day: Day = Field(description="the first one")
    last_day: Day
    opens_at: Moment
    price_fen: Count
    minutes: Count
    done_at: DoneAt
    series: Id | None = Field(default=None, description="of recurring rounds, that it belongs to")
    version: Version


class RoundBrief(RoundFields):
    capacity: Count
    free: Count


class RoundView(RoundFields):
    slots: list[SlotView]
    totals: RoundTotals | None = Field(default=None, description="once it is closed")
    history: list[RoundStep] = []
    actions: list[NextAction] = []


class RoundPage(Page[RoundBrief]):
    pass


class RoundNews(Value):
    """What partners are told of a round."""

    round: Id
    service: Id
    area: AreaPath
    state: RoundState
    day: Day
    last_day: Day
    reason: str | None = None


class RoundPlanned(RoundNews, Event):
    TYPE: ClassVar[str] = "tickets.round.planned.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    slots: Count
    capacity: Count


class RoundMoved(RoundNews, Event):
    """It was shifted or called off."""

    TYPE: ClassVar[str] = "tickets.round.moved.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"


class RoundClosed(RoundNews, Event):
    TYPE: ClassVar[str] = "tickets.round.closed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    totals: RoundTotals


class RoundWanted(Event):
    """Enough households have asked for a round."""

    TYPE: ClassVar[str] = "tickets.round.wanted.v1"

    service: Id
    area: AreaPath
    asked: Count


OUTSIDE_SERVICE = ErrorCode(
    "tickets.outside_service", 422, "The service is offered in {area} only.", "该服务仅在 {area} 区域内提供。"
)
WRONG_DAY = ErrorCode(
    "tickets.wrong_day",
    422,
    "The first slot must begin after now and within {days} days.",
    "首个时段须晚于现在且在 {days} 天以内。",
)
OPENS_TOO_LATE = ErrorCode(
    "tickets.opens_too_late", 422, "Sign-up would open after the first slot.", "报名开始时间晚于首个时段。"
)
ROUND_BEGUN = ErrorCode(
    "tickets.round_begun", 409, "The round began at {at}.", "该轮服务已于 {at} 开始。"
)  # fmt: skip
ROUND_NOT_OVER = ErrorCode(
    "tickets.round_not_over", 409, "The last slot begins at {at}.", "最后一个时段将于 {at} 开始。"
)
UNREPORTED = ErrorCode(
    "tickets.unreported", 409, "{count} bookings have no report yet.", "还有 {count} 个预约没有填写服务结果。"
)
UNDER_OBJECTION = ErrorCode(
    "tickets.under_objection",
    409,
    "{count} customers object to the report; answer them first.",
    "有 {count} 位居民对服务结果有异议，请先处理。",
)
NO_SUCH_SLOT = ErrorCode(
    "tickets.no_such_slot", 422, "The round has no slot {number}.", "该轮服务没有第 {number} 个时段。"
)
TAKEN_ALREADY = ErrorCode(
    "tickets.taken_already", 409, "{taken} places are taken already.", "已有 {taken} 个名额被预约。"
)

PLAN_ROUND = Op(
    "plan_round", POST("/rounds"), PlanRound, RoundView, STAFF, "Plan a round with its slots",
    emits=(RoundPlanned,), deadline=30,
    errors=(NOT_FOUND, OUTSIDE_AREA, OUTSIDE_SERVICE, NOT_OFFERED, WRONG_DAY, TOO_MANY_SLOTS, TIMES_TWICE, OPENS_TOO_LATE),
)  # fmt: skip
GET_ROUND = Op(
    "get_round", GET("/rounds/{round_id}"), GetRound, RoundView, EVERYBODY, "One round: its slots, and where there is room",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_ROUNDS = Op(
    "list_rounds", GET("/rounds"), ListRounds, RoundPage, EVERYBODY, "Rounds for an area, the last planned first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
SHIFT_ROUND = Op(
    "shift_round", POST("/rounds/{round_id}/shift", 200), ShiftRound, RoundView, STAFF, "Move a round to other days",
    emits=(RoundMoved,), errors=(*MOVES, ROUND_BEGUN, WRONG_DAY), deadline=30,
)  # fmt: skip
CALL_OFF_ROUND = Op(
    "call_off_round", POST("/rounds/{round_id}/call-off", 200), CallOffRound, RoundView, STAFF,
    "Call a round off, before it has begun", emits=(RoundMoved,), errors=(*MOVES, ROUND_BEGUN), deadline=30,
)  # fmt: skip
CHANGE_CAPACITY = Op(
    "change_capacity", PUT("/rounds/{round_id}/slots/{number}"), ChangeCapacity, RoundView, STAFF,
    "Give a slot more or less room", errors=(*MOVES, NO_SUCH_SLOT, TAKEN_ALREADY), deadline=30,
)  # fmt: skip
CLOSE_ROUND = Op(
    "close_round", POST("/rounds/{round_id}/close", 200), CloseRound, RoundView, STAFF, "Close a round with its totals",
    emits=(RoundClosed,), errors=(*MOVES, ROUND_NOT_OVER, UNREPORTED, UNDER_OBJECTION), deadline=30,
)  # fmt: skip

OPERATIONS = (PLAN_ROUND, LIST_ROUNDS, GET_ROUND, SHIFT_ROUND, CALL_OFF_ROUND, CHANGE_CAPACITY, CLOSE_ROUND)
EVENTS = (RoundPlanned, RoundMoved, RoundClosed, RoundWanted)
