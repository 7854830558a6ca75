"""The report of a time bank that funders ask for."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from shared.contracts.actor import Actor
from shared.contracts.volunteers.help_kinds import HelpVisitKind
from shared.contracts.volunteers.help_report import (
    PERIOD_BACKWARDS,
    HelpReportView,
    KindFigures,
    ReportHelp,
    TransferFigures,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import OUTSIDE_AREA

NOTHING = {"visits": 0, "minutes": 0, "helped": 0, "helpers": 0, "requested": 0}


def report_help(store: Any, actor: Actor, command: ReportHelp) -> HelpReportView:
    if not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    if command.until < command.since:
        raise PERIOD_BACKWARDS("/until")
    since, until = (
        datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
        for day in (command.since, command.until + timedelta(days=1))
    )
    rows = {row.pop("kind"): row for row in store.help_figures(command.area, since, until)}
    kinds = [KindFigures(kind=kind, **(NOTHING | rows.get(kind.value, {}))) for kind in HelpVisitKind]
    total = NOTHING | rows.get(None, {})
    transfers = [TransferFigures(**row) for row in store.transfer_figures(command.area, since, until)]
    return HelpReportView(
        area=command.area, since=command.since, until=command.until, kinds=kinds, transfers=transfers, **total
    )
