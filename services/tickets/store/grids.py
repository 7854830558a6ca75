"""Keeping a copy of areas and buildings, and finding where a place lies."""

from typing import Any

from services.tickets.documents.grids import Building, Grid
from shared.contracts.model import Point
from shared.storage.work import Work

GRID = 4


class GridStore(Work):
    documents = (Grid, Building)

    def find_area(self, point: Point) -> str | None:
        """The smallest known area that the point lies in; on a border the first by path."""
        place = {"type": "Point", "coordinates": [point.longitude, point.latitude]}
        query = {"outline": {"$geoIntersects": {"$geometry": place}}, "ended": {"$ne": True}}
        found = Grid._get_collection().find_one(query, {"_id": 1}, sort=[("depth", -1), ("_id", 1)])
        return found["_id"] if found else None

    def find_nearest_area(self, point: Point) -> str | None:
        """The known area nearest to a point that lies in none; of those that share the border the smallest."""
        place = {"type": "Point", "coordinates": [point.longitude, point.latitude]}
        near = {"$geoNear": {"near": place, "distanceField": "metres", "query": {"ended": {"$ne": True}}}}
        told = {"$project": {"depth": 1, "metres": 1}}
        found = Grid._get_collection().aggregate([near, {"$limit": 2 * GRID}, told])
        return min(found, key=lambda row: (round(row["metres"]), -row["depth"], row["_id"]), default={"_id": None})[
            "_id"
        ]

    def find_first_district(self) -> str | None:
        """Where a matter goes of which nobody knows where it lies."""
        found = Grid._get_collection().find_one({"depth": 1, "ended": {"$ne": True}}, {"_id": 1}, sort=[("_id", 1)])
        return found["_id"] if found else None

    def find_building(self, code: str) -> Building | None:
        return Building.objects(code=code).first()

    def find_building_at(self, address: str) -> Building | None:
        return Building.objects(address=address).first()

    def keep_area(self, path: str, outline: dict[str, Any], source_version: int) -> None:
        """Keeps the newest version; an older one that comes late changes nothing."""
        known = Grid.objects(path=path).only("source_version").first()
        if known is None:
            depth = path.count(".") + 1
            Grid(path=path, depth=depth, outline=outline, source_version=source_version).save(force_insert=True)
        elif known.source_version < source_version:
            Grid.objects(path=path).update_one(set__outline=outline, set__source_version=source_version)

    def end_area(self, path: str, source_version: int) -> None:
        """The area is not found any more."""
        Grid.objects(path=path).update_one(
            set__ended=True, set__source_version=source_version, set__depth=path.count(".") + 1, upsert=True
        )

    def keep_building(self, code: str, address: str, area: str, point: Point, source_version: int) -> None:
        place = [point.longitude, point.latitude]
        known = Building.objects(code=code).only("source_version").first()
        if known is None:
            Building(code=code, address=address, area=area, place=place, source_version=source_version).save(
                force_insert=True
            )
        elif known.source_version < source_version:
            Building.objects(code=code).update_one(
                set__address=address, set__area=area, set__place=place, set__source_version=source_version
            )

    def move_building(self, code: str, area: str, source_version: int) -> None:
        Building.objects(code=code, source_version__lt=source_version).update_one(
            set__area=area, set__source_version=source_version
        )
