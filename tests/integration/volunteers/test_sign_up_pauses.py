"""Sign-up is paused with a reason, for an activity or one shift: refused, not suggested, nobody moves up, until it goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.shifts import PlacesGained
from shared.contracts.volunteers.sign_up_pauses import SignUpPaused, SignUpResumed
from tests.support.ear import Ear
from tests.support.pairing import Community, Somebody
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150507.013.001"


@pytest.fixture(scope="module")
def here(town: Town) -> Community:
    return Community(town, AREA)


def opened(here: Community, by: Person | None = None, **more) -> tuple[str, list[str]]:
    """The paths of a new activity and of its shifts."""
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=3)
    body = {
        "area": AREA, "title": "护河巡查", "category": "environment", "place": "河边", "starts": starts.isoformat(),
        "minutes": 60, "needs": [{"places": 1}],
    } | more  # fmt: skip
    activity = (by or here.staff).post("/v1/activities", body)["id"]
    shifts = here.staff.get("/v1/shifts", area=AREA, activity_id=activity)["items"]
    return f"/v1/activities/{activity}", [f"/v1/shifts/{shift['id']}" for shift in shifts]


def takeable(who: Somebody) -> set[str]:
    return {f"/v1/shifts/{each['id']}" for each in who.get("/v1/volunteers/me/takeable-shifts", area=AREA)["items"]}


def state(who: Somebody, shift: str) -> str:
    return who.get(shift)["mine"]["state"]


def test_paused_activity_takes_nobody_and_says_why_until_it_goes_on(here: Community):
    activity, (first, second) = opened(here, rule="FREQ=DAILY;COUNT=2")
    placed, waiting, third = (here.volunteer() for _ in range(3))
    placed.post(f"{first}/entries", {})
    waiting.post(f"{first}/entries", {})
    heard = Ear(here.town.servers.broker.amqp_url, "volunteers.shift")
    with heard as ear:
        assert here.staff.post(f"{activity}/pause", {"reason": "汛期"})["paused"] == "汛期"
        told = ear.hear(lambda event: event["data"]["accounts"] == [placed.account, waiting.account])
        assert (told["type"], told["data"]["reason"]) == (SignUpPaused.TYPE, "汛期")
        assert (
            here.staff.refused("POST", f"{activity}/pause", {"reason": "汛期"})["code"] == "volunteers.paused_already"
        )
        for body in ({}, {"stands_by": True}):
            problem = third.refused("POST", f"{second}/entries", body)
            assert problem["code"] == "volunteers.sign_up_paused" and "汛期" in problem["detail"]
        behalf = here.staff.refused("POST", f"{second}/entries/{third.volunteer}", {})
        assert behalf["code"] == "volunteers.sign_up_paused"
        assert third.get(second)["paused"] == "汛期" and not takeable(third) & {first, second}
        placed.send("DELETE", f"{first}/entries/me").raise_for_status()
        assert state(waiting, first) == "waiting"
        assert "paused" not in here.staff.post(f"{activity}/resume")
        ear.hear(lambda event: event["type"] == SignUpResumed.TYPE and event["data"]["accounts"] == [waiting.account])
        ear.hear(lambda event: event["type"] == PlacesGained.TYPE and event["data"]["accounts"] == [waiting.account])
    assert state(waiting, first) == "signed_up"
    assert here.staff.refused("POST", f"{activity}/resume")["code"] == "volunteers.not_paused"
    assert second in takeable(third)
    assert third.post(f"{second}/entries", {})["mine"]["state"] == "signed_up"


def test_shift_paused_by_itself_stays_so_when_its_activity_goes_on(here: Community):
    activity, (first, second) = opened(here, rule="FREQ=DAILY;COUNT=2")
    who = here.volunteer()
    assert here.staff.post(f"{first}/pause", {"reason": "修桥"})["paused"] == "修桥"
    assert here.staff.refused("POST", f"{first}/pause", {"reason": "修桥"})["code"] == "volunteers.paused_already"
    assert who.get(second).get("paused") is None
    here.staff.post(f"{activity}/pause", {"reason": "汛期"})
    assert here.staff.refused("POST", f"{second}/resume")["code"] == "volunteers.not_paused"
    here.staff.post(f"{activity}/resume")
    assert (who.get(first)["paused"], who.get(second).get("paused")) == ("修桥", None)
    assert takeable(who) & {first, second} == {second}
    here.staff.post(f"{activity}/pause", {"reason": "汛期"})
    assert here.staff.post(f"{first}/resume")["paused"] == "汛期"
    here.staff.post(f"{activity}/resume")
    assert who.get(first).get("paused") is None


def test_more_places_move_nobody_up_while_paused(here: Community):
    _, (shift,) = opened(here)
    placed, waiting = here.volunteer(), here.volunteer()
    placed.post(f"{shift}/entries", {})
    waiting.post(f"{shift}/entries", {})
    here.staff.post(f"{shift}/pause", {"reason": "修桥"})
    body = {"place": "河边", "minutes": 60, "starts": here.staff.get(shift)["starts"], "needs": [{"places": 2}]}
    here.staff.put(shift, body)
    assert state(waiting, shift) == "waiting"
    here.staff.post(f"{shift}/resume")
    assert state(waiting, shift) == "signed_up"


def test_shifts_made_while_an_activity_is_paused_are_paused_too(here: Community):
    activity, shifts = opened(here, rule="FREQ=DAILY;COUNT=70")
    here.staff.post(f"{activity}/pause", {"reason": "汛期"})
    database, name = here.town.database("volunteers"), activity.rpartition("/")[2]
    gone = {"activity": name, "_id": {"$in": [shift.rpartition("/")[2] for shift in shifts[:2]]}}
    database["shifts"].update_many(gone, {"$set": {"starts": datetime.now(UTC) - timedelta(hours=2)}})
    known = {row["_id"] for row in database["shifts"].find({"activity": name})}
    database["activities"].update_one({"_id": name}, {"$set": {"due_at": datetime.now(UTC)}, "$inc": {"version": 1}})
    made = eventually(lambda: [row for row in database["shifts"].find({"activity": name}) if row["_id"] not in known])
    assert {row["paused_with_activity"] for row in made} == {"汛期"}


def test_only_who_leads_pauses_and_nothing_that_is_over_or_cancelled(here: Community):
    leader, member = here.volunteer(), here.volunteer()
    team = {"area": AREA, "name": "护河队", "category": "environment", "leader": leader.volunteer}
    team_id = here.staff.post("/v1/teams", team)["id"]
    activity, (shift,) = opened(here, by=leader, team_id=team_id)
    elsewhere = here.town.person(Role.COMMUNITY_STAFF, areas=("150599",))
    for who in (member, elsewhere):
        for path in (activity, shift):
            assert who.refused("POST", f"{path}/pause", {"reason": "修桥"})["code"] == "forbidden"
            assert who.refused("POST", f"{path}/resume")["code"] == "forbidden"
    assert leader.post(f"{shift}/pause", {"reason": "修桥"})["paused"] == "修桥"
    assert leader.post(f"{activity}/pause", {"reason": "修桥"})["paused"] == "修桥"
    earlier = datetime.now(UTC) - timedelta(minutes=5)
    shifts, name = here.town.database("volunteers")["shifts"], shift.rpartition("/")[2]
    shifts.update_one({"_id": name}, {"$set": {"starts": earlier}, "$inc": {"version": 1}})
    assert leader.refused("POST", f"{shift}/resume")["code"] == "volunteers.shift_begun"
    leader.post(f"{activity}/cancellation", {"reason": "下雨"})
    assert leader.refused("POST", f"{activity}/resume")["code"] == "volunteers.cancelled"
