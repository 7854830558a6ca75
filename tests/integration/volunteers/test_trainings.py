"""Trainings: sign-up, withdrawal and attendance, through the gateway."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.trainings import TrainingChanged
from shared.kernel.clock import SHANGHAI
from tests.support.ear import Ear
from tests.support.town import Person, Town

AREA = "150507.002.001"


def sessions(begin_hours: float, count: int = 2) -> list[dict]:
    first = datetime.now(UTC) + timedelta(hours=begin_hours)
    return [
        {
            "begins_at": (first + timedelta(hours=2 * number)).isoformat(),
            "ends_at": (first + timedelta(hours=2 * number + 1)).isoformat(),
        }
        for number in range(count)
    ]


def member(town: Town) -> Person:
    person = town.person(Role.RESIDENT)
    person.put("/v1/volunteers/me", {"area": AREA})
    return person


@pytest.fixture
def staff(town: Town) -> Person:
    return town.person(Role.COMMUNITY_STAFF, areas=(AREA,))


def offered(staff: Person, begin_hours: float, places: int = 1) -> str:
    body = {"area": AREA, "title": "手机使用培训", "places": places, "sessions": sessions(begin_hours)}
    return f"/v1/trainings/{staff.post('/v1/trainings', body)['id']}"


def begin(town: Town, training: str) -> None:
    """Moves both sessions into the past."""
    kept = town.database("volunteers")["trainings"]
    row = kept.find_one({"_id": training.rpartition("/")[2]})
    for session in row["sessions"]:
        session["begins_at"] -= timedelta(hours=12)
        session["ends_at"] -= timedelta(hours=12)
    kept.update_one({"_id": row["_id"]}, {"$set": {"sessions": row["sessions"]}})


def test_training_is_signed_up_for_while_there_are_places(town: Town, staff: Person):
    training, first, second = offered(staff, 5), member(town), member(town)
    assert first.post(f"{training}/signups", {})["mine"] is True
    assert first.refused("POST", f"{training}/signups", {})["code"] == "volunteers.training_signed_up"
    assert second.refused("POST", f"{training}/signups", {})["code"] == "volunteers.training_full"
    assert second.refused("DELETE", f"{training}/signups/me")["code"] == "volunteers.training_not_signed_up"
    first.send("DELETE", f"{training}/signups/me").raise_for_status()
    assert second.post(f"{training}/signups", {})["taken"] == 1
    assert training.endswith(second.get("/v1/trainings", area="150507.002")["items"][0]["id"])
    begin(town, training)
    assert first.refused("POST", f"{training}/signups", {})["code"] == "volunteers.training_begun"


def test_attendance_is_recorded_once_by_staff(town: Town, staff: Person):
    training, person = offered(staff, 5, places=5), member(town)
    me = person.get("/v1/volunteers/me")["id"]
    stranger = member(town).get("/v1/volunteers/me")["id"]
    person.post(f"{training}/signups", {})
    there = f"{training}/attendance"
    assert staff.refused("POST", there, {"session": 1, "volunteers": [me]})["code"] == "volunteers.session_ahead"
    begin(town, training)
    assert staff.refused("POST", there, {"session": 3, "volunteers": [me]})["code"] == "volunteers.no_such_session"
    missing = staff.refused("POST", there, {"session": 1, "volunteers": [me, stranger]})
    assert (missing["code"], missing["errors"][0]["pointer"]) == ("volunteers.training_not_signed_up", "/volunteers/1")
    for _ in range(2):
        shown = staff.post(there, {"session": 1, "volunteers": [me, me]})
        assert [each["attended"] for each in shown["sessions"]] == [1, 0]
    outside = town.person(Role.COMMUNITY_STAFF, areas=("150507.003",))
    assert outside.refused("POST", there, {"session": 1, "volunteers": [me]})["code"] == "outside_area"


def test_list_of_the_desk_is_entered_and_guests_are_counted(town: Town, staff: Person):
    training = offered(staff, -96, places=2)
    ids = [member(town).get("/v1/volunteers/me")["id"] for _ in range(3)]
    there, desk = f"{training}/attendance", f"{training}/participants"
    for _ in range(2):
        assert staff.post(desk, {"volunteers": [ids[0], ids[0], ids[1]]})["taken"] == 2
    full = staff.refused("POST", desk, {"volunteers": [ids[2]]})
    assert (full["code"], full["errors"][0]["pointer"]) == ("volunteers.training_full", "/volunteers")
    missing = staff.refused("POST", desk, {"volunteers": [ids[0], "0" * 32]})
    assert (missing["code"], missing["errors"][0]["pointer"]) == ("not_found", "/volunteers/1")
    outside = town.person(Role.COMMUNITY_STAFF, areas=("150507.003",))
    assert outside.refused("POST", desk, {"volunteers": ids[:1]})["code"] == "outside_area"
    staff.post(there, {"session": 1, "volunteers": ids[:2], "guests": 30})
    first, second = staff.post(there, {"session": 2, "volunteers": ids[:1], "guests": 12})["sessions"]
    assert (first["attended"], first["guests"], second["attended"], second["guests"]) == (2, 30, 1, 12)
    staff.post(there, {"session": 2, "guests": 13})
    held = datetime.fromisoformat(first["begins_at"]).astimezone(SHANGHAI).date()
    asked = {
        "area": AREA,
        "since": (held - timedelta(days=1)).isoformat(),
        "until": (held + timedelta(days=1)).isoformat(),
    }
    figures = staff.get("/v1/trainings/figures", **asked)
    told = {name: figures[name] for name in ("trainings", "sessions", "volunteers", "attendances", "guests")}
    assert told == {"trainings": 1, "sessions": 2, "volunteers": 2, "attendances": 3, "guests": 43}
    past = {"area": AREA, "until": (held - timedelta(days=1)).isoformat()}
    assert staff.get("/v1/trainings/figures", **past)["trainings"] == 0
    assert outside.refused("GET", f"/v1/trainings/figures?area={AREA}")["code"] == "outside_area"


def test_nobody_records_their_own_attendance(town: Town, staff: Person):
    training = offered(staff, 5)
    both = town.person(Role.COMMUNITY_STAFF, areas=(AREA,))
    me = both.put("/v1/volunteers/me", {"area": AREA})["id"]
    both.post(f"{training}/signups", {})
    begin(town, training)
    body = {"session": 1, "volunteers": [me]}
    assert both.refused("POST", f"{training}/attendance", body)["code"] == "volunteers.own_attendance"


def test_sessions_out_of_order_are_refused(staff: Person):
    body = {"area": AREA, "title": "急救", "places": 5, "sessions": sessions(5)[::-1]}
    problem = staff.refused("POST", "/v1/trainings", body)
    assert (problem["code"], problem["errors"][0]["pointer"]) == (
        "volunteers.sessions_out_of_order", "/sessions/1/begins_at",
    )  # fmt: skip
    far = {**body, "area": "150507.009", "sessions": sessions(5)}
    assert staff.refused("POST", "/v1/trainings", far)["code"] == "outside_area"


def test_training_is_moved_and_cancelled_and_who_is_signed_up_is_told(town: Town, staff: Person):
    account = uuid.uuid4().hex
    who = town.person(Role.RESIDENT, account=account)
    me = who.put("/v1/volunteers/me", {"area": AREA})["id"]
    training = offered(staff, 5)
    who.post(f"{training}/signups", {})
    assert staff.get(f"{training}/participants")["items"] == [{"volunteer_id": me, "attended": []}]
    assert who.refused("GET", f"{training}/participants")["code"] == "forbidden"
    later = {"title": "手机使用培训", "places": 3, "sessions": sessions(9, count=1)}
    with Ear(town.servers.broker.amqp_url, TrainingChanged.TYPE) as ear:
        assert len(staff.put(training, later)["sessions"]) == 1
        told = ear.hear(lambda event: event["subject"] == training.rpartition("/")[2])["data"]
        assert told["accounts"] == [account]
        bad = later | {"sessions": sessions(-1)}
        assert staff.refused("PUT", training, bad)["code"] == "volunteers.in_the_past"
        assert staff.post(f"{training}/cancellation", {"reason": "场地停电"})["cancelled"] == "场地停电"
        told = ear.hear(lambda event: event["subject"] == training.rpartition("/")[2])["data"]
        assert (told["accounts"], told["cancelled"]) == ([account], "场地停电")
    for method, path, body in (
        ("POST", "/cancellation", {"reason": "再次"}), ("PUT", "", later), ("POST", "/signups", {}), ("DELETE", "/signups/me", None),
        ("POST", "/participants", {"volunteers": [me]}), ("POST", "/attendance", {"session": 1, "guests": 2}),
    ):  # fmt: skip
        by = who if "signups" in path else staff
        assert by.refused(method, f"{training}{path}", body)["code"] == "volunteers.cancelled"


def test_staff_see_who_attended_which_session(town: Town, staff: Person):
    training = offered(staff, 5, places=2)
    ids = [member(town).get("/v1/volunteers/me")["id"] for _ in range(2)]
    staff.post(f"{training}/participants", {"volunteers": ids})
    begin(town, training)
    staff.post(f"{training}/attendance", {"session": 2, "volunteers": ids[:1]})
    first = staff.get(f"{training}/participants", limit=1)
    rest = staff.get(f"{training}/participants", limit=1, cursor=first["next"])
    assert first["items"] == [{"volunteer_id": ids[0], "attended": [2]}]
    assert rest["items"] == [{"volunteer_id": ids[1], "attended": []}] and "next" not in rest
