"""Rosters kept by staff and leaders: people without a phone, who stands by, who was not there, and hours struck."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.attendance import ServiceTakenBack
from shared.contracts.volunteers.behalf import RosterChanged
from tests.support.ear import Ear
from tests.support.pairing import Community, Somebody, forget
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150507.012.001"


@pytest.fixture(scope="module")
def here(town: Town) -> Community:
    return Community(town, AREA)


@pytest.fixture(scope="module")
def clerk(town: Town) -> Person:
    return town.person(Role.COUNTER_CLERK, areas=(AREA,))


def opened(here: Community, minutes: int = 30, **more) -> list[str]:
    """The paths of the shifts of a new activity, which starts in so many minutes."""
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=minutes)
    body = {
        "area": AREA, "title": "义务理发", "category": "daily_life", "place": "活动室", "starts": starts.isoformat(),
        "minutes": 60, "needs": [{"places": 1}],
    } | more  # fmt: skip
    activity = here.staff.post("/v1/activities", body)["id"]
    shifts = here.staff.get("/v1/shifts", area=AREA, activity_id=activity)["items"]
    return [f"/v1/shifts/{shift['id']}" for shift in shifts]


def register(clerk: Person, person: str | None = None, **more) -> dict:
    return clerk.post("/v1/volunteers", {"person": person or uuid.uuid4().hex, "area": AREA} | more)


def states(here: Community, shift: str) -> dict[str, str]:
    return {each["volunteer_id"]: each["state"] for each in here.staff.get(f"{shift}/entries")["items"]}


def begin(here: Community, shift: str, ago: int) -> None:
    """Moves the shift so that it began so many minutes ago."""
    shifts, name = here.town.database("volunteers")["shifts"], shift.rpartition("/")[2]
    kept = shifts.find_one({"_id": name})
    earlier = kept["starts"] - (datetime.now(UTC) - timedelta(minutes=ago))
    shifts.update_one(
        {"_id": name}, {"$set": {"starts": kept["starts"] - earlier, "ends": kept["ends"] - earlier}, "$inc": {"version": 1}}
    )  # fmt: skip


def test_somebody_without_a_phone_is_signed_up_comes_and_goes_on_when_they_sign_in(here: Community, clerk: Person):
    person = uuid.uuid4().hex
    elder = register(clerk, person, birth_year=1950)
    assert elder["signs_in"] is False and register(clerk, person, birth_year=1951)["id"] == elder["id"]
    (shift,) = opened(here)
    entry = f"{shift}/entries/{elder['id']}"
    assert clerk.post(entry, {})["state"] == "signed_up"
    assert clerk.refused("POST", entry, {})["code"] == "volunteers.already_signed_up"
    roster = here.staff.get(f"{shift}/entries")["items"]
    assert [(each["volunteer_id"], each["signs_in"]) for each in roster] == [(elder["id"], False)]
    assert here.staff.post(f"{entry}/arrival")["state"] == "present"
    assert here.staff.refused("POST", f"{entry}/arrival")["code"] == "volunteers.checked_in_already"
    assert here.staff.refused("POST", f"{entry}/departure")["code"] == "volunteers.not_at_this_time"
    begin(here, shift, ago=70)
    assert here.staff.post(f"{entry}/departure")["state"] == "served"
    here.staff.post(f"/v1/volunteers/{elder['id']}/service", {"day": "2026-01-05", "minutes": 20, "what": "代购"})
    me = here.somebody(person=person)
    assert me.refused("GET", "/v1/volunteers/me")["code"] == "not_found"
    mine = me.put("/v1/volunteers/me", {"area": AREA})
    assert (mine["id"], mine["signs_in"]) == (elder["id"], True)
    service = me.get("/v1/volunteers/me/service")
    assert (service["shifts"], service["outside"]) == (1, 20)
    over = me.get("/v1/volunteers/me/shifts", over="true")["items"]
    assert [each["mine"]["state"] for each in over] == ["served"]
    again = clerk.refused("POST", "/v1/volunteers", {"person": person, "area": AREA})
    assert again["code"] == "volunteers.speaks_for_themselves"
    assert clerk.get("/v1/volunteers", area=AREA, person=person)["items"][0]["id"] == elder["id"]


def test_staff_sign_up_and_off_by_the_same_rules_and_who_signs_in_is_told(town: Town, here: Community, clerk: Person):
    (shift,) = opened(here)
    first, second = here.volunteer(), here.volunteer()
    with Ear(town.servers.broker.amqp_url, RosterChanged.TYPE) as ear:
        clerk.post(f"{shift}/entries/{first.volunteer}", {})
        told = ear.hear(lambda event: event["data"]["accounts"] == [first.account])["data"]
        assert told["state"] == "signed_up"
        assert clerk.post(f"{shift}/entries/{second.volunteer}", {})["state"] == "waiting"
        here.staff.send("DELETE", f"{shift}/entries/{first.volunteer}")
        assert ear.hear(lambda event: event["data"]["accounts"] == [first.account])["data"].get("state") is None
    assert states(here, shift) == {second.volunteer: "signed_up"}
    assert clerk.refused("DELETE", f"{shift}/entries/{first.volunteer}")["code"] == "volunteers.not_signed_up"
    problem = clerk.refused("POST", f"{opened(here)[0]}/entries/{second.volunteer}", {})
    assert problem["code"] == "volunteers.shift_collides"
    stranger = town.person(Role.COUNTER_CLERK, areas=("150599",))
    assert stranger.refused("POST", f"{shift}/entries/{first.volunteer}", {})["code"] == "not_found"
    body = {"person": uuid.uuid4().hex, "area": AREA}
    assert stranger.refused("POST", "/v1/volunteers", body)["code"] == "outside_area"
    assert first.refused("POST", f"{shift}/entries/{second.volunteer}", {})["code"] == "forbidden"


def test_who_stands_by_is_seen_by_leaders_only_and_called_in(town: Town, here: Community):
    (shift,) = opened(here, stand_by=1)
    first, spare, third = (here.volunteer() for _ in range(3))
    first.post(f"{shift}/entries", {})
    assert spare.post(f"{shift}/entries", {"stands_by": True})["mine"]["state"] == "standing_by"
    assert third.refused("POST", f"{shift}/entries", {"stands_by": True})["code"] == "volunteers.stand_by_full"
    seen = third.get(shift)
    assert (seen["needs"][0]["taken"], seen["needs"][0]["waiting"], "mine" in seen) == (1, 0, False)
    call_in = f"{shift}/entries/{spare.volunteer}/call-in"
    assert first.refused("POST", call_in)["code"] == "forbidden"
    begin(here, shift, ago=10)
    with Ear(town.servers.broker.amqp_url, RosterChanged.TYPE) as ear:
        assert here.staff.post(call_in)["state"] == "signed_up"
        assert ear.hear(lambda event: event["data"]["accounts"] == [spare.account])["data"]["state"] == "signed_up"
    assert here.staff.refused("POST", call_in)["code"] == "volunteers.not_standing_by"
    code = here.staff.get(f"{shift}/code")
    assert code["came"] == 0
    assert spare.post(f"{shift}/arrival", {"code": code["code"]})["state"] == "present"
    assert here.staff.get(f"{shift}/code")["came"] == 1


def test_who_used_a_code_and_was_not_there_is_struck_and_minutes_are_taken_back(town: Town, here: Community):
    (shift,) = opened(here, minutes=-1)
    who = here.volunteer()
    rows = town.database("volunteers")["shifts"]
    name = shift.rpartition("/")[2]
    rows.update_one({"_id": name}, {"$set": {"closes_at": datetime.now(UTC) + timedelta(minutes=5)}})
    who.post(f"{shift}/entries", {})
    strike = f"{shift}/entries/{who.volunteer}/strike"
    assert here.staff.refused("POST", strike, {"reason": "未到场"})["code"] == "volunteers.not_come"
    who.post(f"{shift}/arrival", {"code": here.staff.get(f"{shift}/code")["code"]})
    begin(here, shift, ago=30)
    came = datetime.now(UTC) - timedelta(minutes=30)
    rows.update_one({"_id": name}, {"$set": {"entries.0.came_at": came}})
    left = who.post(f"{shift}/departure", {"code": here.staff.get(f"{shift}/code", passage="out")["code"]})
    assert who.refused("POST", strike, {"reason": "未到场"})["code"] == "forbidden"
    with Ear(town.servers.broker.amqp_url, ServiceTakenBack.TYPE) as ear:
        struck = here.staff.post(strike, {"reason": "未到场"})
        assert ear.hear(lambda event: event["data"]["account"] == who.account)["data"]["minutes"] == left["minutes"]
    assert (struck["state"], struck["struck"], struck["minutes"]) == ("no_show", "未到场", 0)
    assert who.get("/v1/volunteers/me/service") == {"minutes": 0, "outside": 0, "shifts": 0, "no_shows": 1}
    begin(here, shift, ago=300)
    eventually(lambda: rows.find_one({"_id": name})["closed"])
    assert who.get("/v1/volunteers/me/service")["no_shows"] == 1


def test_nobody_holds_more_shifts_to_come_than_their_share(here: Community):
    shifts = opened(here, rule="FREQ=DAILY;COUNT=3", most_each=2, opens_before=8784)
    who = here.volunteer()
    for shift in shifts[:2]:
        who.post(f"{shift}/entries", {})
    assert who.refused("POST", f"{shifts[2]}/entries", {})["code"] == "volunteers.share_taken"
    assert shifts[2].rpartition("/")[2] not in takeable(who)
    assert who.send("DELETE", f"{shifts[0]}/entries/me").ok
    assert shifts[2].rpartition("/")[2] in takeable(who)
    assert who.post(f"{shifts[2]}/entries", {})["mine"]["state"] == "signed_up"


def takeable(who: Somebody) -> list[str]:
    return [each["id"] for each in who.get("/v1/volunteers/me/takeable-shifts", area=AREA, limit=100)["items"]]


def test_who_rests_waits_no_more_and_gives_up_places_when_they_say_so(here: Community):
    mine, full, later = opened(here)[0], opened(here, 200)[0], opened(here, 3000)[0]
    who, other = here.volunteer(), here.volunteer()
    who.post(f"{mine}/entries", {})
    other.post(f"{mine}/entries", {})
    other.post(f"{full}/entries", {})
    who.post(f"{full}/entries", {})
    until = {"until": (datetime.now(UTC) + timedelta(days=1)).isoformat()}
    who.post("/v1/volunteers/me/rest", until)
    assert (states(here, mine)[who.volunteer], states(here, full)) == ("signed_up", {other.volunteer: "signed_up"})
    assert who.post(f"{later}/entries", {})["mine"]["state"] == "signed_up"
    who.post("/v1/volunteers/me/rest", until | {"gives_up_places": True})
    assert states(here, mine) == {other.volunteer: "signed_up"}
    assert states(here, later) == {who.volunteer: "signed_up"}


def test_hours_recorded_by_mistake_are_struck_once_by_somebody_else(town: Town, here: Community):
    who = here.volunteer()
    record = f"/v1/volunteers/{who.volunteer}/service"
    wrong = here.staff.post(record, {"day": "2026-01-05", "minutes": 900, "what": "探访"})["id"]
    here.staff.post(record, {"day": "2026-01-05", "minutes": 90, "what": "探访"})
    same = here.somebody(Role.COMMUNITY_STAFF, areas=(AREA,), person=who.person)
    body = {"day": "2026-01-05", "minutes": 90, "what": "探访"}
    assert same.refused("POST", record, body)["code"] == "volunteers.own_hours"
    strike = f"/v1/volunteers/service/{wrong}/strike"
    assert same.refused("POST", strike, {"reason": "误记"})["code"] == "volunteers.own_hours"
    assert (
        town.person(Role.COMMUNITY_STAFF, areas=("150599",)).refused("POST", strike, {"reason": "误记"})["code"]
        == "not_found"
    )
    assert here.staff.post(strike, {"reason": "误记"})["struck"] == "误记"
    assert here.staff.refused("POST", strike, {"reason": "误记"})["code"] == "volunteers.struck_already"
    assert who.get("/v1/volunteers/me/service")["minutes"] == 90
    listed = who.get("/v1/volunteers/me/service/hours")["items"]
    assert [(each["minutes"], each.get("struck")) for each in listed] == [(90, None), (900, "误记")]
    assert here.staff.get(record)["items"] == listed


def test_who_staff_entered_is_forgotten_with_the_person(town: Town, here: Community, clerk: Person):
    person = uuid.uuid4().hex
    elder = register(clerk, person)
    (shift,) = opened(here)
    clerk.post(f"{shift}/entries/{elder['id']}", {})
    forget(town, uuid.uuid4().hex, person, AREA)
    eventually(lambda: states(here, shift) == {})
    assert clerk.refused("GET", f"/v1/volunteers/{elder['id']}")["code"] == "not_found"
