"""The register of cameras that units share."""

import pytest

from shared.contracts.actor import Role
from tests.support.town import Town

GRID, NEXT = "150297.001.001.001", "150297.001.001.002"
WEST, SOUTH = 117.0, 41.0


@pytest.fixture(scope="module")
def office(town: Town):
    town.draw_square(GRID, WEST, SOUTH)
    town.draw_square(NEXT, round(WEST + 0.01, 7), SOUTH)
    office = town.person(Role.STREET_STAFF, areas=("150297.001",))
    office.put("/v1/cameras/C97-01", camera(0.002, shared_with=["城管执法局", "社区居委会"]))
    office.put("/v1/cameras/C97-02", camera(0.0035, owner="社区居委会"))
    office.put("/v1/cameras/C97-03", camera(0.012, status="removed"))
    return office


def camera(east: float, **fields):
    at = {"longitude": round(WEST + east, 7), "latitude": SOUTH + 0.005}
    facts = {"name": "东门路口", "point": at, "owner": "公安分局", "purpose": "路口治安", "kept_days": 30}
    return facts | fields


def codes(listed) -> list[str]:
    return [entry["code"] for entry in listed["items"]]


def test_camera_lies_in_the_grid_of_its_place(office):
    shown = office.get("/v1/cameras/C97-01")
    assert (shown["grid"], shown["shared_with"], shown["kept_days"]) == (GRID, ["城管执法局", "社区居委会"], 30)


def test_unit_finds_what_it_owns_and_what_is_shared_with_it(office):
    assert codes(office.get("/v1/cameras", unit="社区居委会")) == ["C97-01", "C97-02"]
    assert codes(office.get("/v1/cameras", unit="城管执法局", within=GRID)) == ["C97-01"]


def test_cameras_near_a_place_come_nearest_first_without_removed_ones(office):
    near = office.get("/v1/cameras/near", longitude=WEST + 0.004, latitude=SOUTH + 0.005, metres=1000)
    assert codes(near) == ["C97-02", "C97-01"]


def test_staff_see_cameras_of_their_own_area_only(town: Town, office):
    worker = town.person(Role.GRID_WORKER, areas=(NEXT,))
    assert codes(worker.get("/v1/cameras")) == ["C97-03"]
    assert worker.refused("GET", "/v1/cameras/C97-01")["code"] == "outside_area"
    assert town.person(Role.AUDITOR).get("/v1/cameras/C97-01")["code"] == "C97-01"
    assert town.person(Role.RESIDENT).refused("GET", "/v1/cameras")["code"] == "forbidden"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"shared_with": ["公安分局"]}, "residents.shared_with_owner"),
        ({"shared_with": ["甲", "甲"]}, "residents.unit_twice"),
        ({"grid": NEXT}, "residents.outside_grid"),
        ({"kept_days": 91}, "invalid"),
    ],
)
def test_wrong_entry_is_refused(office, wrong, code):
    assert office.refused("PUT", "/v1/cameras/C97-09", camera(0.002, **wrong))["code"] == code
