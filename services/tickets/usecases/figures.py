"""Figures: count what has changed, count anew, show."""

from collections import Counter
from typing import Any

from services.tickets.domain.counting import days, figures, periods
from shared.contracts.actor import Actor, Role
from shared.contracts.model import Done
from shared.contracts.tickets.figures import (
    TOO_MANY_DAYS,
    FigureRow,
    FiguresTable,
    RebuildFigures,
    ShowFigures,
)
from shared.contracts.tickets.sessions import WRONG_PERIOD
from shared.kernel.errors import OUTSIDE_AREA
from shared.kernel.ids import born_at

MOST_DAYS = 366


def show_figures(store: Any, actor: Actor, command: ShowFigures) -> FiguresTable:
    if not (actor.covers(command.area) or actor.has(Role.AUDITOR)):
        raise OUTSIDE_AREA("/area")
    if command.until < command.since:
        raise WRONG_PERIOD("/until")
    if command.by is FigureRow.DAY and (command.until - command.since).days >= MOST_DAYS:
        raise TOO_MANY_DAYS("/until", most=MOST_DAYS)
    cut = days if command.by is FigureRow.DAY else periods
    wanted = command.model_dump(include={"category", "channel", "colour", "unit"}, exclude_none=True)
    sums = store.read_cells(command.area, cut(command.since, command.until), command.by, wanted)
    if command.by is FigureRow.AREA:  # what no part owns counts in the total all the same
        total = store.read_cells(command.area, cut(command.since, command.until), None, wanted).get("", Counter())
    else:
        total = sum(sums.values(), Counter())
    waiting = store.find_marks()
    return FiguresTable(
        area=command.area,
        total=figures(total),
        rows=[figures(sums[key], key) for key in sorted(sums)] if command.by else [],
        counted_until=born_at(waiting[0]["_id"]) if waiting else None,
    )


def rebuild_figures(store: Any, _actor: Actor, _command: RebuildFigures) -> Done:
    store.start_rebuild()
    return Done()


def count_marked(store: Any, marks: list[Any]) -> None:
    store.count_marked(marks)


def rebuild_further(store: Any) -> None:
    store.rebuild_further()
