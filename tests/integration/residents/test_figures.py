"""Figures per area: counted after changes, and the same when counted from scratch."""

from datetime import date, datetime, timedelta

import pytest

from services.residents.domain.ages import band_of
from shared.contracts.actor import Role
from shared.contracts.residents.areas import LOAD_AREAS, LoadAreas
from shared.contracts.residents.buildings import LOAD_BUILDINGS, BuildingRecord, EstateFields, LoadBuildings
from shared.contracts.residents.figures import REBUILD_FIGURES, AgeBand, RebuildFigures
from shared.contracts.residents.points import LOAD_POINTS, LoadPoints, PointRecord
from shared.kernel.clock import SHANGHAI
from tests.support.bus import ask
from tests.support.ground import area, square
from tests.support.town import Town
from tests.support.waiting import eventually

COMMUNITY = "150298.001.001"
GRID, NEXT = f"{COMMUNITY}.001", f"{COMMUNITY}.002"
WEST, SOUTH = 118.0, 41.0


@pytest.fixture(scope="module")
def auditor(town: Town):
    whole = square(WEST, SOUTH, 0.02, 0.01)
    above = [area("150298", whole), area("150298.001", whole), area(COMMUNITY, whole)]
    ask(
        town,
        LOAD_AREAS,
        LoadAreas(areas=[*above, area(GRID, square(WEST, SOUTH)), area(NEXT, square(WEST + 0.01, SOUTH))]),
    )
    estate = EstateFields(code=f"{COMMUNITY}-E01", community=COMMUNITY, name="x", name_en="x")
    buildings = [
        BuildingRecord(code=f"{GRID}-B0{at}", storeys=6, units=2, landing=2, address="x", point=place(0.002 * at))
        for at in (1, 2, 3)
    ]
    ask(town, LOAD_BUILDINGS, LoadBuildings(estates=[estate], buildings=buildings))
    kinds = ("medical", "medical", "elders")
    points = [
        PointRecord(code=f"T98-{at}", kind=kind, name="x", name_en="x", point=place(0.006 * at))
        for at, kind in enumerate(kinds, start=1)
    ]
    ask(town, LOAD_POINTS, LoadPoints(points=points))
    return town.person(Role.AUDITOR)


def place(east: float):
    return {"longitude": round(WEST + east, 7), "latitude": SOUTH + 0.005}


def settled(auditor, path: str):
    def counted():
        shown = auditor.get(f"/v1/areas/{path}/figures")
        return None if shown["pending"] else shown

    return eventually(counted, 30)


def counts(shown, name: str, key: str):
    return {entry[key]: entry["count"] for entry in shown[name]}


def test_figures_of_an_area_are_those_of_its_parts_summed_up(auditor):
    shown = settled(auditor, "150298")
    assert [shown[name] for name in ("grids", "estates", "buildings", "dwellings")] == [2, 1, 3, 72]
    assert counts(shown, "points", "kind") == {"medical": 2, "elders": 1, "children": 0, "learning": 0, "hardship": 0}
    community = settled(auditor, COMMUNITY)
    assert {part["path"]: part["buildings"] for part in community["parts"]} == {GRID: 3, NEXT: 0}
    assert {part["path"]: counts(part, "points", "kind")["medical"] for part in community["parts"]} == {
        GRID: 1,
        NEXT: 1,
    }


def test_change_is_counted_within_seconds_and_rebuilding_finds_nothing_else(town: Town, auditor):
    settled(auditor, "150298")
    record = BuildingRecord(code=f"{GRID}-B01", storeys=1, address="x", point=place(0.012))
    ask(town, LOAD_BUILDINGS, LoadBuildings(buildings=[record]))
    eventually(
        lambda: {part["path"]: part["buildings"] for part in settled(auditor, COMMUNITY)["parts"]} == {GRID: 2, NEXT: 1}
    )
    before = settled(auditor, "150298")
    marks = town.database("residents")["figure_marks"]
    eventually(lambda: marks.count_documents({}) == 0, 60)
    assert ask(town, REBUILD_FIGURES, RebuildFigures()).differing == 0
    assert without_times(settled(auditor, "150298")) == without_times(before)


def test_rebuilding_finds_and_mends_wrong_figures(town: Town, auditor):
    before = settled(auditor, "150298")
    kept = town.database("residents")["figures"]
    kept.update_one({"_id": GRID}, {"$set": {"counts.buildings": 999}})
    assert ask(town, REBUILD_FIGURES, RebuildFigures()).differing >= 1
    assert without_times(settled(auditor, "150298")) == without_times(before)


def test_residents_are_counted_by_age_and_yesterdays_ages_are_counted_anew(town: Town, auditor):
    settled(auditor, NEXT)
    today = datetime.now(SHANGHAI).date()
    births = [years_before(today, years) for years in (0, 14, 15, 59, 60, 79, 80, 101)]
    births += [day + timedelta(days=1) for day in births[2:7:2]]
    stored = town.database("residents")
    stored["people"].insert_many(
        {
            "_id": f"{at:032x}",
            "area": NEXT,
            "state": "living_here",
            "birth_date": datetime.combine(born, datetime.min.time()),
        }
        for at, born in enumerate(births, start=0xF1680000)
    )
    stored["figures"].update_one({"_id": NEXT}, {"$set": {"day": "2000-01-01"}})
    shown = eventually(lambda: found if (found := settled(auditor, NEXT))["residents"] == len(births) else None, 30)
    expected = {band: sum(band_of(born, today) == band for born in births) for band in AgeBand}
    assert counts(shown, "ages", "band") == {band.value: count for band, count in expected.items()}
    stored["people"].delete_many({"_id": {"$in": [f"{at + 0xF1680000:032x}" for at in range(len(births))]}})
    ask(town, REBUILD_FIGURES, RebuildFigures())


def test_figures_are_for_those_whose_area_it_is(town: Town, auditor):
    worker = town.person(Role.GRID_WORKER, areas=(GRID,))
    assert worker.get(f"/v1/areas/{GRID}/figures")["parts"] == []
    assert worker.refused("GET", f"/v1/areas/{NEXT}/figures")["code"] == "outside_area"
    assert town.person(Role.RESIDENT).refused("GET", f"/v1/areas/{GRID}/figures")["code"] == "forbidden"


def without_times(shown):
    return {name: value for name, value in shown.items() if name != "counted_at"}


def years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28))
