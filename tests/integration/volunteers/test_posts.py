"""Members claim posts and tell deeds; staff confirm them, through the gateway."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town

HERE, THERE = "150455.001.001", "150455.001.002"


def member(town: Town, area: str = HERE) -> Person:
    person = town.person(Role.RESIDENT)
    person.put("/v1/volunteers/me", {"area": area})
    return person


def today() -> str:
    return datetime.now(SHANGHAI).date().isoformat()


def deed(**changes) -> dict:
    return {"day": today(), "minutes": 60, "note": "楼道清扫"} | changes


@pytest.fixture
def staff(town: Town) -> Person:
    return town.person(Role.COMMUNITY_STAFF, areas=(HERE,))


@pytest.fixture
def code(staff: Person) -> str:
    return staff.post("/v1/duty/codes", {"community": HERE})["code"]


@pytest.fixture
def on_duty(town: Town, code: str) -> Person:
    person = member(town)
    person.post("/v1/duty/reports", {"code": code})
    return person


@pytest.fixture
def post(staff: Person) -> str:
    body = {"community": HERE, "kind": "environment", "title": "楼道清洁岗", "places": 1}
    return f"/v1/volunteer-posts/{staff.post('/v1/volunteer-posts', body)['id']}"


def test_post_is_claimed_while_there_are_places(town: Town, code: str, on_duty: Person, post: str):
    assert on_duty.post(f"{post}/claims", {})["mine"] is True
    assert on_duty.refused("POST", f"{post}/claims", {})["code"] == "volunteers.post_held"
    late = member(town)
    assert late.refused("POST", f"{post}/claims", {})["code"] == "volunteers.not_on_duty"
    late.post("/v1/duty/reports", {"code": code})
    assert late.refused("POST", f"{post}/claims", {})["code"] == "volunteers.post_full"
    assert late.refused("DELETE", f"{post}/claims/me")["code"] == "volunteers.post_not_held"
    on_duty.send("DELETE", f"{post}/claims/me").raise_for_status()
    assert late.post(f"{post}/claims", {})["taken"] == 1
    late.send("DELETE", "/v1/duty/me").raise_for_status()
    assert late.get(post)["taken"] == 0


def test_members_race_for_the_last_place_and_one_has_it(town: Town, code: str, post: str):
    racers = [member(town) for _ in range(6)]
    for racer in racers:
        racer.post("/v1/duty/reports", {"code": code})
    with ThreadPoolExecutor(6) as pool:
        answers = [
            answer.status_code for answer in pool.map(lambda one: one.send("POST", f"{post}/claims", {}), racers)
        ]
    assert answers.count(200) == 1 and set(answers) == {200, 409}
    assert racers[0].get(post)["taken"] == 1


def test_closed_post_is_claimed_by_nobody(town: Town, staff: Person, on_duty: Person, post: str):
    stranger = town.person(Role.COMMUNITY_STAFF, areas=(THERE,))
    assert stranger.refused("POST", f"{post}/close", {})["code"] == "outside_area"
    assert staff.post(f"{post}/close", {})["open"] is False
    assert staff.refused("POST", f"{post}/close", {})["code"] == "volunteers.post_closed"
    assert on_duty.refused("POST", f"{post}/claims", {})["code"] == "volunteers.post_closed"


def test_kinds_are_data(town: Town, staff: Person):
    kind = f"kind_{''.join(letter for letter in uuid.uuid4().hex if letter.isalpha())}"
    body = {"community": HERE, "kind": kind, "title": "新岗位", "places": 2}
    problem = staff.refused("POST", "/v1/volunteer-posts", body)
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.unknown_kind", "/kind")
    named = {"name": "楼栋联络", "name_en": "Building contact"}
    town.person(Role.DISTRICT_STAFF, areas=("150455",)).put(f"/v1/volunteer-posts/kinds/{kind}", named)
    kinds = town.nobody().get("/v1/volunteer-posts/kinds")["items"]
    assert {"kind": kind} | named in kinds and len(kinds) >= 11
    offered = staff.post("/v1/volunteer-posts", body)
    listed = staff.get("/v1/volunteer-posts", area="150455.001", kind=kind)["items"]
    assert [each["id"] for each in listed] == [offered["id"]]


def test_deeds_are_told_by_the_holder_and_confirmed_by_staff(town: Town, staff: Person, on_duty: Person, post: str):
    assert on_duty.refused("POST", f"{post}/deeds", {"deeds": [deed()]})["code"] == "volunteers.post_not_held"
    on_duty.post(f"{post}/claims", {})
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    ahead = on_duty.refused("POST", f"{post}/deeds", {"deeds": [deed(), deed(day=tomorrow)]})
    assert (ahead["code"], ahead["errors"][0]["pointer"]) == ("volunteers.deed_ahead", "/deeds/1/day")
    told = on_duty.post(f"{post}/deeds", {"deeds": [deed(), deed(minutes=30)]})["items"]
    assert [each["state"] for each in told] == ["told", "told"]
    first, second = (each["id"] for each in told)
    stranger = town.person(Role.COMMUNITY_STAFF, areas=(THERE,))
    decide = "/v1/deeds/decisions"
    assert stranger.refused("POST", decide, {"deeds": [first], "confirm": True})["code"] == "not_found"
    rated = staff.refused("POST", decide, {"deeds": [first], "confirm": False, "rating": 5})
    assert rated["code"] == "volunteers.rated_refusal"
    (confirmed,) = staff.post(decide, {"deeds": [first], "confirm": True, "rating": 5})["items"]
    assert (confirmed["state"], confirmed["rating"]) == ("confirmed", 5)
    assert staff.refused("POST", decide, {"deeds": [second, first], "confirm": True})["code"] == "not_allowed_now"
    states = {each["id"]: each["state"] for each in on_duty.get("/v1/deeds/mine")["items"]}
    assert states == {first: "confirmed", second: "told"}, "the refused list left nothing behind"
    assert staff.post(decide, {"deeds": [second], "confirm": False})["items"][0]["state"] == "declined"
    found = staff.get("/v1/deeds", area=HERE, state="declined")["items"]
    assert second in [each["id"] for each in found]
    assert stranger.refused("GET", "/v1/deeds?area=" + HERE)["code"] == "outside_area"
    figures = staff.get("/v1/volunteer-posts/figures", area=HERE, since=today(), until=today())
    assert figures["deeds"] >= 1 and figures["on_duty"] >= 1
    assert staff.get("/v1/volunteer-posts/figures", area=HERE, since=tomorrow)["deeds"] == 0


def test_nobody_confirms_their_own_deed(town: Town, code: str, post: str):
    both = town.person(Role.COMMUNITY_STAFF, areas=(HERE,))
    both.put("/v1/volunteers/me", {"area": HERE})
    both.post("/v1/duty/reports", {"code": code})
    both.post(f"{post}/claims", {})
    (told,) = both.post(f"{post}/deeds", {"deeds": [deed()]})["items"]
    problem = both.refused("POST", "/v1/deeds/decisions", {"deeds": [told["id"]], "confirm": True})
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.own_deed", "/deeds/0")
