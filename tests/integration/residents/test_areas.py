"""Areas: load, draw, find, show."""

import pytest

from shared.contracts.actor import Actor, Role
from shared.contracts.residents.areas import LOAD_AREAS, LoadAreas
from shared.kernel.errors import Refusal
from tests.support.bus import ask
from tests.support.ground import area, square
from tests.support.town import Town
from tests.support.waiting import eventually

DISTRICT = "150293"
STREET, COMMUNITY = f"{DISTRICT}.001", f"{DISTRICT}.001.001"
WEST, SOUTH = 113.0, 41.0


def grid(number: int) -> str:
    return f"{COMMUNITY}.{number:03d}"


def tree():
    whole = square(WEST, SOUTH, 0.04, 0.01)
    grids = [area(grid(at), square(round(WEST + 0.01 * (at - 1), 7), SOUTH)) for at in range(1, 5)]
    named = area(COMMUNITY, whole, name="幸福社区", name_en="Xingfu", altnames=["老机床厂"])
    return [area(DISTRICT, whole), area(STREET, whole, name="东河街道"), named, *grids]


@pytest.fixture(scope="module")
def loaded(town: Town):
    ask(town, LOAD_AREAS, LoadAreas(areas=tree()))
    return town.person(Role.RESIDENT)


def test_loading_twice_changes_nothing(town: Town, loaded):
    again = ask(town, LOAD_AREAS, LoadAreas(areas=tree()))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 7)
    assert loaded.get(f"/v1/areas/{grid(1)}")["version"] == 1


def test_loading_corrects_what_is_other_than_before(town: Town, loaded):
    renamed = tree()[-1].model_copy(update={"name": "新名字"})
    done = ask(town, LOAD_AREAS, LoadAreas(areas=[renamed]))
    assert (done.added, done.changed) == (0, 1)
    assert loaded.get(f"/v1/areas/{grid(4)}")["name"] == "新名字"


def test_every_loaded_area_is_announced(town: Town, loaded):
    grids = town.database("tickets")["grids"]
    eventually(lambda: grids.count_documents({"_id": {"$regex": f"^{COMMUNITY}"}, "depth": 4}) == 4)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (area("150293.002.001", square(WEST, SOUTH)), "residents.no_parent_area"),
        (area("150293.003", [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]), "residents.bad_outline"),
        (area("150293.003", [[[0, 0], [1, 1], [0, 0]]]), "residents.bad_outline"),
    ],
)
def test_wrong_area_is_refused_and_nothing_of_its_batch_is_kept(town: Town, loaded, wrong, code):
    good = area("150293.009", square(WEST, SOUTH))
    with pytest.raises(Refusal) as refused:
        ask(town, LOAD_AREAS, LoadAreas(areas=[good, wrong]))
    assert refused.value.reason.code == code
    assert loaded.refused("GET", "/v1/areas/150293.009")["code"] == "not_found"


def test_only_tools_may_load(town: Town, loaded):
    with pytest.raises(Refusal) as refused:
        ask(town, LOAD_AREAS, LoadAreas(areas=tree()), Actor("x", frozenset({Role.DISTRICT_STAFF}), areas=(DISTRICT,)))
    assert refused.value.reason.code == "forbidden"


def test_area_tells_its_line_and_level(loaded):
    shown = loaded.get(f"/v1/areas/{COMMUNITY}")
    assert shown["full_name"].endswith("> 东河街道 > 幸福社区")
    assert (shown["level"], shown["kind"], shown["parent"], shown["altnames"]) == (3, "community", STREET, ["老机床厂"])


def test_children_are_told_in_the_order_of_their_paths(loaded):
    paths = [child["path"] for child in loaded.get(f"/v1/areas/{COMMUNITY}/children")["items"]]
    assert paths == [grid(at) for at in range(1, 5)]


@pytest.mark.parametrize("text", ["幸福", "XINGFU", "机床", "老机床厂", "ng f", "社"])
def test_area_is_found_by_any_part_of_any_name(loaded, text):
    found = loaded.get("/v1/areas", text=text, within=DISTRICT)["items"]
    assert COMMUNITY in [entry["path"] for entry in found]


@pytest.mark.parametrize("text", ["福幸", ".*", "床机", "xingfuu"])
def test_what_is_not_in_a_name_finds_nothing(loaded, text):
    assert loaded.get("/v1/areas", text=text, within=DISTRICT)["items"] == []


def test_search_goes_on_by_cursor(loaded):
    first = loaded.get("/v1/areas", within=COMMUNITY, kind="grid", limit=3)
    rest = loaded.get("/v1/areas", within=COMMUNITY, kind="grid", limit=3, cursor=first["next"])
    assert [entry["path"] for entry in first["items"] + rest["items"]] == [grid(at) for at in range(1, 5)]
    assert "next" not in rest


def test_smallest_area_is_found_by_its_place(loaded):
    assert loaded.get("/v1/areas/at", longitude=113.015, latitude=41.005)["path"] == grid(2)
    assert loaded.get("/v1/areas/at", longitude=113.015, latitude=41.005, kind="street")["path"] == STREET


def test_place_on_a_border_lies_in_the_first_grid(loaded):
    assert loaded.get("/v1/areas/at", longitude=113.01, latitude=41.005)["path"] == grid(1)


def test_place_in_no_area_is_refused(loaded):
    assert loaded.refused("GET", "/v1/areas/at?longitude=0&latitude=0")["code"] == "residents.no_area_there"


def test_tree_is_exported_with_outlines_if_wanted(loaded):
    plain = loaded.get(f"/v1/areas/{DISTRICT}/tree")["items"]
    assert [node["path"] for node in plain[:3]] == [DISTRICT, STREET, COMMUNITY] and len(plain) == 7
    assert "outline" not in plain[0]
    drawn = loaded.get(f"/v1/areas/{DISTRICT}/tree", outlines="true")["items"]
    assert all(node["outline"]["type"] == "Polygon" for node in drawn)


def test_staff_draw_in_their_district_only(town: Town, loaded):
    body = area(f"{DISTRICT}.008", square(WEST, SOUTH)).model_dump(mode="json", exclude={"path"})
    stranger = town.person(Role.DISTRICT_STAFF, areas=("150299",))
    assert stranger.refused("PUT", f"/v1/areas/{DISTRICT}.008", body)["code"] == "outside_area"
    own = town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))
    assert own.put(f"/v1/areas/{DISTRICT}.008", body)["version"] == 1


def test_area_drawn_from_an_old_version_is_refused(town: Town, loaded):
    ops = town.person(Role.OPS)
    body = area(grid(3), square(round(WEST + 0.02, 7), SOUTH), name="三").model_dump(mode="json", exclude={"path"})
    problem = ops.refused("PUT", f"/v1/areas/{grid(3)}", body, headers={"If-Match": '"9"'})
    assert (problem["code"], problem["status"]) == ("stale_version", 412)
