"""Regridding: the old grids end, what lay in them moves, what was recorded stays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.model import Point
from shared.contracts.residents.areas import LOAD_AREAS, LoadAreas
from shared.contracts.residents.buildings import LOAD_BUILDINGS, BuildingRecord, LoadBuildings
from shared.contracts.residents.households import LOAD_HOUSEHOLDS, LoadedHousehold, LoadedResident, LoadHouseholds
from shared.contracts.residents.points import LOAD_POINTS, LoadPoints, PointRecord
from tests.support.bus import ask
from tests.support.ground import area, square
from tests.support.papers import identity_number
from tests.support.town import Town
from tests.support.waiting import eventually

WEST, SOUTH = 116.0, 41.0


class Ground:
    """A community of its own for each test: two grids side by side, a building in each half of both."""

    made = 0

    def __init__(self, town: Town) -> None:
        Ground.made += 1
        self.town = town
        self.south = round(SOUTH + 0.02 * Ground.made, 7)
        self.community = f"150296.001.{Ground.made:03d}"
        whole = square(WEST, self.south, 0.02, 0.01)
        above = [
            area("150296", square(WEST, SOUTH, 1)),
            area("150296.001", square(WEST, SOUTH, 1)),
            area(self.community, whole),
        ]
        ask(
            town,
            LOAD_AREAS,
            LoadAreas(areas=[*above, area(self.grid(1), self.rings(0, 2)), area(self.grid(2), self.rings(2, 2))]),
        )
        buildings = [
            BuildingRecord(code=self.building(at), storeys=1, address="x", point=self.place(at)) for at in range(4)
        ]
        ask(town, LOAD_BUILDINGS, LoadBuildings(buildings=buildings))
        self.office = town.person(Role.STREET_STAFF, areas=("150296.001",))

    def grid(self, number: int) -> str:
        return f"{self.community}.{number:03d}"

    def building(self, at: int) -> str:
        return f"{self.community}-B{at:02d}"

    def place(self, at: int) -> Point:
        return Point(longitude=round(WEST + 0.005 * at + 0.0025, 7), latitude=round(self.south + 0.005, 7))

    def rings(self, start: int, count: int):
        """Strips of half a hundredth of a degree."""
        return square(round(WEST + 0.005 * start, 7), self.south, 0.005 * count, 0.01)

    def new(self, number: int, start: int, count: int):
        path = self.grid(number)
        return {"path": path, "name": path, "name_en": path, "outline": {"coordinates": self.rings(start, count)}}

    def split(self, **more):
        drawn = [self.new(11, 0, 1), self.new(12, 1, 1)]
        return {"kind": "split", "ended": [self.grid(1)], "drawn": drawn, "reason": "居民过多"} | more

    def at(self, place: Point, **query):
        return self.office.get("/v1/areas/at", longitude=place.longitude, latitude=place.latitude, **query)["path"]


@pytest.fixture
def ground(town: Town) -> Ground:
    return Ground(town)


def test_split_moves_buildings_and_keeps_where_they_were(ground: Ground):
    before = datetime.now(UTC).isoformat()
    done = ground.office.post("/v1/regriddings", ground.split())
    assert (done["state"], done["buildings_moved"]) == ("done", 2)
    old = ground.office.get(f"/v1/areas/{ground.grid(1)}")
    assert old["succeeded_by"] == [ground.grid(11), ground.grid(12)] and old["until"] == done["effective_at"]
    assert ground.office.get(f"/v1/areas/{ground.grid(11)}")["succeeds"] == [ground.grid(1)]
    stays = ground.office.get(f"/v1/buildings/{ground.building(1)}")["grids"]
    assert [stay["grid"] for stay in stays] == [ground.grid(1), ground.grid(12)]
    assert stays[0]["until"] == stays[1]["since"] == done["effective_at"]
    assert ground.at(ground.place(1)) == ground.grid(12)
    assert ground.at(ground.place(1), as_of=before) == ground.grid(1)


def test_lookups_go_by_the_date_asked_for(ground: Ground):
    before = datetime.now(UTC).isoformat()
    ground.office.post("/v1/regriddings", ground.split())
    children = f"/v1/areas/{ground.community}/children"
    paths = lambda **query: [entry["path"] for entry in ground.office.get(children, **query)["items"]]  # noqa: E731
    assert paths() == [ground.grid(2), ground.grid(11), ground.grid(12)]
    assert paths(as_of=before) == [ground.grid(1), ground.grid(2)]
    codes = lambda **query: [entry["code"] for entry in ground.office.get("/v1/buildings", **query)["items"]]  # noqa: E731
    assert codes(within=ground.grid(1)) == []
    assert codes(within=ground.grid(1), as_of=before) == [ground.building(0), ground.building(1)]
    assert codes(within=ground.grid(12)) == [ground.building(1)]


def test_merge_ends_several_for_one(ground: Ground):
    body = {
        "kind": "merge",
        "ended": [ground.grid(1), ground.grid(2)],
        "drawn": [ground.new(21, 0, 4)],
        "reason": "并格",
    }
    assert ground.office.post("/v1/regriddings", body)["buildings_moved"] == 4
    assert ground.office.get(f"/v1/areas/{ground.grid(21)}")["succeeds"] == [ground.grid(1), ground.grid(2)]
    assert {ground.at(ground.place(at)) for at in range(4)} == {ground.grid(21)}


def test_recut_moves_the_border_and_the_points(ground: Ground):
    point = PointRecord(code=f"T96-{ground.made:03d}", kind="medical", name="站", name_en="S", point=ground.place(2))
    ask(ground.town, LOAD_POINTS, LoadPoints(points=[point]))
    body = {"kind": "recut", "ended": [ground.grid(1), ground.grid(2)], "reason": "x"}
    done = ground.office.post("/v1/regriddings", body | {"drawn": [ground.new(31, 0, 3), ground.new(32, 3, 1)]})
    assert (done["buildings_moved"], done["points_moved"]) == (4, 1)
    assert ground.office.get(f"/v1/points/{point.code}")["grid"] == ground.grid(31)


def test_matters_keep_the_old_grid_and_new_ones_get_the_new(ground: Ground):
    resident = ground.town.person(Role.RESIDENT)
    body = {"category": "road", "text": "路灯不亮", "point": ground.place(1).model_dump()}

    def reported(grid: str):
        response = resident.send("POST", "/v1/tickets", body)
        return response.json() if response.status_code == 201 and response.json()["area"] == grid else None

    old = eventually(lambda: reported(ground.grid(1)))
    ground.office.post("/v1/regriddings", ground.split())
    eventually(lambda: reported(ground.grid(12)))
    assert resident.get(f"/v1/tickets/{old['id']}")["area"] == ground.grid(1)


def test_households_and_people_follow_their_building(ground: Ground):
    born = date(1950, 3, 2)
    member = LoadedResident(
        role="head", name="赵大山", sex="male", birth_date=born, identity_number=identity_number(born, 167)
    )
    home = LoadedHousehold(
        building=ground.building(1), dwelling="1-101", grid=ground.grid(1), moved_in=date(2020, 1, 1), members=[member]
    )
    ask(ground.town, LOAD_HOUSEHOLDS, LoadHouseholds(households=[home]))
    stored = ground.town.database("residents")

    def lives(grid):
        return (
            stored["households"].count_documents({"area": grid}),
            stored["people"].count_documents({"area": grid}),
        )

    assert lives(ground.grid(1)) == (1, 1)
    ground.office.post("/v1/regriddings", ground.split())
    eventually(lambda: lives(ground.grid(12)) == (1, 1))
    assert lives(ground.grid(1)) == (0, 0)
    shown = eventually(lambda: counted(ground, ground.grid(12)), 30)
    assert (shown["households"], shown["residents"]) == (1, 1)


def counted(ground: Ground, path: str):
    shown = ground.office.get(f"/v1/areas/{path}/figures")
    return None if shown["pending"] or not shown["households"] else shown


def test_planned_regridding_is_carried_out_when_its_moment_comes(ground: Ground):
    moment = datetime.now(UTC) + timedelta(seconds=2)
    planned = ground.office.post("/v1/regriddings", ground.split(effective_at=moment.isoformat()))
    assert planned["state"] == "planned" and ground.at(ground.place(1)) == ground.grid(1)
    path = f"/v1/regriddings/{planned['id']}"
    eventually(lambda: ground.office.get(path)["state"] == "done", 30)
    assert ground.at(ground.place(1)) == ground.grid(12)
    assert ground.office.refused("POST", f"{path}/cancel")["code"] == "not_allowed_now"


def test_planned_regridding_can_be_called_off(ground: Ground):
    later = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    planned = ground.office.post("/v1/regriddings", ground.split(effective_at=later))
    assert ground.office.post(f"/v1/regriddings/{planned['id']}/cancel")["state"] == "cancelled"
    listed = ground.office.get("/v1/regriddings", within=ground.community, state="cancelled")["items"]
    assert [plan["id"] for plan in listed] == [planned["id"]]


def test_planned_regridding_that_has_become_impossible_fails_and_says_why(ground: Ground):
    moment = (datetime.now(UTC) + timedelta(seconds=3)).isoformat()
    planned = ground.office.post("/v1/regriddings", ground.split(effective_at=moment))
    ground.office.post("/v1/regriddings", ground.split(drawn=[ground.new(13, 0, 1), ground.new(14, 1, 1)]))
    seen = eventually(
        lambda: (
            shown if (shown := ground.office.get(f"/v1/regriddings/{planned['id']}"))["state"] == "failed" else None
        ),
        30,
    )
    assert seen["failure"] == "residents.area_ended"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda g: {"drawn": [g.new(11, 0, 2)]}, "residents.regridding_numbers"),
        (lambda g: {"kind": "merge"}, "residents.regridding_numbers"),
        (lambda g: {"drawn": [g.new(11, 0, 1), g.new(11, 1, 1)]}, "residents.area_named_twice"),
        (lambda g: {"drawn": [g.new(2, 0, 1), g.new(12, 1, 1)]}, "residents.area_code_used"),
        (lambda g: {"drawn": [g.new(11, 0, 1), g.new(12, 1, 2)]}, "residents.other_ground"),
        (lambda g: {"drawn": [g.new(11, 0, 1), g.new(12, 2, 1)]}, "residents.left_out"),
        (lambda g: {"ended": [g.grid(77)]}, "residents.no_grid"),
        (lambda g: {"effective_at": "2020-01-01T00:00:00Z"}, "residents.effective_in_the_past"),
        (lambda g: {"ended": ["150297.001.001.001"]}, "outside_area"),
    ],
)
def test_regridding_that_breaks_a_rule_is_refused(ground: Ground, change, code):
    assert ground.office.refused("POST", "/v1/regriddings", ground.split(**change(ground)))["code"] == code
    assert "until" not in ground.office.get(f"/v1/areas/{ground.grid(1)}")


def test_ended_grid_takes_no_buildings_and_cannot_be_drawn(ground: Ground):
    ground.office.post("/v1/regriddings", ground.split())
    ops = ground.town.person(Role.OPS)
    home = {"storeys": 1, "address": "x", "point": ground.place(0).model_dump(), "grid": ground.grid(1)}
    assert ops.refused("PUT", f"/v1/buildings/{ground.building(9)}", home)["code"] == "residents.area_ended"
    body = area(ground.grid(1), ground.rings(0, 2)).model_dump(mode="json", exclude={"path"})
    assert ops.refused("PUT", f"/v1/areas/{ground.grid(1)}", body)["code"] == "residents.area_ended"
