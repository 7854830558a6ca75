"""What a visit may record, and the figures of visits."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from services.tickets.domain.parts import part_of
from shared.contracts.tickets.catalogue import Category, Track
from shared.contracts.tickets.fieldwork import (
    NOT_ON_THE_SPOT,
    VISIT_ELSEWHEN,
    VISIT_FULL,
    KindVisitFigures,
    PartVisitFigures,
    VisitCounts,
    VisitFiguresView,
    VisitKind,
)
from shared.kernel.clock import SHANGHAI

WRITTEN_UP = timedelta(days=31)
"""How late a visit may be recorded."""
MOST_FOUND = 200
COUNTED = tuple(VisitCounts.model_fields)


def day_of_visit(began_at: datetime, now: datetime) -> date:
    """In Shanghai; refuses what lies ahead or too far back."""
    if not now - WRITTEN_UP <= began_at <= now:
        raise VISIT_ELSEWHEN("/began_at", days=WRITTEN_UP.days)
    return began_at.astimezone(SHANGHAI).date()


def refuse_on_the_spot(category: Category) -> None:
    """What a named member leads, or units together, is not settled by whoever came by."""
    if category.track != Track.SIMPLE:
        raise NOT_ON_THE_SPOT("/settled", code=category.code)


def refuse_full(found: int) -> None:
    if found >= MOST_FOUND:
        raise VISIT_FULL(limit=MOST_FOUND)


def visit_figures(area: str, rows: Iterable[Mapping[str, Any]]) -> VisitFiguresView:
    """Of rows with area, kind and counts: the whole and its parts, each by kind."""
    sums: dict[str, dict[VisitKind, Counter[str]]] = defaultdict(lambda: {kind: Counter() for kind in VisitKind})
    for row in rows:
        for part in {area, part_of(area, row["area"])}:
            sums[part][VisitKind(row["kind"])].update({name: row[name] for name in COUNTED})
    whole = _figures(area, sums[area])
    parts = [_figures(part, sums[part]) for part in sorted(sums) if part != area]
    return VisitFiguresView(**whole.model_dump(), parts=parts)


def _figures(area: str, by_kind: Mapping[VisitKind, Counter[str]]) -> PartVisitFigures:
    total = sum(by_kind.values(), Counter())
    kinds = [KindVisitFigures(kind=kind, **_counts(count)) for kind, count in by_kind.items()]
    return PartVisitFigures(area=area, kinds=kinds, **_counts(total))


def _counts(count: Counter[str]) -> dict[str, int]:
    return {name: count[name] for name in COUNTED}
