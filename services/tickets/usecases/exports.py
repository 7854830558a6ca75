"""Tables to take away: ask, look how far they are, fetch, write."""

from datetime import date, timedelta
from typing import Any

from services.tickets.usecases.figures import show_figures
from shared.contracts.actor import SYSTEM, Actor, Role
from shared.contracts.tickets.exports import (
    NOT_READY,
    TOO_MANY_ROWS,
    ExportPart,
    ExportState,
    ExportView,
    GetExport,
    GetExportPart,
    Sheet,
    StartExport,
)
from shared.contracts.tickets.figures import Figures, ShowFigures
from shared.contracts.tickets.sessions import WRONG_PERIOD
from shared.kernel.errors import OUTSIDE_AREA

MOST_ROWS = 200_000
KEPT = timedelta(days=7)
COUNTER = Actor(SYSTEM.account, frozenset({Role.AUDITOR}))
"""Writes tables of figures; who asked for them was allowed to."""


def start_export(store: Any, actor: Actor, command: StartExport) -> ExportView:
    if not (actor.covers(command.area) or actor.has(Role.AUDITOR)):
        raise OUTSIDE_AREA("/area")
    if command.until < command.since:
        raise WRONG_PERIOD("/until")
    total = rows_of(store, command)
    if total > MOST_ROWS:
        raise TOO_MANY_ROWS("/until", rows=total, most=MOST_ROWS)
    export = store.new_export(
        account=actor.account, total=total, kept_until=store.now + KEPT, since=command.since.isoformat(),
        until=command.until.isoformat(), **command.model_dump(exclude={"since", "until"}),
    )  # fmt: skip
    store.save(export)
    return store.export_view(export)


def rows_of(store: Any, command: StartExport) -> int:
    if command.sheet is Sheet.MATTERS:
        return store.count_matters(command.area, command.since, command.until)
    return len(figure_rows(store, command.area, command.since, command.until, command.by))


def get_export(store: Any, actor: Actor, command: GetExport) -> ExportView:
    return store.export_view(store.find_export(command.export_id, actor.account))


def get_export_part(store: Any, actor: Actor, command: GetExportPart) -> ExportPart:
    export = store.find_export(command.export_id, actor.account)
    if export.state != ExportState.READY:
        raise NOT_READY()
    content = store.read_part(export, command.offset)
    return ExportPart.model_construct(content=content, size=export.size, format=export.format)


def write_next(store: Any) -> bool:
    """Timer: writes the table that has waited longest; False when none waits."""
    export = store.next_export()
    if export is None:
        return False
    since, until = date.fromisoformat(export.since), date.fromisoformat(export.until)
    if export.sheet == Sheet.MATTERS:
        heads, rows = store.matter_columns, store.matter_rows(export.area, since, until)
    else:
        heads = tuple(Figures.model_fields)
        rows = iter(figure_rows(store, export.area, since, until, export.by))
    store.write_export(export, heads, rows)
    return True


def figure_rows(store: Any, area: str, since: date, until: date, by: Any) -> list[list[Any]]:
    """The rows of the table, and the total as the last."""
    table = show_figures(store, COUNTER, ShowFigures(area=area, since=since, until=until, by=by))
    return [list(row.model_dump().values()) for row in (*table.rows, table.total)]
