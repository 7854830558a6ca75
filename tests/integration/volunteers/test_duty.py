"""Members report in by a code, or an office enters them by a list, through the gateway."""

import uuid

import pytest

from shared.contracts.actor import Role
from tests.support.town import Person, Town

HERE, THERE = "150507.001.001", "150507.001.002"
ROLLS = "/v1/duty/rolls"


def member(town: Town, account: str | None = None, **fields) -> Person:
    person = town.person(Role.RESIDENT, account=account)
    person.put("/v1/volunteers/me", {"area": HERE} | fields)
    return person


@pytest.fixture
def staff(town: Town) -> Person:
    return town.person(Role.COMMUNITY_STAFF, areas=(HERE,))


@pytest.fixture
def code(staff: Person) -> str:
    return staff.post("/v1/duty/codes", {"community": HERE})["code"]


def test_reporting_in_again_changes_nothing(town: Town, code: str):
    person = member(town)
    first = person.post("/v1/duty/reports", {"code": code})
    assert person.post("/v1/duty/reports", {"code": code}) == first == person.get("/v1/duty/me")
    assert first["community"] == HERE


def test_one_person_has_one_community_of_duty(town: Town, code: str):
    on_duty = member(town)
    on_duty.post("/v1/duty/reports", {"code": code})
    elsewhere = town.person(Role.COMMUNITY_STAFF, areas=(THERE,)).post("/v1/duty/codes", {"community": THERE})["code"]
    assert on_duty.refused("POST", "/v1/duty/reports", {"code": elsewhere})["code"] == "volunteers.on_duty_elsewhere"
    on_duty.send("DELETE", "/v1/duty/me").raise_for_status()
    assert on_duty.refused("GET", "/v1/duty/me")["code"] == "volunteers.not_reported_in"
    assert on_duty.post("/v1/duty/reports", {"code": elsewhere})["community"] == THERE


def test_new_code_makes_the_old_one_void(town: Town, staff: Person, code: str):
    renewed = staff.post("/v1/duty/codes", {"community": HERE})["code"]
    problem = member(town).refused("POST", "/v1/duty/reports", {"code": code})
    assert (renewed != code, problem["code"], problem["errors"][0]["pointer"]) == (
        True, "volunteers.void_code", "/code",
    )  # fmt: skip
    assert staff.refused("POST", "/v1/duty/codes", {"community": THERE})["code"] == "outside_area"
    assert (
        town.person(Role.RESIDENT).refused("POST", "/v1/duty/reports", {"code": renewed})["code"]
        == "volunteers.not_enrolled"
    )


def test_list_of_members_is_entered_and_again_changes_nothing(town: Town, staff: Person):
    said, new = uuid.uuid4().hex, uuid.uuid4().hex
    enrolled = member(town, said, occupation="教师", skills=["teaching"])
    row = {"birth_year": 1980, "occupation": "医生", "skills": ["medical"]}
    roll = {"community": HERE, "rows": [{"account": account} | row for account in (said, new)]}
    told = staff.post(ROLLS, roll)
    assert (told["enrolled"], told["reported"], told["known"], told["elsewhere"]) == (1, 2, 0, [])
    assert staff.post(ROLLS, roll) == told | {"enrolled": 0, "reported": 0, "known": 2}
    assert enrolled.get("/v1/volunteers/me")["occupation"] == "教师", "what somebody said themselves stays"
    entered = town.person(Role.RESIDENT, account=new)
    mine = entered.get("/v1/volunteers/me")
    assert told["volunteers"] == [enrolled.get("/v1/volunteers/me")["id"], mine["id"]]
    assert (mine["birth_year"], mine["skills"], mine["confirmed"], mine["area"]) == (1980, ["medical"], [], HERE)
    assert entered.get("/v1/duty/me")["community"] == enrolled.get("/v1/duty/me")["community"] == HERE


def test_who_is_on_duty_elsewhere_stays_there(town: Town, staff: Person):
    account = uuid.uuid4().hex
    elsewhere = town.person(Role.COMMUNITY_STAFF, areas=(THERE,))
    elsewhere.post(ROLLS, {"community": THERE, "rows": [{"account": account}]})
    told = staff.post(ROLLS, {"community": HERE, "rows": [{"account": account}]})
    assert (told["reported"], told["known"], told["elsewhere"]) == (0, 0, [account])
    assert town.person(Role.RESIDENT, account=account).get("/v1/duty/me")["community"] == THERE


def test_list_out_of_order_is_refused_as_a_whole(town: Town, staff: Person):
    new = uuid.uuid4().hex
    twice = staff.refused("POST", ROLLS, {"community": HERE, "rows": [{"account": new}] * 2})
    assert (twice["code"], twice["errors"][0]["pointer"]) == ("volunteers.listed_twice", "/rows/1/account")
    ahead = staff.refused("POST", ROLLS, {"community": HERE, "rows": [{"account": new, "birth_year": 2100}]})
    assert (ahead["code"], ahead["errors"][0]["pointer"]) == ("volunteers.born_ahead", "/rows/0/birth_year")
    far = staff.refused("POST", ROLLS, {"community": THERE, "rows": [{"account": new}]})
    assert (far["code"], far["errors"][0]["pointer"]) == ("outside_area", "/community")
    worker = town.person(Role.GRID_WORKER, areas=(HERE,))
    assert worker.refused("POST", ROLLS, {"community": HERE, "rows": [{"account": new}]})["code"] == "forbidden"
    assert town.person(Role.RESIDENT, account=new).refused("GET", "/v1/volunteers/me")["code"] == "not_found"
