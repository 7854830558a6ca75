"""Estates and buildings: register, load, find."""

import pytest

from shared.contracts.actor import Role
from shared.contracts.model import Point
from shared.contracts.residents.areas import LOAD_AREAS, LoadAreas
from shared.contracts.residents.buildings import LOAD_BUILDINGS, BuildingRecord, EstateFields, LoadBuildings
from shared.kernel.errors import Refusal
from tests.support.bus import ask
from tests.support.ground import area, square
from tests.support.town import Town

COMMUNITY = "150294.001.001"
WEST, SOUTH = 114.0, 41.0
ESTATE = f"{COMMUNITY}-E01"


def grid(number: int) -> str:
    return f"{COMMUNITY}.{number:03d}"


def building(number: int, **fields) -> BuildingRecord:
    """The first in grid 1, the second in grid 2, and so on."""
    at = Point(longitude=round(WEST + 0.01 * number - 0.005, 7), latitude=SOUTH + 0.005)
    facts = {
        "code": f"{grid(number)}-B01", "estate": ESTATE, "address": f"向阳路{number}号", "number": str(number),
        "storeys": 3, "units": 2, "landing": 2, "completed": 1998, "point": at,
    }  # fmt: skip
    return BuildingRecord(**(facts | fields))


def batch() -> LoadBuildings:
    estate = EstateFields(code=ESTATE, community=COMMUNITY, name="和平里小区", name_en="Hepingli")
    return LoadBuildings(estates=[estate], buildings=[building(1, grid=grid(1)), building(2)])


@pytest.fixture(scope="module")
def loaded(town: Town):
    whole = square(WEST, SOUTH, 0.03, 0.01)
    above = [area("150294", whole), area("150294.001", whole), area(COMMUNITY, whole)]
    grids = [area(grid(at), square(round(WEST + 0.01 * (at - 1), 7), SOUTH)) for at in (1, 2, 3)]
    ask(town, LOAD_AREAS, LoadAreas(areas=[*above, *grids]))
    ask(town, LOAD_BUILDINGS, batch())
    return town.person(Role.OPS)


def test_loading_twice_changes_nothing(town: Town, loaded):
    again = ask(town, LOAD_BUILDINGS, batch())
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)


def test_grid_is_found_from_the_place_and_dwellings_are_numbered(loaded):
    shown = loaded.get(f"/v1/buildings/{grid(2)}-B01")
    assert shown["grid"] == grid(2) and shown["estate_name"] == "和平里小区"
    assert shown["dwelling_count"] == 12 and shown["dwellings"][:3] == ["1-101", "1-102", "1-201"]
    assert [stay["grid"] for stay in shown["grids"]] == [grid(2)]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"grid": "150294.001.001.002"}, "residents.outside_grid"),
        ({"grid": "150294.001.001.099"}, "residents.no_grid"),
        ({"point": Point(longitude=0, latitude=0)}, "residents.no_grid_there"),
        ({"estate": "150294.001.001-E99"}, "residents.no_estate"),
        ({"dwellings": ["1-101", "1-101"]}, "residents.dwelling_twice"),
        ({"storeys": 200, "units": 50, "landing": 60}, "residents.too_many_dwellings"),
    ],
)
def test_wrong_building_is_refused_by_its_place_in_the_batch(town: Town, loaded, wrong, code):
    bad = building(1, **{"code": "150294.001.001.001-B77", **wrong})
    with pytest.raises(Refusal) as refused:
        ask(town, LOAD_BUILDINGS, LoadBuildings(buildings=[building(3, code="150294.001.001.003-B88"), bad]))
    assert refused.value.reason.code == code
    assert refused.value.pointer is None or refused.value.pointer.startswith("/buildings/1")
    assert loaded.refused("GET", "/v1/buildings/150294.001.001.003-B88")["code"] == "not_found"


@pytest.mark.parametrize(
    "query", [{"text": "向阳路1"}, {"text": "平里", "within": "150294.001"}, {"estate": ESTATE}, {"within": grid(1)}]
)
def test_building_is_found_by_text_estate_and_area(loaded, query):
    codes = [entry["code"] for entry in loaded.get("/v1/buildings", **query)["items"]]
    assert f"{grid(1)}-B01" in codes


def test_buildings_near_a_place_come_nearest_first(loaded):
    found = loaded.get("/v1/buildings/near", longitude=WEST + 0.006, latitude=SOUTH + 0.005, metres=2000)["items"]
    assert [entry["code"] for entry in found] == [f"{grid(1)}-B01", f"{grid(2)}-B01"]
    assert found[0]["metres"] == pytest.approx(84, abs=2)


def test_building_is_registered_by_the_office_of_its_area(town: Town, loaded):
    office = town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,))
    body = building(3).model_dump(mode="json", exclude={"code"}, exclude_none=True)
    code = f"{grid(3)}-B01"
    assert office.put(f"/v1/buildings/{code}", body)["grid"] == grid(3)
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150294.002",))
    assert stranger.refused("PUT", f"/v1/buildings/{code}", body)["code"] == "outside_area"
    assert office.refused("PUT", f"/v1/buildings/{code}", body, headers={"If-Match": '"7"'})["code"] == "stale_version"


def test_estates_are_listed_by_name(loaded):
    assert [estate["code"] for estate in loaded.get("/v1/estates", text="和平", within=COMMUNITY)["items"]] == [ESTATE]
    body = {"community": "150294.001.099", "name": "x", "name_en": "x"}
    assert loaded.refused("PUT", f"/v1/estates/{ESTATE}", body)["code"] == "residents.no_community"
