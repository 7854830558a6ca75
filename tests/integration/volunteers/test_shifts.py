"""Teams, activities and shifts through the gateway: places, waiting, every refusal, codes, no-shows, the race."""

import base64
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from services.volunteers.domain.passage_codes import code_of, step_at
from shared.contracts.actor import Role
from shared.contracts.volunteers.activities import ShiftCancelled
from shared.contracts.volunteers.attendance import Passage
from shared.contracts.volunteers.shifts import PlacesGained, ShiftChanged
from shared.storage.sealing import Sealing
from tests.support.ear import Ear
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150453.001.001"


class Helper(Person):
    """A volunteer with the account that the token speaks for."""

    account: str
    volunteer: str


@pytest.fixture
def staff(town: Town) -> Person:
    return town.person(Role.COMMUNITY_STAFF, areas=("150453",))


@pytest.fixture
def helper(town: Town, staff: Person):
    def enrol(*confirmed: str) -> Helper:
        account = uuid.uuid4().hex
        person = town.person(Role.RESIDENT, account=account)
        made = Helper(person.url, person.token)
        made.account = account
        made.volunteer = made.put("/v1/volunteers/me", {"area": AREA, "skills": list(confirmed)})["id"]
        for skill in confirmed:
            staff.post(f"/v1/volunteers/{made.volunteer}/skills", {"skill": skill, "evidence": "证书"})
        return made

    return enrol


def soon(**later: int) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(**(later or {"minutes": 30}))


def activity(starts: datetime | None = None, **more):
    return {
        "area": AREA, "title": "小区清洁", "category": "environment", "place": "社区广场",
        "starts": (starts or soon()).isoformat(), "minutes": 60, "needs": [{"places": 2}],
    } | more  # fmt: skip


def shift_of(staff: Person, starts: datetime | None = None, **more) -> dict:
    opened = staff.post("/v1/activities", activity(starts, **more))
    return shifts_of(staff, opened["id"])[0]


def shifts_of(who: Person, activity_id: str) -> list[dict]:
    return who.get("/v1/shifts", area=AREA, activity_id=activity_id, limit=100)["items"]


def sign_up(who: Person, shift: dict, **more) -> dict:
    return who.post(f"/v1/shifts/{shift['id']}/entries", more)


def why_not(who: Person, shift: dict, **more) -> str:
    return who.refused("POST", f"/v1/shifts/{shift['id']}/entries", more)["code"]


def told(ear: Ear, shift: dict) -> list[str]:
    """The accounts that are to be told something of the shift."""
    return ear.hear(lambda event: event["subject"] == shift["id"])["data"]["accounts"]


def test_first_mondays_are_made_ahead_once_and_cancelled_together(town: Town, staff: Person, helper):
    opened = staff.post("/v1/activities", activity(rule="FREQ=MONTHLY;BYDAY=1MO", opens_before=8784))
    shifts = shifts_of(staff, opened["id"])
    assert len(shifts) in (12, 13)
    mine = helper()
    assert sign_up(mine, shifts[0])["mine"]["state"] == "signed_up"
    database = town.database("volunteers")
    kept = database["activities"].find_one({"_id": opened["id"]})
    past = kept["made_until"] - timedelta(days=100)
    database["shifts"].delete_one({"_id": shifts[-1]["id"]})
    database["activities"].update_one({"_id": opened["id"]}, {"$set": {"made_until": past, "due_at": soon(days=-1)}})
    again = eventually(lambda: len(shifts_of(staff, opened["id"])) == len(shifts) and shifts_of(staff, opened["id"]))
    assert [each["starts"] for each in again] == [each["starts"] for each in shifts]
    with Ear(town.servers.broker.amqp_url, ShiftCancelled.TYPE) as ear:
        staff.post(f"/v1/activities/{opened['id']}/cancellation", {"reason": "天气"})
        assert told(ear, shifts[0]) == [mine.account]
    assert {each["cancelled"] for each in shifts_of(staff, opened["id"])} == {"天气"}
    assert why_not(helper(), shifts[1]) == "volunteers.cancelled"
    problem = staff.refused("POST", f"/v1/activities/{opened['id']}/cancellation", {"reason": "天气"})
    assert problem["code"] == "volunteers.cancelled"


def test_bad_activities_are_refused(town: Town, staff: Person):
    def refused(**more):
        problem = staff.refused("POST", "/v1/activities", activity(**more))
        return problem["code"]

    assert refused(rule="FREQ=HOURLY") == "volunteers.bad_rule"
    assert refused(starts=soon(days=-2)) == "volunteers.in_the_past"
    assert refused(starts=soon(days=400)) == "volunteers.too_far_ahead"
    assert refused(needs=[{"places": 1}, {"places": 2}]) == "volunteers.skill_twice"
    assert refused(team_id="0" * 32) == "not_found"
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150499",))
    assert stranger.refused("POST", "/v1/activities", activity())["code"] == "forbidden"
    resident = town.person(Role.RESIDENT)
    assert resident.refused("POST", "/v1/activities", activity())["code"] == "forbidden"
    assert staff.refused("GET", f"/v1/activities/{'0' * 32}")["code"] == "not_found"


def test_who_waits_longest_moves_up_and_is_told(town: Town, staff: Person, helper):
    shift = shift_of(staff, needs=[{"places": 1}], reserve=2)
    first, second, third, fourth = (helper() for _ in range(4))
    assert [sign_up(each, shift)["mine"]["state"] for each in (first, second, third)] == [
        "signed_up", "waiting", "waiting",
    ]  # fmt: skip
    assert why_not(fourth, shift) == "volunteers.shift_full"
    with Ear(town.servers.broker.amqp_url, PlacesGained.TYPE) as ear:
        assert first.send("DELETE", f"/v1/shifts/{shift['id']}/entries/me").ok
        assert told(ear, shift) == [second.account]
    states = [each.get(f"/v1/shifts/{shift['id']}").get("mine", {}).get("state") for each in (first, second, third)]
    assert states == [None, "signed_up", "waiting"]
    roster = staff.get(f"/v1/shifts/{shift['id']}/entries")["items"]
    assert [each["volunteer_id"] for each in roster] == [second.volunteer, third.volunteer]
    assert first.refused("DELETE", f"/v1/shifts/{shift['id']}/entries/me")["code"] == "volunteers.not_signed_up"
    assert first.refused("GET", f"/v1/shifts/{shift['id']}/entries")["code"] == "forbidden"
    assert [each["id"] for each in third.get("/v1/volunteers/me/shifts")["items"]] == [shift["id"]]


def test_each_refused_sign_up_names_its_reason(town: Town, staff: Person, helper):
    cutting = shift_of(staff, title="义务理发", needs=[{"skill": "haircuts", "places": 1}])
    plain, barber = helper(), helper("haircuts")
    assert why_not(plain, cutting) == "volunteers.not_qualified"
    assert why_not(plain, cutting, skill="company") == "volunteers.skill_not_needed"
    assert sign_up(barber, cutting)["mine"]["skill"] == "haircuts"
    assert why_not(barber, cutting) == "volunteers.already_signed_up"
    other = shift_of(staff, soon(minutes=60))
    problem = barber.refused("POST", f"/v1/shifts/{other['id']}/entries", {})
    assert (problem["code"], "义务理发" in problem["detail"]) == ("volunteers.shift_collides", True)
    assert why_not(helper("haircuts"), cutting, waits=False) == "volunteers.shift_full"
    assert why_not(plain, shift_of(staff, soon(days=3), opens_before=1)) == "volunteers.sign_up_not_open"
    assert why_not(plain, shift_of(staff, soon(minutes=5), closes_before=10)) == "volunteers.sign_up_ended"
    assert why_not(plain, shift_of(staff, soon(minutes=-5))) == "volunteers.sign_up_ended"
    plain.post("/v1/volunteers/me/rest", {"until": soon(days=1).isoformat()})
    assert why_not(plain, other) == "volunteers.resting"
    staff.post(f"/v1/shifts/{other['id']}/cancellation", {"reason": "下雨"})
    assert why_not(helper(), other) == "volunteers.cancelled"
    assert (
        town.person(Role.RESIDENT).refused("POST", f"/v1/shifts/{cutting['id']}/entries", {})["code"]
        == "volunteers.not_enrolled"
    )
    assert why_not(plain, {"id": "0" * 32}) == "not_found"


def test_more_sign_ups_than_places_never_overbook(staff: Person, helper):
    shift = shift_of(staff, needs=[{"places": 3}])
    crowd = [helper() for _ in range(12)]

    def try_it(who: Helper) -> str:
        while True:
            answer = who.send("POST", f"/v1/shifts/{shift['id']}/entries", {"waits": False})
            outcome = "in" if answer.status_code == 201 else answer.json()["code"]
            if outcome not in ("conflict", "deadline"):
                return outcome

    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(try_it, crowd))
    assert sorted(outcomes) == ["in"] * 3 + ["volunteers.shift_full"] * 9
    assert len(staff.get(f"/v1/shifts/{shift['id']}/entries")["items"]) == 3


def test_one_volunteer_gets_one_of_two_colliding_shifts_at_once(staff: Person, helper):
    shifts = [shift_of(staff) for _ in range(2)]
    who = helper()

    def try_it(shift: dict) -> str:
        while True:
            answer = who.send("POST", f"/v1/shifts/{shift['id']}/entries", {})
            outcome = "in" if answer.status_code == 201 else answer.json()["code"]
            if outcome != "conflict":
                return outcome

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, shifts)) == ["in", "volunteers.shift_collides"]


def test_change_moves_the_shift_and_who_waits_moves_up(town: Town, staff: Person, helper):
    shift = shift_of(staff, needs=[{"places": 1}])
    first, second = helper(), helper()
    sign_up(first, shift)
    sign_up(second, shift)
    here = f"/v1/shifts/{shift['id']}"
    later = {"place": "文化站", "starts": soon(hours=3).isoformat(), "minutes": 90, "needs": [{"places": 2}]}
    with Ear(town.servers.broker.amqp_url, ShiftChanged.TYPE) as ear:
        changed = staff.put(here, later)
        assert told(ear, shift) == [first.account, second.account]
    assert (changed["place"], changed["needs"][0]["taken"], changed["needs"][0]["waiting"]) == ("文化站", 2, 0)
    assert second.get(here)["mine"]["state"] == "signed_up"
    assert staff.refused("PUT", here, later | {"needs": [{"places": 1}]})["code"] == "volunteers.places_taken"
    assert first.refused("PUT", here, later)["code"] == "forbidden"
    begun = shift_of(staff, soon(minutes=-5))
    assert staff.refused("PUT", f"/v1/shifts/{begun['id']}", later)["code"] == "volunteers.shift_begun"


def passed(town: Town, shift: dict, hours: int) -> None:
    """Moves the shift so that it started so many hours earlier."""
    shifts = town.database("volunteers")["shifts"]
    kept = shifts.find_one({"_id": shift["id"]})
    moved = {name: kept[name] - timedelta(hours=hours) for name in ("starts", "ends")}
    shifts.update_one({"_id": shift["id"]}, {"$set": moved})


def test_codes_check_in_and_out_once_and_time_is_kept(town: Town, staff: Person, helper):
    shift = shift_of(staff)
    here = f"/v1/shifts/{shift['id']}"
    came, stayed_away = helper(), helper()
    sign_up(came, shift)
    sign_up(stayed_away, shift)
    assert came.refused("GET", f"{here}/code")["code"] == "forbidden"
    key = base64.b64decode(town.suite.environment["LINLI_DATA_KEY"])
    old = code_of(Sealing(key).blind(shift["id"], "shift code"), Passage.IN, step_at(datetime.now(UTC)) - 3)
    for code in (old, "0" * 16):
        assert came.refused("POST", f"{here}/arrival", {"code": code})["code"] == "volunteers.code_stale"
    assert came.refused("POST", f"{here}/departure", {"code": old})["code"] == "volunteers.code_stale"
    out = staff.get(f"{here}/code", passage="out")["code"]
    assert came.refused("POST", f"{here}/departure", {"code": out})["code"] == "volunteers.not_checked_in"
    code = staff.get(f"{here}/code")["code"]
    assert helper().refused("POST", f"{here}/arrival", {"code": code})["code"] == "volunteers.not_signed_up"
    assert came.post(f"{here}/arrival", {"code": code})["state"] == "present"
    assert came.refused("POST", f"{here}/arrival", {"code": code})["code"] == "volunteers.code_stale"
    passed(town, shift, hours=2)
    shifts = town.database("volunteers")["shifts"]
    came_at = shifts.find_one({"_id": shift["id"]})["starts"] + timedelta(minutes=10)
    shifts.update_one({"_id": shift["id"]}, {"$set": {"entries.0.came_at": came_at}})
    out = staff.get(f"{here}/code", passage="out")["code"]
    left = came.post(f"{here}/departure", {"code": out})
    assert (left["state"], left["minutes"]) == ("served", 50)
    assert came.refused("POST", f"{here}/departure", {"code": out})["code"] == "volunteers.code_stale"
    passed(town, shift, hours=2)
    eventually(lambda: stayed_away.get("/v1/volunteers/me/service")["no_shows"] == 1)
    assert stayed_away.get(here)["mine"]["state"] == "no_show"
    served = came.get("/v1/volunteers/me/service")
    assert served == {"minutes": 50, "outside": 0, "shifts": 1, "no_shows": 0}


def test_codes_work_around_the_shift_only_and_not_for_who_shows_them(town: Town, staff: Person, helper):
    shift = shift_of(staff, soon(hours=5))
    here = f"/v1/shifts/{shift['id']}"
    who = helper()
    sign_up(who, shift)
    code = staff.get(f"{here}/code")["code"]
    assert who.refused("POST", f"{here}/arrival", {"code": code})["code"] == "volunteers.not_at_this_time"
    leader = helper()
    team = staff.post(
        "/v1/teams", {"area": AREA, "name": "清洁队", "category": "environment", "leader": leader.volunteer}
    )
    led = leader.post("/v1/activities", activity(team_id=team["id"]))
    shift = shifts_of(leader, led["id"])[0]
    sign_up(leader, shift)
    code = leader.get(f"/v1/shifts/{shift['id']}/code")["code"]
    problem = leader.refused("POST", f"/v1/shifts/{shift['id']}/arrival", {"code": code})
    assert problem["code"] == "volunteers.own_hours"


def test_hours_outside_of_shifts_are_recorded_by_somebody_else(town: Town, staff: Person, helper):
    who = helper()
    body = {"day": "2026-01-05", "minutes": 90, "what": "探访"}
    staff.post(f"/v1/volunteers/{who.volunteer}/service", body)
    assert who.get("/v1/volunteers/me/service") == {"minutes": 90, "outside": 90, "shifts": 0, "no_shows": 0}
    both = town.person(Role.COMMUNITY_STAFF, areas=("150453",))
    mine = both.put("/v1/volunteers/me", {"area": AREA})["id"]
    assert both.refused("POST", f"/v1/volunteers/{mine}/service", body)["code"] == "volunteers.own_hours"
    ahead = body | {"day": "2099-01-01"}
    problem = staff.refused("POST", f"/v1/volunteers/{who.volunteer}/service", ahead)
    assert problem["code"] == "volunteers.day_to_come"
    assert town.person(Role.RESIDENT).refused("GET", "/v1/volunteers/me/service")["code"] == "volunteers.not_enrolled"


def test_teams_have_leaders_and_members_who_come_and_go(town: Town, staff: Person, helper):
    leader, member = helper(), helper()
    team = staff.post(
        "/v1/teams", {"area": AREA, "name": "理发队", "category": "daily_life", "leader": leader.volunteer}
    )
    here = f"/v1/teams/{team['id']}"
    assert member.post(f"{here}/members")["members"] == 2
    assert member.post(f"{here}/members")["members"] == 2
    shown = helper().get(here)
    assert (shown["name"], shown["leaders"], shown["members"]) == ("理发队", [leader.volunteer], 2)
    assert member.refused("GET", f"/v1/teams/{'0' * 32}")["code"] == "not_found"
    assert leader.refused("DELETE", f"{here}/members/me")["code"] == "volunteers.last_leader"
    assert staff.post(f"{here}/leaders", {"volunteer_id": member.volunteer})["leaders"] == [
        leader.volunteer, member.volunteer,
    ]  # fmt: skip
    listed = member.get(f"{here}/members")["items"]
    assert [(each["volunteer_id"], each["leads"]) for each in listed] == [
        (member.volunteer, True), (leader.volunteer, True),
    ]  # fmt: skip
    third = helper()
    third.post(f"{here}/members")
    assert third.refused("GET", f"{here}/members")["code"] == "forbidden"
    assert third.refused("DELETE", f"{here}/members/{leader.volunteer}")["code"] == "forbidden"
    assert leader.send("DELETE", f"{here}/members/{third.volunteer}").json()["members"] == 2
    assert leader.refused("DELETE", f"{here}/members/{third.volunteer}")["code"] == "not_found"
    assert leader.send("DELETE", f"{here}/members/me").ok
    assert staff.refused("DELETE", f"{here}/members/{member.volunteer}")["code"] == "volunteers.last_leader"
    assert leader.refused("DELETE", f"{here}/members/me")["code"] == "not_found"
    elsewhere = activity(team_id=team["id"], area="150453.002")
    assert member.refused("POST", "/v1/activities", elsewhere)["code"] == "outside_area"
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150499",))
    assert stranger.refused("POST", f"{here}/leaders", {"volunteer_id": member.volunteer})["code"] == "not_found"
    body = {"area": AREA, "name": "队", "category": "care", "leader": leader.volunteer}
    assert stranger.refused("POST", "/v1/teams", body)["code"] == "outside_area"
    assert team["id"] in [each["id"] for each in member.get("/v1/teams", area=AREA, category="daily_life")["items"]]
