"""Real-name admission: applying, finding the same person, deciding."""

import itertools
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.contracts.actor import Role
from tests.support.papers import card, identity_number
from tests.support.town import Town
from tests.support.waiting import eventually

GRID = "150202.921.001.001"
NEXT_GRID = "150202.921.001.002"
_rooms = itertools.count(1)


@pytest.fixture(scope="module")
def grids(town: Town) -> tuple[str, str]:
    return town.draw_square(GRID, 112.10, 41.0), town.draw_square(NEXT_GRID, 112.12, 41.0)


@pytest.fixture
def worker(town: Town, grids):
    return town.person(Role.GRID_WORKER, areas=(GRID,))


def application(**fields):
    return {"name": "王秀英", "paper": card(identity_number()), "area": GRID} | fields


def applied(town: Town, **fields):
    resident = town.person(Role.RESIDENT)
    return resident, resident.post("/v1/admissions", application(**fields))


def test_applicant_is_admitted_by_the_grid_worker(town: Town, worker):
    account = uuid.uuid4().hex
    resident = town.person(Role.RESIDENT, account=account)
    mine = resident.post("/v1/admissions", application(phone="11100000001"))
    assert (mine["state"], mine["area"], mine["phone"]) == ("new", GRID, "111****0001")
    assert mine["paper"].startswith("150") and mine["paper"].count("*") == 11
    assert [action["action"] for action in mine["actions"]] == ["withdraw"]
    listed = worker.get("/v1/admissions", state="new", area=GRID, limit=100)
    assert mine["id"] in [entry["id"] for entry in listed["items"]]
    admitted = worker.post(f"/v1/admissions/{mine['id']}/admit")
    assert (admitted["state"], admitted["actions"]) == ("admitted", [])
    assert resident.get(f"/v1/admissions/{mine['id']}")["person"] == admitted["person"]
    journal = town.database("residents")["journal"]
    rows = eventually(lambda: list(journal.find({"_id": {"$regex": "residents.admit"}})))
    assert rows and resident.refused("POST", "/v1/admissions", application())["code"] == "residents.admitted_already"


def test_decline_needs_a_reason_and_tells_it(town: Town, worker):
    resident, mine = applied(town)
    path = f"/v1/admissions/{mine['id']}/decline"
    assert worker.refused("POST", path, {})["errors"][0]["pointer"] == "/reason"
    worker.post(path, {"reason": "不住在本网格"})
    seen = resident.get(f"/v1/admissions/{mine['id']}")
    assert (seen["state"], seen["reason"]) == ("declined", "不住在本网格")
    assert worker.refused("POST", f"/v1/admissions/{mine['id']}/admit")["code"] == "not_allowed_now"
    assert resident.post("/v1/admissions", application())["state"] == "new"


def test_application_of_another_grid_does_not_exist_for_a_worker(town: Town, worker):
    _, mine = applied(town, area=NEXT_GRID)
    assert worker.refused("GET", f"/v1/admissions/{mine['id']}")["code"] == "not_found"
    assert worker.refused("GET", "/v1/admissions", params={"area": NEXT_GRID})["code"] == "outside_area"


def test_second_application_waits_for_the_first(town: Town, grids):
    resident, mine = applied(town)
    assert resident.refused("POST", "/v1/admissions", application())["code"] == "residents.applied_already"
    resident.post(f"/v1/admissions/{mine['id']}/withdraw")
    assert resident.post("/v1/admissions", application())["state"] == "new"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"paper": card("150299195006150011")}, "residents.bad_identity_number"),
        ({"paper": card(identity_number()), "sex": "male", "birth_date": "1999-01-01"}, "residents.unlike_paper"),
        ({"paper": {"kind": "passport", "number": "E12345678"}}, "residents.missing_with_paper"),
        ({"area": "150202.921.001"}, "residents.not_a_grid"),
        ({"area": None}, "residents.no_place"),
        ({"dwelling": {"building": "none", "room": "1-101"}, "relation": "child"}, "residents.no_household"),
    ],
)
def test_application_that_cannot_be_is_refused(town: Town, grids, fields, code):
    assert town.person(Role.RESIDENT).refused("POST", "/v1/admissions", application(**fields))["code"] == code


def test_same_paper_is_the_same_person_whatever_the_worker_says(town: Town, worker):
    number = identity_number()
    _, first = applied(town, paper=card(number))
    known = worker.post(f"/v1/admissions/{first['id']}/admit")["person"]
    _, second = applied(town, paper=card(number), name="王秀瑛")
    assert second["candidates"] == []
    path = f"/v1/admissions/{second['id']}"
    (candidate,) = worker.get(path)["candidates"]
    assert (candidate["person"], candidate["score"], candidate["reasons"]) == (known, 100, ["same_paper"])
    assert worker.refused("POST", f"{path}/admit")["code"] == "residents.undecided_duplicates"
    different = {"person_id": known, "decision": "different"}
    assert worker.refused("POST", f"{path}/duplicates", different)["code"] == "residents.certainly_the_same"
    same = {"person_id": known, "decision": "same"}
    assert worker.refused("POST", f"{path}/duplicates", same)["code"] == "residents.has_an_account"


def test_likely_duplicate_is_decided_by_a_person_and_kept_in_the_history(town: Town, worker):
    fields = {"name": "欧阳娜娜", "phone": "11100000077"}
    number = identity_number()
    _, first = applied(town, paper=card(number), **fields)
    known = worker.post(f"/v1/admissions/{first['id']}/admit")["person"]
    passport = {"kind": "passport", "number": "E12345678"}
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    resident, second = applied(town, paper=passport, sex="female", birth_date=born, **fields)
    path = f"/v1/admissions/{second['id']}"
    (candidate,) = worker.get(path)["candidates"]
    assert candidate["reasons"] == ["same_name", "same_birth_date", "same_phone"]
    worker.post(f"{path}/duplicates", {"person_id": known, "decision": "different", "note": "双胞胎"})
    admitted = worker.post(f"{path}/admit")
    assert admitted["person"] != known
    assert any("双胞胎" in (step.get("note") or "") for step in admitted["history"])
    assert all(step["action"] != "decide_duplicate" for step in resident.get(path)["history"])


def test_head_opens_a_household_and_others_join_it(town: Town, worker):
    dwelling = {"building": f"{GRID}-B01", "room": f"1-{next(_rooms)}01"}
    _, head = applied(town, dwelling=dwelling, relation="head", name="赵大山")
    worker.post(f"/v1/admissions/{head['id']}/admit")
    _, child = applied(town, dwelling=dwelling, relation="child", name="赵小山", area=None)
    assert child["area"] == GRID
    worker.post(f"/v1/admissions/{child['id']}/admit")
    _, second_head = applied(town, dwelling=dwelling, relation="head", name="孙大海")
    assert worker.refused("POST", f"/v1/admissions/{second_head['id']}/admit")["code"] == "residents.headless"


def test_threshold_can_be_tuned_for_a_district(town: Town, worker):
    district = town.person(Role.DISTRICT_STAFF, areas=("150299",))
    assert district.get("/v1/likeness-rules/150299")["threshold"] == 75
    tuned = district.put("/v1/likeness-rules/150299", {"threshold": 60})
    assert (tuned["threshold"], tuned["version"]) == (60, 1)
    assert district.refused("PUT", "/v1/likeness-rules/150298", {})["code"] == "outside_area"


def at_once(times: int, act) -> list[int]:
    """Status codes of the same thing done by many at the same moment."""
    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(lambda _: act().status_code, range(times)))


def test_one_of_many_applications_at_once_is_taken(town: Town, grids):
    account = uuid.uuid4().hex
    body = application(name="尉迟恭")
    codes = at_once(8, lambda: town.person(Role.RESIDENT, account=account).send("POST", "/v1/admissions", body))
    assert codes == [201] + [409] * 7


def test_same_paper_is_admitted_once_however_many_decide_at_once(town: Town, worker):
    number = identity_number()
    waiting = [applied(town, paper=card(number), name=name)[1]["id"] for name in ("秦琼", "秦琼", "秦琼", "秦琼")]
    paths = itertools.cycle(f"/v1/admissions/{admission}/admit" for admission in waiting)
    workers = itertools.cycle([town.person(Role.GRID_WORKER, areas=(GRID,)) for _ in waiting])
    codes = at_once(4, lambda: next(workers).send("POST", next(paths)))
    assert codes == [200] + [409] * 3
