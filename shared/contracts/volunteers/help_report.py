"""What a time bank has done in an area and a period, by the six kinds of help."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import AreaPath, Command, Count, View
from shared.contracts.operation import GET, Op
from shared.contracts.volunteers.help_kinds import HelpVisitKind
from shared.contracts.volunteers.hours_transfers import HoursTransferKind
from shared.kernel.errors import OUTSIDE_AREA, ErrorCode

ReportDay = Annotated[date, Field(ge=date(2020, 1, 1), le=date(2199, 12, 30), description="a day in Shanghai")]


class ReportHelp(Command):
    """Counts visits on the day on which their hours were earned; what was taken back is not counted."""

    area: AreaPath
    since: ReportDay
    until: ReportDay = Field(description="the last day of the period")


class HelpFigures(View):
    """`helped` and `helpers` are persons, each counted once."""

    visits: Count
    minutes: Count
    helped: Count
    helpers: Count


class KindFigures(HelpFigures):
    kind: HelpVisitKind


class TransferFigures(View):
    """Hours given without a visit, out of the area or into it. `help`: the kind of help that they were given for."""

    kind: HoursTransferKind
    help: HelpVisitKind | None = None
    transfers: Count
    minutes: Count


class HelpReportView(HelpFigures):
    """`requested`: visits that answered a need, a call or a ticket. `kinds` has all six."""

    area: AreaPath
    since: date
    until: date
    requested: Count
    kinds: list[KindFigures]
    transfers: list[TransferFigures] = []


PERIOD_BACKWARDS = ErrorCode(
    "volunteers.period_backwards", 422, "The period ends before it begins.", "统计时段的结束早于开始。"
)

REPORT_HELP = Op(
    "report_help", GET("/time-bank/report"), ReportHelp, HelpReportView, STAFF | {Role.AUDITOR},
    "Visits, minutes and people helped in an area and a period, by kind", writes=False,
    errors=(OUTSIDE_AREA, PERIOD_BACKWARDS),
)  # fmt: skip

OPERATIONS = (REPORT_HELP,)
EVENTS = ()
