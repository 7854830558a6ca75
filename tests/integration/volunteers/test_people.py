"""Volunteers enrol, are confirmed, rest and are forgotten, through the gateway."""

import uuid
from datetime import datetime

import pytest

from shared.contracts.actor import Role
from shared.contracts.residents import PersonAdmitted
from shared.kernel.clock import SHANGHAI
from tests.support.delivery import deliver
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150450.001.001"
OFFER = {
    "area": AREA, "skills": ["haircuts", "company"], "wishes": ["陪老人聊天"], "occupation": "理发师",
    "slots": [{"weekday": 1, "since": "09:00:00", "until": "11:30:00"}], "birth_year": 1961, "radius": 1500,
    "point": {"longitude": 121.7, "latitude": 41.0},
}  # fmt: skip


@pytest.fixture
def volunteer(town: Town) -> Person:
    return town.person(Role.RESIDENT)


@pytest.fixture
def supporter(town: Town) -> Person:
    return town.person(Role.COMMUNITY_STAFF, areas=(AREA,))


def test_volunteer_enrols_and_changes_what_they_offer(volunteer: Person):
    first = volunteer.put("/v1/volunteers/me", OFFER)
    assert {name: first[name] for name in OFFER} == OFFER
    assert (first["confirmed"], first["age"]) == ([], datetime.now(SHANGHAI).year - 1961)
    again = volunteer.put("/v1/volunteers/me", OFFER | {"radius": 500})
    assert (again["id"], again["radius"]) == (first["id"], 500)
    assert volunteer.get("/v1/volunteers/me") == again


def test_supporter_confirms_a_skill_of_their_area(town: Town, volunteer: Person, supporter: Person):
    mine = volunteer.put("/v1/volunteers/me", OFFER)
    here = f"/v1/volunteers/{mine['id']}/skills"
    confirmed = supporter.post(here, {"skill": "haircuts", "evidence": "理发师证"})
    assert confirmed["confirmed"] == ["haircuts"]
    found = supporter.get("/v1/volunteers", area=AREA, skill="haircuts", confirmed=True)["items"]
    assert mine["id"] in [each["id"] for each in found]
    missing = supporter.refused("POST", here, {"skill": "medical", "evidence": "x"})
    assert (missing["code"], missing["errors"][0]["pointer"]) == ("volunteers.skill_not_offered", "/skill")
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150450.002",))
    assert stranger.refused("POST", here, {"skill": "haircuts", "evidence": "x"})["code"] == "not_found"
    assert volunteer.put("/v1/volunteers/me", OFFER | {"skills": ["company"]})["confirmed"] == []


def test_supporter_sees_who_a_volunteer_is_in_the_register(town: Town, supporter: Person):
    person, enlisted, later = (uuid.uuid4().hex for _ in range(3))
    account = uuid.uuid4().hex
    self_enrolled = town.person(Role.RESIDENT, person=person)
    mine = self_enrolled.put("/v1/volunteers/me", OFFER)
    by_staff = supporter.post("/v1/volunteers", {"person": enlisted, "area": AREA})
    known = town.person(Role.RESIDENT, account=account).put("/v1/volunteers/me", OFFER)
    assert "person" not in supporter.get(f"/v1/volunteers/{known['id']}")
    deliver(town, "volunteers", PersonAdmitted(person=later, account=account, area=AREA), later)
    seen = eventually(lambda: supporter.get(f"/v1/volunteers/{known['id']}").get("person"))
    assert (seen, by_staff["person"], "person" in mine) == (later, enlisted, False)
    listed = {each["id"]: each.get("person") for each in supporter.get("/v1/volunteers", area=AREA, limit=100)["items"]}
    assert (listed[mine["id"]], listed[by_staff["id"]], listed[known["id"]]) == (person, enlisted, later)
    confirmed = supporter.post(f"/v1/volunteers/{mine['id']}/skills", {"skill": "haircuts", "evidence": "证书"})
    assert confirmed["person"] == person
    assert "person" not in self_enrolled.get("/v1/volunteers/me")


def test_nobody_confirms_their_own_skill(town: Town):
    both = town.person(Role.COMMUNITY_STAFF, account=uuid.uuid4().hex, areas=(AREA,))
    mine = both.put("/v1/volunteers/me", OFFER)
    body = {"skill": "haircuts", "evidence": "x"}
    assert both.refused("POST", f"/v1/volunteers/{mine['id']}/skills", body)["code"] == "forbidden"


def test_times_that_end_before_they_begin_are_refused(volunteer: Person):
    slots = [{"weekday": 1, "since": "09:00:00", "until": "08:00:00"}]
    problem = volunteer.refused("PUT", "/v1/volunteers/me", OFFER | {"slots": slots})
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.bad_slot", "/slots/0/until")


def test_birth_in_the_future_is_refused(volunteer: Person):
    problem = volunteer.refused("PUT", "/v1/volunteers/me", OFFER | {"birth_year": 2100})
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.born_ahead", "/birth_year")


def test_rest_is_shown_until_it_is_ended(volunteer: Person):
    volunteer.put("/v1/volunteers/me", OFFER)
    assert volunteer.post("/v1/volunteers/me/rest", {"until": "2090-01-01T08:00:00+08:00"})["resting_until"]
    assert "resting_until" not in volunteer.post("/v1/volunteers/me/rest", {})


def test_who_never_enrolled_is_no_volunteer(volunteer: Person):
    assert volunteer.refused("GET", "/v1/volunteers/me")["code"] == "not_found"
    assert volunteer.refused("POST", "/v1/volunteers/me/rest", {})["code"] == "volunteers.not_enrolled"


def test_rest_until_a_moment_without_an_offset_is_refused(volunteer: Person):
    volunteer.put("/v1/volunteers/me", OFFER)
    problem = volunteer.refused("POST", "/v1/volunteers/me/rest", {"until": "2090-01-01T08:00:00"})
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [("/until", "timezone_aware")]
