"""Reactions to residents' areas and buildings."""

from typing import Any

from shared.contracts.residents import AreaDrawn, AreaEnded, BuildingMoved, BuildingRegistered


def keep_area(store: Any, delivered: Any) -> None:
    """Reaction: the outline of an area is new; tickets finds where a report lies by it."""
    area: AreaDrawn = delivered.data
    store.keep_area(area.path, area.outline.model_dump(mode="json"), delivered.envelope.aggregateversion)


def end_area(store: Any, delivered: Any) -> None:
    """Reaction: an area has ended; its tickets keep its path, new ones are found by what came after it."""
    area: AreaEnded = delivered.data
    store.end_area(area.path, delivered.envelope.aggregateversion)


def keep_building(store: Any, delivered: Any) -> None:
    """Reaction: a building is new or corrected; a report may name it instead of a point."""
    building: BuildingRegistered = delivered.data
    store.keep_building(
        building.code, building.address, building.grid, building.point, delivered.envelope.aggregateversion
    )


def move_building(store: Any, delivered: Any) -> None:
    """Reaction: regridding has put a building into another grid."""
    moved: BuildingMoved = delivered.data
    store.move_building(moved.code, moved.grid, delivered.envelope.aggregateversion)
