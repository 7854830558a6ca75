"""Needs, resources, matching, claims, projects and bookings of idle assets, through the gateway."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.resources import AssetReleased
from tests.support.ear import Ear
from tests.support.replicas import further_replicas
from tests.support.town import Person, Town

STREET = "150454.101"
NOON = datetime(2150, 6, 1, 4, tzinfo=UTC)
"""A Monday, twelve o'clock in Shanghai."""


@pytest.fixture
def area(request: pytest.FixtureRequest) -> str:
    """A community for each test."""
    number = [item.name for item in request.session.items].index(request.node.name) % 900
    return f"{STREET}.{number + 1:03d}"


@pytest.fixture
def office(town: Town, area: str) -> Person:
    return town.person(Role.COMMUNITY_STAFF, areas=(area,))


@pytest.fixture
def unit(town: Town) -> Person:
    return town.person(Role.MERCHANT)


def need(area: str, **fields: Any) -> dict[str, Any]:
    return {"title": "居民议事场地", "kind": "venue", "area": area} | fields


def resource(area: str, **fields: Any) -> dict[str, Any]:
    return {"unit": "区图书馆", "kind": "venue", "area": area, "capacity": 1} | fields


def test_matching_plans_projects_and_says_what_is_left(area: str, office: Person, unit: Person):
    hall = unit.post("/v1/resources", resource(area))
    urgent = office.post("/v1/needs", need(area, priority=5))
    later, haircut = (
        office.post("/v1/needs", each) for each in (need(area), need(area, kind="people", skill="haircuts"))
    )
    found = office.post("/v1/matchings", {"area": area})
    assert (found["needs"], found["projects"], found["unmet"]) == (3, 1, {"not_qualified": 1, "used_up": 1})
    (project,) = office.get("/v1/projects", area=area)["items"]
    assert (project["need"], project["resource"], project["state"]) == (urgent["id"], hall["id"], "planned")
    assert found["total"] == project["score"] * 5
    states = [office.get(f"/v1/needs/{each['id']}") for each in (urgent, later, haircut)]
    assert [(each["state"], each.get("reason")) for each in states] == [
        ("met", None), ("recruiting", "used_up"), ("recruiting", "not_qualified"),
    ]  # fmt: skip
    again = office.post("/v1/matchings", {"area": area})
    assert (again["projects"], again["unmet"]) == (0, found["unmet"])


def test_candidates_are_explained(area: str, office: Person, unit: Person):
    near, far = (
        unit.post("/v1/resources", resource(area, point={"longitude": 124.0, "latitude": latitude}, reach=1000))
        for latitude in (30.001, 30.5)
    )
    wanted = office.post("/v1/needs", need(area, point={"longitude": 124.0, "latitude": 30.0}))
    here = f"/v1/needs/{wanted['id']}/candidates"
    first, second = office.get(here)["candidates"]
    assert (first["resource"], second["resource"], second["misfit"]) == (near["id"], far["id"], "too_far")
    assert first["parts"]["distance"] > 850 and first["parts"]["skill"] == 600 and "misfit" not in first
    confirmed = office.post(f"/v1/resources/{near['id']}/confirm", {"evidence": "现场看过"})
    assert confirmed["confirmed"] is True
    better = office.get(here)["candidates"][0]
    assert better["parts"]["skill"] == 1000 and better["score"] > first["score"]


def test_nobody_confirms_their_own_resource(town: Town, area: str):
    both = town.person(Role.COMMUNITY_STAFF, account=uuid.uuid4().hex, areas=(area,))
    own = both.post("/v1/resources", resource(area))
    assert both.refused("POST", f"/v1/resources/{own['id']}/confirm", {"evidence": "x"})["code"] == "forbidden"


def test_unit_claims_a_need_and_brings_it_to_an_end(area: str, office: Person, unit: Person):
    hall = unit.post("/v1/resources", resource(area, capacity=2))
    wanted = office.post("/v1/needs", need(area, quantity=3))
    here = f"/v1/needs/{wanted['id']}/claims"
    many = unit.refused("POST", here, {"resource_id": hall["id"], "quantity": 3})
    assert (many["code"], many["errors"][0]["pointer"]) == ("volunteers.not_that_many", "/quantity")
    project = unit.post(here, {"resource_id": hall["id"], "quantity": 2})
    assert (project["claimed"], project["percent"]) == (True, 0)
    assert office.get(f"/v1/needs/{wanted['id']}")["remaining"] == 1
    mine = f"/v1/projects/{project['id']}"
    unit.put(f"{mine}/steps", {"steps": ["腾空场地", "布置", "开放"]})
    assert unit.refused("POST", f"{mine}/finish")["code"] == "not_allowed_now"
    assert unit.post(f"{mine}/start")["state"] == "running"
    assert [unit.post(f"{mine}/steps/{number}/done")["percent"] for number in (1, 1, 2)] == [33, 33, 66]
    assert unit.refused("POST", f"{mine}/steps/4/done")["code"] == "volunteers.no_such_step"
    assert unit.refused("POST", f"{mine}/finish")["code"] == "volunteers.steps_left"
    unit.post(f"{mine}/steps/3/done")
    done = office.post(f"{mine}/finish")
    assert (done["state"], done["percent"]) == ("done", 100)
    assert unit.get(f"/v1/resources/{hall['id']}")["left"] == 2
    assert unit.refused("POST", f"{mine}/drop", {"reason": "x"})["code"] == "not_allowed_now"


def test_dropped_project_opens_the_need_again(area: str, office: Person, unit: Person):
    hall = unit.post("/v1/resources", resource(area))
    wanted = office.post("/v1/needs", need(area))
    project = unit.post(f"/v1/needs/{wanted['id']}/claims", {"resource_id": hall["id"]})
    assert unit.post(f"/v1/projects/{project['id']}/drop", {"reason": "场地维修"})["state"] == "dropped"
    opened = office.get(f"/v1/needs/{wanted['id']}")
    assert (opened["state"], opened["remaining"]) == ("open", 1)
    again = office.post("/v1/matchings", {"area": area})
    assert again["projects"] == 1 and again["total"] // 2 < project["score"]


def test_claims_that_do_not_fit_are_refused(town: Town, area: str, office: Person, unit: Person):
    court = unit.post("/v1/resources", resource(area, kind="sports"))
    wanted = office.post("/v1/needs", need(area))
    here = f"/v1/needs/{wanted['id']}/claims"
    assert unit.refused("POST", here, {"resource_id": court["id"]})["code"] == "volunteers.does_not_fit"
    stranger = town.person(Role.MERCHANT)
    assert stranger.refused("POST", here, {"resource_id": court["id"]})["code"] == "not_found"
    hall = unit.post("/v1/resources", resource(area))
    unit.post(f"/v1/resources/{hall['id']}/withdraw")
    assert unit.refused("POST", here, {"resource_id": hall["id"]})["code"] == "volunteers.does_not_fit"
    office.post(f"/v1/needs/{wanted['id']}/withdraw")
    assert unit.refused("POST", here, {"resource_id": court["id"]})["code"] == "not_allowed_now"
    assert office.refused("POST", f"/v1/needs/{wanted['id']}/withdraw")["code"] == "not_allowed_now"


def test_strangers_do_not_move_a_project(town: Town, area: str, office: Person, unit: Person):
    hall, wanted = unit.post("/v1/resources", resource(area)), office.post("/v1/needs", need(area))
    project = unit.post(f"/v1/needs/{wanted['id']}/claims", {"resource_id": hall["id"]})
    stranger = town.person(Role.MERCHANT)
    assert stranger.refused("POST", f"/v1/projects/{project['id']}/start")["code"] == "forbidden"


def test_survey_is_taken_as_a_whole(area: str, office: Person):
    gone = {"starts_at": "2020-01-06T04:00:00Z", "ends_at": "2020-01-06T05:00:00Z"}
    rows = [need(area), need(area, kind="people"), need("150454.900.001"), need(area, **gone)]
    problem = office.refused("POST", "/v1/need-surveys", {"survey": "入户问卷", "rows": rows})
    assert problem["code"] == "volunteers.skill_misplaced"
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [
        ("/rows/1/skill", "volunteers.skill_misplaced"),
        ("/rows/2/area", "outside_area"),
        ("/rows/3/ends_at", "volunteers.over_already"),
    ]
    assert len({each["detail"] for each in problem["errors"]}) == 3
    assert office.get("/v1/needs", area=area)["items"] == []
    rows = [need(area), need(area, kind="people", skill="meals")]
    assert len(office.post("/v1/need-surveys", {"survey": "入户问卷", "rows": rows})["needs"]) == 2
    assert {each["survey"] for each in office.get("/v1/needs", area=area)["items"]} == {"入户问卷"}


def test_needs_out_of_order_are_refused(area: str, office: Person):
    elsewhere = office.refused("POST", "/v1/needs", need("150454.900.001"))
    assert (elsewhere["code"], elsewhere["errors"][0]["pointer"]) == ("outside_area", "/area")
    month = {"starts_at": NOON.isoformat(), "ends_at": (NOON + timedelta(days=30)).isoformat()}
    assert office.refused("POST", "/v1/needs", need(area, **month))["code"] == "volunteers.bad_time"
    endless = office.refused("POST", "/v1/needs", need(area, minutes=180))
    assert (endless["code"], endless["errors"][0]["pointer"]) == ("volunteers.takes_too_long", "/minutes")
    half = office.refused("POST", "/v1/needs", need(area, starts_at=NOON.isoformat()))
    assert (half["code"], half["errors"][0]["pointer"]) == ("volunteers.bad_time", "/ends_at")
    assert office.refused("POST", "/v1/matchings", {"area": STREET})["code"] == "outside_area"


def test_need_is_for_some_time_of_a_month(area: str, office: Person, unit: Person):
    month = {"starts_at": NOON.isoformat(), "ends_at": (NOON + timedelta(days=30)).isoformat()}
    wanted = office.post("/v1/needs", need(area, minutes=180, **month))
    assert wanted["minutes"] == 180
    short, long = (
        unit.post("/v1/resources", resource(area, slots=[{"weekday": 6, "since": "09:00:00", "until": until}]))
        for until in ("11:30:00", "12:00:00")
    )
    found = office.get(f"/v1/needs/{wanted['id']}/candidates")["candidates"]
    assert [(each["resource"], each.get("misfit")) for each in found] == [(long["id"], None), (short["id"], "no_time")]
    assert found[0]["parts"]["time"] == 1000


def test_what_was_wanted_for_a_time_that_is_over_is_not_matched(town: Town, area: str, office: Person, unit: Person):
    hour = {"starts_at": NOON.isoformat(), "ends_at": (NOON + timedelta(hours=1)).isoformat()}
    wanted = office.post("/v1/needs", need(area, **hour))
    hall = unit.post("/v1/resources", resource(area))
    town.database("volunteers")["needs"].update_one({"_id": wanted["id"]}, {"$set": {"ends_at": datetime.now(UTC)}})
    assert office.post("/v1/matchings", {"area": area})["needs"] == 0
    late = unit.refused("POST", f"/v1/needs/{wanted['id']}/claims", {"resource_id": hall["id"]})
    assert late["code"] == "volunteers.over_already"


def test_needs_that_were_left_out_have_the_next_turn(area: str, office: Person, unit: Person):
    urgent = [need(area, kind="parking", quantity=200, priority=5) for _ in range(10)]
    office.post("/v1/need-surveys", {"survey": "车位", "rows": urgent})
    hall, wanted = unit.post("/v1/resources", resource(area)), office.post("/v1/needs", need(area, priority=1))
    first = office.post("/v1/matchings", {"area": area})
    assert (first["needs"], first["left_out"], first["projects"]) == (10, 1, 0)
    assert office.post("/v1/matchings", {"area": area})["projects"] == 1
    (project,) = office.get("/v1/projects", area=area)["items"]
    assert (project["need"], project["resource"]) == (wanted["id"], hall["id"])


def test_who_is_not_to_blame_keeps_their_record(town: Town, area: str, office: Person, unit: Person):
    hall, wanted = unit.post("/v1/resources", resource(area)), office.post("/v1/needs", need(area))
    here = f"/v1/needs/{wanted['id']}"

    def dropped(by: Person, **body: Any) -> int:
        project = unit.post(f"{here}/claims", {"resource_id": hall["id"]})
        by.post(f"/v1/projects/{project['id']}/drop", {"reason": "改期"} | body)
        (candidate,) = office.get(f"{here}/candidates")["candidates"]
        assert candidate["parts"]["fairness"] == 1000  # nothing was given
        return candidate["parts"]["record"]

    assert dropped(office, giver_failed=False) == 500
    assert dropped(unit, giver_failed=False) == 333
    assert dropped(office) == 250


def test_matchings_and_claims_at_once_give_nothing_twice(town: Town, area: str, office: Person, unit: Person):
    """Of two processes, each of which has begun before the others have ended."""
    halls = [unit.post("/v1/resources", resource(area, capacity=2)) for _ in range(4)]
    rows = [need(area, quantity=1 + number % 2) for number in range(8)]
    needs = office.post("/v1/need-surveys", {"survey": "场地", "rows": rows})["needs"]

    def claim(number: int) -> int:
        body = {"resource_id": halls[number]["id"]}
        return unit.send("POST", f"/v1/needs/{needs[number]}/claims", body).status_code

    with further_replicas(town, "volunteers", 1), ThreadPoolExecutor(8) as pool:
        matched = [pool.submit(office.send, "POST", "/v1/matchings", {"area": area}) for _ in range(4)]
        claimed = list(pool.map(claim, range(4)))
        replies = [each.result() for each in matched]
    assert {each.status_code for each in replies} <= {200, 201, 409} and set(claimed) <= {201, 409}
    office.post("/v1/matchings", {"area": area})
    projects = office.get("/v1/projects", area=area, limit=100)["items"]
    assert sum(each["quantity"] for each in projects) == 8
    for hall in halls:
        given = sum(each["quantity"] for each in projects if each["resource"] == hall["id"])
        kept = unit.get(f"/v1/resources/{hall['id']}")
        assert (given, kept["left"], kept["given"]) == (2, 0, 2)
    for row, wanted in zip(rows, needs, strict=True):
        given = sum(each["quantity"] for each in projects if each["need"] == wanted)
        assert office.get(f"/v1/needs/{wanted}")["remaining"] == row["quantity"] - given >= 0


def booking(hours: int, length: int = 2, **fields: Any) -> dict[str, Any]:
    begins = NOON + timedelta(hours=hours)
    ends = begins + timedelta(hours=length)
    return {"starts_at": begins.isoformat(), "ends_at": ends.isoformat(), "purpose": "排练"} | fields


def test_idle_asset_is_never_overbooked(town: Town, area: str, office: Person, unit: Person):
    slots = [{"weekday": 1, "since": "08:00:00", "until": "20:00:00"}]
    court = unit.post("/v1/resources", resource(area, kind="sports", capacity=2, by_booking=True, slots=slots))
    here = f"/v1/resources/{court['id']}/bookings"
    first = office.post(here, booking(0))
    office.post(here, booking(1))
    full = office.refused("POST", here, booking(1, 1))
    assert (full["code"], full["errors"][0]["pointer"]) == ("volunteers.overbooked", "/quantity")
    office.post(here, booking(3, 1, quantity=2))
    assert office.refused("POST", here, booking(8))["code"] == "volunteers.not_lent_then"
    past = {"starts_at": "2020-01-06T04:00:00Z", "ends_at": "2020-01-06T05:00:00Z"}
    assert office.refused("POST", here, booking(0) | past)["code"] == "volunteers.begun_already"
    with Ear(town.servers.broker.amqp_url, AssetReleased.TYPE) as ear:
        office.post(f"/v1/asset-bookings/{first['id']}/cancel")
        assert ear.hear(lambda event: event["subject"] == first["id"])["data"]["resource"] == court["id"]
    assert office.post(here, booking(1, 1))["mine"] is True
    assert len(office.get(here)["items"]) == 3


def test_bookings_at_once_take_exactly_what_there_is(town: Town, area: str, office: Person, unit: Person):
    court = unit.post("/v1/resources", resource(area, kind="sports", capacity=3, by_booking=True))
    here = f"/v1/resources/{court['id']}/bookings"
    with further_replicas(town, "volunteers", 1), ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda hour: office.send("POST", here, booking(hour % 2)), range(12)))
    codes = Counter(each.json().get("code") for each in answers)
    assert codes == {None: 3, "volunteers.overbooked": 9}
    assert len(office.get(here)["items"]) == 3


def test_what_is_not_lent_cannot_be_booked(town: Town, area: str, office: Person, unit: Person):
    hall = unit.post("/v1/resources", resource(area))
    here = f"/v1/resources/{hall['id']}/bookings"
    assert office.refused("POST", here, booking(0))["code"] == "volunteers.not_by_booking"
    stranger = town.person(Role.MERCHANT)
    assert stranger.refused("POST", f"/v1/resources/{hall['id']}/withdraw")["code"] == "not_found"


def test_weights_are_data(town: Town):
    district = town.person(Role.DISTRICT_STAFF, areas=("150454",))
    before = district.get("/v1/matching-weights")
    none = dict.fromkeys(("skill", "distance", "time", "record", "fairness"), 0)
    assert district.refused("PUT", "/v1/matching-weights", none)["code"] == "volunteers.no_weight"
    same = {name: value for name, value in before.items() if name != "version"}
    assert district.put("/v1/matching-weights", same) | {"version": 0} == before | {"version": 0}
    assert town.person(Role.MERCHANT).refused("PUT", "/v1/matching-weights", same)["code"] == "forbidden"
