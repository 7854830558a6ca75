"""Finding and keeping estates and buildings."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from services.residents.documents.buildings import Building, Estate, Stay
from services.residents.domain.dwellings import numbered
from services.residents.domain.walking import metres_between
from services.residents.store.queries import (
    all_of,
    geo_point,
    index_names,
    inside,
    named_like,
    place_of,
    put_all,
    valid_at,
)
from shared.contracts.model import Point
from shared.contracts.residents.buildings import (
    BuildingEntry,
    BuildingMoved,
    BuildingRegistered,
    BuildingView,
    EstateView,
    GridStay,
    NearBuilding,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class BuildingStore(Work):
    documents = (Estate, Building)

    def find_estates(self, codes: Iterable[str]) -> dict[str, Estate]:
        return {estate.code: estate for estate in Estate.objects(code__in=sorted(set(codes)))}

    def describe_estate(self, known: Estate | None, fields: Any) -> Estate | None:
        """The estate with these fields; None when it is so already."""
        estate = known or Estate(code=fields.code)
        new = (fields.community, fields.name, fields.name_en)
        if known is not None and new == (estate.community, estate.name, estate.name_en):
            return None
        estate.community, estate.name, estate.name_en = new
        index_names(estate, (estate.name, estate.name_en, estate.code))
        return estate

    def search_estates(self, within: str | None, text: str | None, after: str | None, limit: int) -> list[Estate]:
        query = all_of(
            {"community": inside(within)} if within else {},
            named_like(text) if text else {},
            {"_id": {"$gt": after}} if after else {},
        )
        return list(Estate.objects(__raw__=query).order_by("code").limit(limit))

    def get_building(self, code: str, pointer: str = "/code") -> Building:
        building = Building.objects(code=code).first()
        if building is None:
            raise NOT_FOUND(pointer, what="building")
        return building

    def find_buildings(self, codes: Iterable[str]) -> dict[str, Building]:
        return {building.code: building for building in Building.objects(code__in=sorted(set(codes)))}

    def describe_building(
        self, known: Building | None, fields: Any, grid: str, estate: Estate | None
    ) -> Building | None:
        """The building with these fields in that grid; None when it is so already."""
        building = known or Building(code=fields.code)
        dwellings = fields.dwellings
        if dwellings is None:
            dwellings = list(numbered(fields.storeys, fields.units, fields.landing))
        new = {
            "estate": fields.estate, "address": fields.address, "number": fields.number, "storeys": fields.storeys,
            "units": fields.units, "landing": fields.landing, "completed": fields.completed, "dwellings": list(dwellings),
        }  # fmt: skip
        place = (fields.point.longitude, fields.point.latitude)
        names = [fields.address, fields.code, *([estate.name, estate.name_en] if estate else [])]
        old_names = list(building.folded)
        index_names(building, names)
        if known is not None and place == place_of(building.place) and grid == building.grid:
            same = all(getattr(building, name) == value for name, value in new.items() if name != "dwellings")
            if same and list(building.dwellings) == new["dwellings"] and old_names == list(building.folded):
                return None
        for name, value in new.items():
            setattr(building, name, value)
        building.dwelling_count, building.place = len(dwellings), list(place)
        self.settle(building, grid)
        return building

    def settle(self, building: Building, grid: str) -> None:
        """Puts the building into a grid from now on; the stays before are kept."""
        if building.grid == grid:
            return
        if building.stays:
            building.stays[-1].until = self.now
        building.stays.append(Stay(grid=grid, since=self.now))
        building.grid = grid

    def save_all(self, documents: Sequence[Any]) -> None:
        put_all(documents)

    def announce_building(self, building: Building) -> None:
        event = BuildingRegistered(
            code=building.code, grid=building.grid, estate=building.estate, address=building.address,
            point=point_of(building), dwelling_count=building.dwelling_count,
        )  # fmt: skip
        self.announce(event, subject=building.code, version=building.version, area=building.grid)

    def announce_move(self, building: Building, previous: str) -> None:
        event = BuildingMoved(code=building.code, grid=building.grid, previous=previous)
        self.announce(event, subject=building.code, version=building.version, area=building.grid)

    def place_in(self, document: Any) -> tuple[float, float]:
        return place_of(document.place)

    def buildings_in_grids(self, grids: Iterable[str]) -> list[Building]:
        return list(Building.objects(grid__in=sorted(set(grids))).order_by("code"))

    def homes_in(self, path: str) -> list[tuple[str, tuple[float, float]]]:
        """Grid and place of every building in an area."""
        rows = Building.objects(__raw__={"grid": inside(path)}).only("grid", "place").as_pymongo()
        return [(row["grid"], place_of(row["place"])) for row in rows]

    def place_of_building(self, code: str) -> tuple[float, float]:
        return place_of(self.get_building(code, "/building").place)

    def search_buildings(self, *, within: str | None, estate: str | None, text: str | None, as_of: datetime | None,
                         after: str | None, limit: int) -> list[Building]:  # fmt: skip
        query = all_of(
            _stay_in(within, as_of),
            {"estate": estate} if estate else {},
            named_like(text) if text else {},
            {"_id": {"$gt": after}} if after else {},
        )
        return list(Building.objects(__raw__=query).exclude("dwellings", "grams").order_by("code").limit(limit))

    def near_buildings(self, longitude: float, latitude: float, metres: int, limit: int) -> list[Building]:
        near = {"$geometry": geo_point(longitude, latitude), "$maxDistance": metres}
        query = {"place": {"$nearSphere": near}}
        return list(Building.objects(__raw__=query).exclude("dwellings", "grams").limit(limit))

    def estate_view(self, estate: Estate) -> EstateView:
        return EstateView(
            code=estate.code,
            community=estate.community,
            name=estate.name,
            name_en=estate.name_en,
            version=estate.version,
        )

    def building_view(self, building: Building) -> BuildingView:
        stays = [GridStay(grid=stay.grid, since=stay.since, until=stay.until) for stay in building.stays]
        return BuildingView(
            **self._facts(building, self._estate_names([building])), dwellings=list(building.dwellings), grids=stays
        )

    def building_entries(self, buildings: Sequence[Building]) -> list[BuildingEntry]:
        names = self._estate_names(buildings)
        return [BuildingEntry(**self._facts(building, names)) for building in buildings]

    def near_entries(self, buildings: Sequence[Building], longitude: float, latitude: float) -> list[NearBuilding]:
        names = self._estate_names(buildings)
        away = [round(metres_between((longitude, latitude), place_of(building.place))) for building in buildings]
        return [
            NearBuilding(**self._facts(building, names), metres=metres)
            for building, metres in zip(buildings, away, strict=True)
        ]

    def _estate_names(self, buildings: Sequence[Building]) -> dict[str, str]:
        codes = {building.estate for building in buildings if building.estate}
        return {code: estate.name for code, estate in self.find_estates(codes).items()} if codes else {}

    def _facts(self, building: Building, names: dict[str, str]) -> dict[str, Any]:
        return {
            "code": building.code, "estate": building.estate, "estate_name": names.get(building.estate or ""),
            "address": building.address, "number": building.number, "storeys": building.storeys,
            "units": building.units, "landing": building.landing, "completed": building.completed,
            "point": point_of(building), "grid": building.grid, "dwelling_count": building.dwelling_count,
            "version": building.version,
        }  # fmt: skip


def point_of(document: Any) -> Point:
    longitude, latitude = place_of(document.place)
    return Point(longitude=longitude, latitude=latitude)


def _stay_in(within: str | None, as_of: datetime | None) -> dict[str, Any]:
    if within is None:
        return {}
    if as_of is None:
        return {"grid": inside(within)}
    return {"stays": {"$elemMatch": {"grid": inside(within), **valid_at(as_of)}}}
