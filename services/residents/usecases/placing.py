"""In which grid a building or a point lies."""

from typing import Any

from services.residents.domain.ground import contains
from services.residents.usecases.areas import refuse_ended
from shared.contracts.residents.areas import AreaKind
from shared.contracts.residents.buildings import NO_GRID, NO_GRID_THERE, OUTSIDE_GRID


class Placing:
    """Finds and checks grids for one command, reading each grid once."""

    def __init__(self, store: Any, grids: set[str]) -> None:
        self._store = store
        self._known = store.find_areas(grids) if grids else {}

    def grid_for(self, record: Any, pointer: str) -> str:
        """The grid that was given, if the place lies in it, else the grid at the place."""
        place = (record.point.longitude, record.point.latitude)
        if record.grid is None:
            found = self._store.locate(*place, AreaKind.GRID, None)
            if found is None:
                raise NO_GRID_THERE(f"{pointer}/point", code=record.code)
            return found.path
        grid = self._known.get(record.grid)
        if grid is None or grid.kind != AreaKind.GRID:
            raise NO_GRID(f"{pointer}/grid", grid=record.grid)
        refuse_ended(grid, f"{pointer}/grid")
        if not contains(self._store.rings_of(grid), place):
            raise OUTSIDE_GRID(f"{pointer}/point", code=record.code, grid=record.grid)
        return grid.path
