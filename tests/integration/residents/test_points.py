"""The service map: what is within reach on foot, and what is open."""

import pytest

from shared.contracts.actor import Role
from shared.contracts.model import Point
from shared.contracts.residents.areas import LOAD_AREAS, LoadAreas
from shared.contracts.residents.buildings import LOAD_BUILDINGS, BuildingRecord, LoadBuildings
from shared.contracts.residents.points import LOAD_POINTS, Help, LoadPoints, PointRecord, WeeklySpan
from tests.support.bus import ask
from tests.support.ground import area, square
from tests.support.town import Town

COMMUNITY = "150295.001.001"
GRID, NEXT = f"{COMMUNITY}.001", f"{COMMUNITY}.002"
WEST, SOUTH = 115.0, 0.0
"""On the equator, where a thousandth of a degree is 111.2 metres either way."""
WORKDAYS = [WeeklySpan(weekday=day, opens=540, closes=1020) for day in range(1, 6)]
HOME = {"longitude": 115.005, "latitude": 0.005}


def point(number: int, kind: Help, east: float, **fields) -> PointRecord:
    at = Point(longitude=round(HOME["longitude"] + east, 7), latitude=HOME["latitude"])
    facts = {
        "code": f"T95-{number:03d}",
        "kind": kind,
        "name": f"服务点{number}",
        "name_en": f"Point {number}",
        "point": at,
    }
    return PointRecord(**(facts | {"hours": WORKDAYS} | fields))


def points() -> list[PointRecord]:
    return [
        point(1, Help.MEDICAL, 0.001, phone="0472-1234567", holder="社区卫生服务中心", services=["接种", "随访"]),
        point(2, Help.ELDERS, 0.004, hours=[], grid=GRID),
        point(3, Help.CHILDREN, 0.0077),
        point(4, Help.LEARNING, 0.0079),
        point(5, Help.HARDSHIP, 0.002, status="closed"),
    ]


@pytest.fixture(scope="module")
def loaded(town: Town):
    whole = square(WEST, SOUTH, 0.02, 0.01)
    above = [area("150295", whole), area("150295.001", whole), area(COMMUNITY, whole)]
    grids = [area(GRID, square(WEST, SOUTH)), area(NEXT, square(WEST + 0.01, SOUTH))]
    ask(town, LOAD_AREAS, LoadAreas(areas=[*above, *grids]))
    home = {"storeys": 1, "address": "x", "point": HOME, "code": f"{GRID}-B01"}
    far = home | {"code": f"{NEXT}-B01", "point": {"longitude": 115.019, "latitude": 0.005}}
    ask(town, LOAD_BUILDINGS, LoadBuildings(buildings=[BuildingRecord(**home), BuildingRecord(**far)]))
    ask(town, LOAD_POINTS, LoadPoints(points=points()))
    return town.nobody()


def codes(found) -> list[str]:
    return [item["code"] for item in found["items"]]


def test_loading_twice_changes_nothing(town: Town, loaded):
    again = ask(town, LOAD_POINTS, LoadPoints(points=points()))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 5)


def test_what_is_within_a_quarter_of_an_hour_comes_nearest_first(loaded):
    found = loaded.get("/v1/service-map", **HOME)
    assert codes(found) == ["T95-001", "T95-002", "T95-003"]  # the fourth is 15.2 minutes away, the fifth closed
    assert [item["minutes"] for item in found["items"]] == [2, 8, 15]
    assert found["walking"] == {"factor": 1.3, "metres_per_minute": 75}
    assert {entry["kind"]: entry["count"] for entry in found["kinds"]}["learning"] == 0


def test_straighter_ways_reach_further(loaded):
    assert codes(loaded.get("/v1/service-map", **HOME, factor=1.2)) == ["T95-001", "T95-002", "T95-003", "T95-004"]


def test_start_may_be_a_building(loaded):
    assert codes(loaded.get("/v1/service-map", building=f"{GRID}-B01")) == ["T95-001", "T95-002", "T95-003"]


@pytest.mark.parametrize(
    "query", ["", "?longitude=1", f"?building={GRID}-B01&longitude=1&latitude=1", f"?building={GRID}-B01&latitude=1"]
)
def test_start_must_be_either_a_place_or_a_building(loaded, query):
    assert loaded.refused("GET", f"/v1/service-map{query}")["code"] == "residents.no_start"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-20T09:00:00+08:00", ["T95-001", "T95-002", "T95-003"]),  # a Friday
        ("2026-11-20T00:59:59Z", ["T95-002"]),
        ("2026-11-20T17:00:00+08:00", ["T95-002"]),
        ("2026-11-21T10:00:00+08:00", ["T95-002"]),
    ],
)
def test_only_what_is_open_at_a_moment(loaded, moment, expected):
    assert codes(loaded.get("/v1/service-map", **HOME, open_at=moment)) == expected


def test_one_kind_only(loaded):
    assert codes(loaded.get("/v1/service-map", **HOME, kind="elders")) == ["T95-002"]


def test_coverage_counts_buildings_with_each_kind_in_reach(loaded):
    shown = loaded.get("/v1/areas/150295/coverage")
    covered = {entry["kind"]: entry["covered"] for entry in shown["kinds"]}
    assert shown["buildings"] == 2 and shown["all_kinds"] == 0
    assert covered == {"children": 2, "learning": 1, "medical": 1, "elders": 1, "hardship": 0}
    assert [community["path"] for community in shown["communities"]] == [COMMUNITY]


def test_special_day_replaces_the_weekly_hours(town: Town, loaded):
    office = town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,))
    record = point(6, Help.MEDICAL, 0.0005).model_dump(mode="json", exclude={"code"}, exclude_none=True)
    record["special_days"] = [
        {"day": "2026-10-01", "spans": []},
        {"day": "2026-10-10", "spans": [{"opens": 600, "closes": 660}]},
    ]
    assert office.put("/v1/points/T95-006", record)["grid"] == GRID
    at = {"kind": "medical", **HOME}
    assert "T95-006" not in codes(loaded.get("/v1/service-map", **at, open_at="2026-10-01T10:00:00+08:00"))
    assert "T95-006" in codes(loaded.get("/v1/service-map", **at, open_at="2026-10-10T10:30:00+08:00"))
    assert "T95-006" in codes(loaded.get("/v1/service-map", **at, open_at="2026-10-02T10:00:00+08:00"))


@pytest.mark.parametrize(
    "hours",
    [
        [{"weekday": 1, "opens": 600, "closes": 600}],
        [{"weekday": 1, "opens": 600, "closes": 700}, {"weekday": 1, "opens": 650, "closes": 800}],
    ],
)
def test_hours_that_do_not_hold_are_refused(town: Town, loaded, hours):
    body = point(7, Help.MEDICAL, 0.0005).model_dump(mode="json", exclude={"code"}, exclude_none=True) | {
        "hours": hours
    }
    assert town.person(Role.OPS).refused("PUT", "/v1/points/T95-007", body)["code"] == "residents.bad_hours"


def test_points_are_listed_by_kind_area_and_name(loaded):
    assert [
        item["code"] for item in loaded.get("/v1/points", within=COMMUNITY, kind="medical", text="点1")["items"]
    ] == ["T95-001"]
    shown = loaded.get("/v1/points/T95-001")
    assert (shown["holder"], shown["services"], shown["phone"]) == (
        "社区卫生服务中心",
        ["接种", "随访"],
        "0472-1234567",
    )
