"""Figures: how many, how soon, how well; by area at any level, time, category, channel, colour and unit."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import AreaPath, Command, Count, Done, Moment, ShortText, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.catalogue import CategoryCode, Colour
from shared.contracts.tickets.matters import Channel
from shared.contracts.tickets.sessions import WRONG_PERIOD
from shared.kernel.errors import OUTSIDE_AREA, ErrorCode

Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1), description="a day in Shanghai")]


class FigureRow(StrEnum):
    """What the rows of a table are."""

    AREA = "area"
    DAY = "day"
    MONTH = "month"
    CATEGORY = "category"
    CHANNEL = "channel"
    COLOUR = "colour"
    UNIT = "unit"


class ShowFigures(Command):
    """A matter counts for the day in Shanghai on which it was opened, with what has become of it since.

    `by` area gives the areas one level below `area`.
    """

    area: AreaPath
    since: Day
    until: Day = Field(description="the last day, included")
    by: FigureRow | None = None
    category: CategoryCode | None = None
    channel: Channel | None = None
    colour: Colour | None = None
    unit: ShortText | None = None


class Figures(View):
    """Times in minutes on the wall since the citizen's clock began, to the minute within a day and to the quarter of an
    hour beyond; the median and the 95th percentile are values that occurred. Rates are shares from 0 to 1; none without a
    matter to take them of. `responded`, `solved` and `satisfied` are the three rates: shares of what was rated.
    """

    key: str | None = Field(None, description="which row this is; none for the total")
    opened: Count
    in_hand: Count = Field(description="a desk still owes something")
    done: Count = Field(description="waits for the citizen's word")
    closed: Count
    declined: Count
    withdrawn: Count
    merged: Count
    reacted: Count
    reacted_in_time: Count
    kept: Count = Field(description="done by the promised time")
    late: Count = Field(description="done after the promised time")
    reopened: Count = Field(description="opened again at least once")
    rated: Count
    reaction_median: Count | None = None
    reaction_p95: Count | None = None
    closing_median: Count | None = None
    closing_p95: Count | None = None
    responded: float | None = None
    solved: float | None = None
    satisfied: float | None = None
    reopen_rate: float | None = Field(None, description="opened again, of those that were ever said to be done")


class FiguresTable(View):
    area: AreaPath
    total: Figures
    rows: list[Figures] = []
    counted_until: Moment | None = Field(None, description="changes up to then are in; none: all are")


class RebuildFigures(Command):
    """Counts anew from the tickets, beside the counters in use, and takes these over once all are counted."""


TOO_MANY_DAYS = ErrorCode("tickets.too_many_days", 422, "By day, {most} days at most.", "按日统计最多 {most} 天。")

SHOW_FIGURES = Op(
    "show_figures", GET("/figures"), ShowFigures, FiguresTable, frozenset({*STAFF, Role.AUDITOR}),
    "Counts, times and rates of an area and a period", writes=False,
    errors=(OUTSIDE_AREA, TOO_MANY_DAYS, WRONG_PERIOD),
)  # fmt: skip
REBUILD_FIGURES = Op(
    "rebuild_figures", POST("/figures/rebuild", 202), RebuildFigures, Done, frozenset({Role.OPS}),
    "Count everything anew from the tickets",
)  # fmt: skip

OPERATIONS = (SHOW_FIGURES, REBUILD_FIGURES)
EVENTS = ()
