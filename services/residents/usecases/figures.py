"""Figures per area: show them, keep them up to date, rebuild them."""

from itertools import chain
from typing import Any

from services.residents.domain.counting import figures_of, sums
from services.residents.usecases.duty import refuse_outside
from shared.contracts.actor import Actor, Role
from shared.contracts.residents.figures import FiguresView, PartFigures, RebuildFigures, RebuiltView, ShowFigures

AT_ONCE = 100


def show_figures(store: Any, actor: Actor, command: ShowFigures) -> FiguresView:
    if not actor.has(Role.AUDITOR):
        refuse_outside(actor, command.path, "/path")
    area = store.get_area(command.path)
    pending = store.is_marked(
        command.path
    )  # looked at first: what is counted while figures are read must not go unsaid
    recorded = store.figures_in(command.path)
    totals = sums(command.path, ((path, counts) for path, counts, _ in recorded))
    parts = {part.path: part for part in store.find_children(command.path, None)}
    return FiguresView(
        **figures_of(totals[command.path]).model_dump(), path=area.path, kind=area.kind, name=area.name,
        counted_at=min((at for _, _, at in recorded), default=None), pending=pending,
        parts=[
            PartFigures(**figures_of(totals.get(path, {})).model_dump(), path=path, kind=part.kind, name=part.name)
            for path, part in parts.items()
        ],
    )  # fmt: skip


def recount(store: Any) -> int:
    """Counts marked paths anew, and some of those whose ages are of yesterday; says how many.

    Marks are read before the counting and only those are struck, so that a change in between is counted next time.
    """
    marks = store.marks()
    paths = sorted({*marks, *store.outdated(AT_ONCE)})
    for start in range(0, len(paths), AT_ONCE):
        batch = paths[start : start + AT_ONCE]
        counted = store.count_all(batch)
        store.keep_figures({path: counted.get(path, {}) for path in batch})
        store.forget_marks(chain.from_iterable(marks.get(path, ()) for path in batch))
    return len(paths)


def rebuild_figures(store: Any, _actor: Actor, _command: RebuildFigures) -> RebuiltView:
    """Counts everything in one pass over each collection, and says where the figures that were kept had been wrong."""
    marks = store.marks()
    counted, kept = store.count_all(), store.kept_figures()
    figures = {path: counted.get(path, {}) for path in {*counted, *kept}}
    differing = sum(counts != kept.get(path, {}) for path, counts in figures.items())
    store.keep_figures(figures)
    store.forget_marks(chain.from_iterable(marks.values()))
    return RebuiltView(areas=len(figures), differing=differing)
