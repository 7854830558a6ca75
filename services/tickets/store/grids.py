"""Keeping a copy of the grids, and finding the one that a place lies in."""

from typing import Any

from services.tickets.documents.grids import Grid
from shared.contracts.model import Point
from shared.storage.work import Work


class GridStore(Work):
    documents = (Grid,)

    def find_grid(self, point: Point) -> str | None:
        """The path of the grid that the point lies in; on a border the first by path."""
        place = {"type": "Point", "coordinates": [point.longitude, point.latitude]}
        query = {"outline": {"$geoIntersects": {"$geometry": place}}, "ended": {"$ne": True}}
        grid = Grid._get_collection().find_one(query, {"_id": 1}, sort=[("_id", 1)])
        return grid["_id"] if grid else None

    def keep_grid(self, path: str, outline: dict[str, Any], source_version: int) -> None:
        """Keeps the newest version; an older one that comes late changes nothing."""
        known = Grid.objects(path=path).only("source_version").first()
        if known is None:
            Grid(path=path, outline=outline, source_version=source_version).save(force_insert=True)
        elif known.source_version < source_version:
            Grid.objects(path=path).update_one(set__outline=outline, set__source_version=source_version)

    def end_grid(self, path: str, source_version: int) -> None:
        """The grid is not found any more."""
        Grid.objects(path=path).update_one(set__ended=True, set__source_version=source_version, upsert=True)
