"""Recurring rounds: a rule says on which days, and each round is planned some days ahead, until the series ends."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.actor import EVERYBODY, STAFF
from shared.contracts.model import AreaPath, Command, Id, Page, PageQuery, ShortText, Value, Version, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.home_services import (
    MOVES,
    NOT_OFFERED,
    TIMES_TWICE,
    TOO_MANY_SLOTS,
    Day,
    DayPlan,
    SlotTime,
)
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.rounds import OUTSIDE_SERVICE, ROUND_BEGUN, WRONG_DAY, RoundMoved
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, ErrorCode
from shared.kernel.paging import BAD_CURSOR

RuleText = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z][A-Z0-9=,;+\-]{5,199}$"),
    Field(
        description="RFC 5545 RRULE over days in Shanghai: FREQ (DAILY to YEARLY), INTERVAL, COUNT, UNTIL (a date), BYDAY, "
        "BYMONTHDAY, BYMONTH, BYSETPOS, WKST",
        examples=["FREQ=WEEKLY;BYDAY=TU"],
    ),
]


class SeriesState(StrEnum):
    RUNNING = "running"
    ENDED = "ended"


class OnHoliday(StrEnum):
    """What becomes of a round on a public holiday: kept, dropped, or shifted to the next working day."""

    KEEP = "keep"
    DROP = "drop"
    SHIFT = "shift"


class StartSeries(Command):
    service_id: Id
    area: AreaPath = Field(description="the service's area or a part of it")
    rule: RuleText
    first_day: Day
    day: DayPlan
    ahead_days: int = Field(default=14, ge=1, le=90, description="so many days ahead each round is planned")
    on_holiday: OnHoliday = OnHoliday.SHIFT


class SeriesAction(Command):
    series_id: Id


class GetSeries(SeriesAction):
    pass


class ListSeries(PageQuery):
    area: AreaPath
    state: SeriesState | None = None


class ExceptDay(SeriesAction):
    """One day of the series is dropped, or shifted to another day. A round that is planned already goes along."""

    day: Day
    to_day: Day | None = Field(default=None, description="absent: dropped")
    reason: ShortText


class EndSeries(SeriesAction):
    """Rounds that are planned already stay."""

    reason: ShortText


class SeriesDay(Value):
    """A day of the series that is not as the rule says: dropped, or held on another day."""

    day: date
    to_day: date | None = None
    reason: str


class SeriesView(View):
    id: Id
    service: Id
    area: AreaPath
    rule: str
    first_day: date
    day: list[SlotTime] = Field(description="the slots of one day")
    ahead_days: int
    on_holiday: OnHoliday
    state: SeriesState
    reason: str | None = Field(default=None, description="why it has ended")
    next_day: date | None = Field(default=None, description="the next one that is to be planned")
    exceptions: list[SeriesDay] = []
    actions: list[NextAction] = []
    version: Version


class SeriesPage(Page[SeriesView]):
    pass


BAD_RULE = ErrorCode(
    "tickets.bad_rule", 422, "This rule of recurrence cannot be used: {why}.", "重复规则不可用：{why}。"
)
NOT_IN_SERIES = ErrorCode(
    "tickets.not_in_series", 422, "The series has no round on {day}.", "该系列在 {day} 没有安排服务。"
)

START_SERIES = Op(
    "start_series", POST("/round-series"), StartSeries, SeriesView, STAFF, "Plan rounds that recur by a rule",
    errors=(NOT_FOUND, OUTSIDE_AREA, OUTSIDE_SERVICE, NOT_OFFERED, WRONG_DAY, TOO_MANY_SLOTS, TIMES_TWICE, BAD_RULE),
)  # fmt: skip
GET_SERIES = Op(
    "get_series", GET("/round-series/{series_id}"), GetSeries, SeriesView, EVERYBODY, "One series of rounds, with its exceptions",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_SERIES = Op(
    "list_series", GET("/round-series"), ListSeries, SeriesPage, EVERYBODY, "Series of rounds for an area, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
EXCEPT_DAY = Op(
    "except_day", POST("/round-series/{series_id}/exceptions", 200), ExceptDay, SeriesView, STAFF,
    "Drop or shift one day of a series, with the reason", emits=(RoundMoved,),
    errors=(*MOVES, NOT_IN_SERIES, WRONG_DAY, ROUND_BEGUN), deadline=30,
)  # fmt: skip
END_SERIES = Op(
    "end_series", POST("/round-series/{series_id}/end", 200), EndSeries, SeriesView, STAFF, "End a series", errors=MOVES
)

OPERATIONS = (START_SERIES, LIST_SERIES, GET_SERIES, EXCEPT_DAY, END_SERIES)
EVENTS = ()
