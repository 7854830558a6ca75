"""A patrol of more than sixty with weekly shifts: signing up, coming and leaving by code, and what is found on the way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from shared.contracts.actor import Role
from tests.support.first_response import Responder, enrolled
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150503.006.001"
GRID = f"{AREA}.001"
WEST, SOUTH = 121.36, 40.0
PATROL, WEEKS = 62, 4
AT_ONCE = 4


@pytest.fixture(scope="module")
def staff(town: Town) -> Person:
    town.draw_square(GRID, WEST, SOUTH)
    return town.person(Role.COMMUNITY_STAFF, areas=(AREA,))


@pytest.fixture(scope="module")
def patrol(town: Town) -> list[Responder]:
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        return list(crowd.map(lambda _: enrolled(town, AREA), range(PATROL)))


@pytest.fixture(scope="module")
def week(staff: Person, patrol: list[Responder]) -> list[dict[str, Any]]:
    """The shifts of the first weeks, with everybody signed up for one of them."""
    team = staff.post(
        "/v1/teams", {"area": AREA, "name": "平安巡逻队", "category": "safety", "leader": patrol[0].volunteer}
    )
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        list(crowd.map(lambda who: joined(who, team["id"]), patrol[1:]))
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=30)
    rounds = patrol[0].post("/v1/activities", {
        "area": AREA, "title": "夜间巡逻", "category": "safety", "team_id": team["id"], "place": "社区警务室",
        "starts": starts.isoformat(), "minutes": 60, "rule": "FREQ=WEEKLY", "opens_before": 8784,
        "needs": [{"places": 16}],
    })  # fmt: skip
    shifts = staff.get("/v1/shifts", area=AREA, activity_id=rounds["id"], limit=100)["items"]
    assert len(shifts) in (52, 53)
    begins = [datetime.fromisoformat(shift["starts"]) for shift in shifts[:WEEKS]]
    assert [later - earlier for earlier, later in pairwise(begins)] == [timedelta(days=7)] * (WEEKS - 1)
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        list(crowd.map(lambda n: signed_up(patrol[n], shifts[n % WEEKS]), range(PATROL)))
    found = next(each for each in staff.get("/v1/teams", area=AREA)["items"] if each["id"] == team["id"])
    assert found["members"] == PATROL
    return shifts[:WEEKS]


def until_done(who: Person, path: str, body: Any = None) -> dict[str, Any]:
    """Again while somebody else writes the same thing at the same moment."""

    def done() -> Any:
        answer = who.send("POST", path, body)
        assert answer.ok or answer.json()["code"] in ("conflict", "deadline"), answer.text
        return answer.json() if answer.ok else None

    return eventually(done)


def joined(who: Person, team: str) -> None:
    until_done(who, f"/v1/teams/{team}/members")


def signed_up(who: Person, shift: dict[str, Any]) -> None:
    assert until_done(who, f"/v1/shifts/{shift['id']}/entries", {})["mine"]["state"] == "signed_up"


def test_patrol_of_62_goes_out_week_by_week(town: Town, staff: Person, patrol: list[Responder], week: list[dict]):
    rosters = [staff.get(f"/v1/shifts/{shift['id']}/entries")["items"] for shift in week]
    assert [len(roster) for roster in rosters] == [16, 16, 15, 15]
    here = f"/v1/shifts/{week[0]['id']}"
    code = staff.get(f"{here}/code")["code"]
    tonight = patrol[::WEEKS][1:]  # who leads the team shows the code, and so does not come by it
    for member in tonight:
        assert until_done(member, f"{here}/arrival", {"code": code})["state"] == "present"
    an_hour_and_a_half(town, week[0])
    out = staff.get(f"{here}/code", passage="out")["code"]
    left = [until_done(member, f"{here}/departure", {"code": out}) for member in tonight]
    assert [(each["state"], each["minutes"]) for each in left] == [("served", 60)] * 15
    assert tonight[0].get("/v1/volunteers/me/service")["minutes"] == 60


def an_hour_and_a_half(town: Town, shift: dict[str, Any]) -> None:
    """Pass: the shift began then, and is over."""
    shifts = town.database("volunteers")["shifts"]
    kept = shifts.find_one({"_id": shift["id"]})
    moved = {name: kept[name] - timedelta(hours=2) for name in ("starts", "ends")}
    came = [entry | {"came_at": moved["starts"]} if "came_at" in entry else entry for entry in kept["entries"]]
    shifts.update_one({"_id": shift["id"]}, {"$set": moved | {"entries": came}})


def test_what_the_patrol_finds_goes_to_the_register_or_to_a_ticket(
    staff: Person, patrol: list[Responder], week: list[dict]
):
    member, stranger = patrol[WEEKS], patrol[1]
    seen = {
        "area": GRID, "place": "地下车库", "kind": "fire", "level": "orange", "text": "消防门被锁", "shift_id": week[0]["id"],
    }  # fmt: skip
    problem = stranger.refused("POST", "/v1/hazards", seen)
    assert problem["code"] == "volunteers.not_on_shift"
    locked, broken = (member.post("/v1/hazards", seen | {"text": text}) for text in ("消防门被锁", "路灯杆倾斜"))
    staff.post(f"/v1/hazards/{locked['id']}/assign", {"volunteer_id": member.volunteer})
    member.post(f"/v1/hazards/{locked['id']}/treat", {"note": "已联系物业开锁"})
    assert staff.post(f"/v1/hazards/{locked['id']}/verify", {"good": True})["state"] == "verified"

    place = {"longitude": WEST + 0.005, "latitude": SOUTH + 0.005}
    ticket = staff.post("/v1/tickets", {"category": "safety", "text": broken["text"], "point": place})
    hand_over = f"/v1/hazards/{broken['id']}/hand-over"
    eventually(lambda: staff.send("POST", hand_over, {"ticket_id": ticket["id"]}).status_code == 200)
    over = staff.get(f"/v1/hazards/{broken['id']}")
    assert (over["state"], staff.get(f"/v1/tickets/{over['ticket_id']}")["area"]) == ("ticketed", GRID)
    on_patrol = staff.get("/v1/hazards", area=AREA, shift_id=week[0]["id"])["items"]
    assert {each["state"] for each in on_patrol} == {"verified", "ticketed"}
