"""Finding where a report lies."""

from dataclasses import dataclass
from typing import Any

from services.tickets.domain.flow import duty_desk
from shared.contracts.model import Point
from shared.contracts.tickets.intake import NO_GRID, NO_PLACE, NO_SUCH_BUILDING
from shared.contracts.tickets.matters import TicketFields

GRID_DEPTH = 4


@dataclass(frozen=True)
class Place:
    """`backstop`: it lies in no known grid; `area` is the street, or else the district, whose duty desk has it."""

    area: str
    point: tuple[float, float] | None = None
    building: str | None = None
    backstop: bool = False


def place_of(store: Any, report: TicketFields) -> Place:
    """Where a report lies: by its building, its point or its address. Refuses what names no place at all."""
    if report.building is not None:
        building = store.find_building(report.building)
        if building is None:
            raise NO_SUCH_BUILDING("/building", building=report.building)
        return _at(building)
    if report.point is not None:
        return _around(store, report.point)
    if report.address is None:
        raise NO_PLACE("/point")
    building = store.find_building_at(report.address)
    return _at(building) if building else _duty_desk(store.find_first_district(), "/address")


def _at(building: Any) -> Place:
    longitude, latitude = building.place["coordinates"] if isinstance(building.place, dict) else building.place
    return Place(building.area, (longitude, latitude), building.code)


def _around(store: Any, point: Point) -> Place:
    place = (point.longitude, point.latitude)
    area = store.find_area(point)
    if area is not None and area.count(".") + 1 == GRID_DEPTH:
        return Place(area, place)
    return _duty_desk(area or store.find_nearest_area(point), "/point", place)


def _duty_desk(area: str | None, pointer: str, point: tuple[float, float] | None = None) -> Place:
    """The street's duty desk is the backstop for what nobody owns."""
    if area is None:
        raise NO_GRID(pointer)
    return Place(duty_desk(area), point, backstop=True)
