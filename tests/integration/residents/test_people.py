"""People entered by hand: duplicates, marks, the district's own fields."""

import json
from datetime import date

import pytest

from shared.contracts.actor import Role
from tests.support.papers import card, identity_number
from tests.support.town import Town

GRID = "150203.926.001.001"
DISTRICT = "150203"


@pytest.fixture(scope="module")
def worker(town: Town):
    return town.person(Role.GRID_WORKER, areas=(town.draw_square(GRID, 112.50, 41.0),))


@pytest.fixture(scope="module")
def district(town: Town):
    return town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))


def entry(**fields):
    return {"name": "邓丽华", "paper": card(identity_number()), "area": GRID} | fields


def test_person_is_entered_with_what_the_card_says(worker):
    number = identity_number()
    person = worker.post("/v1/people", entry(paper=card(number), phone="11100000066"))
    assert person["birth_date"] == f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    assert (person["sex"], person["phone"], person["has_account"]) == ("female", "111****0066", False)
    for known in ({"name": "邓丽华"}, {"phone": "11100000066"}, {"paper": card(number)}):
        assert person["id"] in [found["id"] for found in worker.post("/v1/people/search", known)["items"]]
    assert worker.post("/v1/people/search", {"paper": card(identity_number())})["items"] == []


def test_duplicate_check_runs_for_staff_as_well(worker):
    number = identity_number()
    known = worker.post("/v1/people", entry(name="许晴晴", paper=card(number), phone="11100000067"))["id"]
    again = entry(name="许情情", paper={"kind": "passport", "number": "E00000001"}, phone="11100000067", sex="female")
    again |= {"birth_date": f"{number[6:10]}-{number[10:12]}-{number[12:14]}"}
    problem = worker.refused("POST", "/v1/people", again)
    assert (problem["code"], [c["person"] for c in problem["candidates"]]) == ("residents.possible_duplicates", [known])
    assert "name_sounds_the_same" in problem["candidates"][0]["reasons"]
    assert worker.post("/v1/people", again | {"not_the_same_as": [known]})["id"] != known
    same_card = worker.refused("POST", "/v1/people", entry(paper=card(number), not_the_same_as=[known]))
    assert same_card["code"] == "residents.known_already"


def test_person_of_another_area_cannot_be_entered(worker):
    assert worker.refused("POST", "/v1/people", entry(area="150203.927.001.001"))["code"] == "outside_area"


def test_marks_are_set_and_found_and_age_marks_itself(worker):
    old = worker.post("/v1/people", entry(name="寿星一", paper=card(identity_number(date(1930, 5, 5), 8))))["id"]
    marked = worker.put(f"/v1/people/{old}/marks", {"marks": ["living_alone"]})
    assert marked["marks"] == ["over_80", "living_alone"]
    assert worker.refused("PUT", f"/v1/people/{old}/marks", {"marks": ["over_80"]})["code"] == "residents.derived_mark"
    for mark in ("over_80", "living_alone"):
        assert old in [person["id"] for person in worker.get("/v1/people", area=GRID, mark=mark, limit=100)["items"]]


def test_marks_of_a_changed_file_are_not_overwritten_blindly(worker):
    person = worker.post("/v1/people", entry(name="魏大有"))
    path = f"/v1/people/{person['id']}/marks"
    worker.put(path, {"marks": ["disabled"]}, headers={"If-Match": '"1"'})
    stale = worker.refused("PUT", path, {"marks": []}, headers={"If-Match": '"1"'})
    assert stale["code"] == "stale_version"


def test_extra_fields_follow_the_districts_schema(worker, district):
    fields = [
        {
            "name": "card_no",
            "title": "敬老卡",
            "json_schema": json.dumps({"type": "string", "maxLength": 6}),
            "unique": True,
        },
        {"name": "floor", "title": "楼层", "json_schema": json.dumps({"type": "integer", "minimum": 1})},
    ]
    district.put(f"/v1/extra-fields/{DISTRICT}", {"fields": fields})
    one, other = (worker.post("/v1/people", entry(name=name))["id"] for name in ("陶大有", "姜小有"))
    assert worker.put(f"/v1/people/{one}/extra", {"extra": {"card_no": "A1", "floor": 3}})["extra"]["floor"] == 3
    bad = worker.refused("PUT", f"/v1/people/{one}/extra", {"extra": {"floor": 0}})
    assert (bad["code"], bad["errors"][0]["pointer"]) == ("residents.bad_extra_field", "/extra/floor")
    taken = worker.refused("PUT", f"/v1/people/{other}/extra", {"extra": {"card_no": "A1"}})
    assert taken["code"] == "residents.extra_taken"


def test_extra_fields_with_a_pattern_are_refused(district):
    field = {"name": "x", "title": "x", "json_schema": json.dumps({"type": "string", "pattern": "(a+)+$"})}
    assert (
        district.refused("PUT", f"/v1/extra-fields/{DISTRICT}", {"fields": [field]})["code"] == "residents.bad_schema"
    )


def test_list_is_paged_and_bounded_to_the_area(worker):
    for name in ("戚一一", "谢二二", "邹三三"):
        worker.post("/v1/people", entry(name=name))
    seen, cursor = [], None
    while True:
        page = worker.get("/v1/people", area=GRID, limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [person["id"] for person in page["items"]]
        cursor = page.get("next")
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) >= 3
    assert worker.refused("GET", "/v1/people", params={"area": DISTRICT})["code"] == "outside_area"
