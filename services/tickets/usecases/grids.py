"""Reactions to residents' areas."""

from typing import Any

from shared.contracts.residents import AreaDrawn, AreaEnded


def keep_area(store: Any, delivered: Any) -> None:
    """Reaction: the outline of a grid is new; tickets finds a report's grid by it."""
    area: AreaDrawn = delivered.data
    if area.kind == "grid":
        store.keep_grid(area.path, area.outline.model_dump(mode="json"), delivered.envelope.aggregateversion)


def end_area(store: Any, delivered: Any) -> None:
    """Reaction: a grid has ended; its tickets keep its path, new ones are found by what came after it."""
    area: AreaEnded = delivered.data
    if area.kind == "grid":
        store.end_grid(area.path, delivered.envelope.aggregateversion)
