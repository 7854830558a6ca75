"""The demo town's ground for tests: as generated, but a district of its own, far from other tests' areas."""

from functools import cache
from typing import Any

from infra.town.buildings import buildings, dwellings, estates
from infra.town.geography import areas
from infra.town.points import points
from infra.town.staff import staff
from shared.contracts.residents.areas import LOAD_AREAS, AreaFields, LoadAreas, Outline
from shared.contracts.residents.buildings import LOAD_BUILDINGS, BuildingRecord, EstateFields, LoadBuildings
from shared.contracts.residents.points import LOAD_POINTS, LoadPoints, PointRecord
from tests.support.bus import ask
from tests.support.town import Town

DISTRICT = "150216"
SEED = 16
WESTWARD = 5.0
"""Degrees by which the town is moved."""
BATCH = 500


def code(of: str) -> str:
    return DISTRICT + of[6:]


def place(position: tuple[float, float]) -> dict[str, float]:
    return {"longitude": round(position[0] - WESTWARD, 7), "latitude": position[1]}


def area_fields() -> list[AreaFields]:
    found = []
    for area in areas(SEED):
        ring = [tuple(place(corner).values()) for corner in area.ring]
        found.append(
            AreaFields(
                path=code(area.code),
                kind=area.kind,
                name=area.name_zh,
                name_en=area.name_en,
                outline=Outline(coordinates=[ring]),
            )
        )
    return found


def estate_fields() -> list[EstateFields]:
    return [
        EstateFields(code=code(e.code), community=code(e.community), name=e.name_zh, name_en=e.name_en)
        for e in estates(SEED)
    ]


@cache
def building_records() -> tuple[BuildingRecord, ...]:
    return tuple(
        BuildingRecord(
            code=code(b.code), estate=code(b.estate), address=f"{b.estate_name}{b.number}号楼", number=str(b.number),
            storeys=b.storeys, units=b.units, landing=b.landing, completed=b.completed, point=place(b.position), grid=code(b.grid),
        )
        for b in buildings(SEED)
    )  # fmt: skip


def dwelling_count() -> int:
    return sum(sum(1 for _ in dwellings(building)) for building in buildings(SEED))


def point_records() -> list[PointRecord]:
    return [
        PointRecord(
            code=f"M16-{p.code}", kind=p.kind, name=p.name_zh, name_en=p.name_en, point=place(p.position), grid=code(p.grid),
            hours=[span._asdict() for span in p.hours],
        )
        for p in points(SEED)
    ]  # fmt: skip


def constables() -> list[tuple[str, str, tuple[str, ...]]]:
    """Number, name and buildings of each building constable."""
    return [
        (f"MS{member.number}", member.name, tuple(map(code, member.buildings)))
        for member in staff(SEED)
        if member.post == "building_constable"
    ]


def load_ground(town: Town) -> None:
    """Areas, estates, buildings and points, in batches as a town is loaded."""
    for batch in batches(area_fields()):
        ask(town, LOAD_AREAS, LoadAreas(areas=batch))
    ask(town, LOAD_BUILDINGS, LoadBuildings(estates=estate_fields()))
    for batch in batches(building_records()):
        ask(town, LOAD_BUILDINGS, LoadBuildings(buildings=batch))
    for batch in batches(point_records()):
        ask(town, LOAD_POINTS, LoadPoints(points=batch))


def batches(records: Any) -> list[list[Any]]:
    return [list(records[start : start + BATCH]) for start in range(0, len(records), BATCH)]
