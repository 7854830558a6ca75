"""Meals to deliver and visits to make become calls for help: once, and no longer when elder care calls them off."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.eldercare import MealPlanned, VisitPlanned
from tests.support.mutual_help import CALLS, WEST, Neighbourhood, answer_path
from tests.support.publishing import publish
from tests.support.town import Town
from tests.support.waiting import eventually

MEALS = 22


@pytest.fixture
def here(town: Town) -> Neighbourhood:
    return Neighbourhood(town)


def plan(here: Neighbourhood, **fields) -> dict:
    now = datetime.now(UTC)
    return {
        "errand": uuid.uuid4().hex, "person": uuid.uuid4().hex, "area": f"{here.area}.001", "starts_at": now,
        "ends_at": now + timedelta(hours=2), "minutes": 30, "privacy": "volunteers",
    } | fields  # fmt: skip


def announce(here: Neighbourhood, event: MealPlanned | VisitPlanned, version: int = 1) -> str:
    """The event's id."""
    return publish(here.town, event, subject=event.errand, area=event.area, version=version).id


def heard(here: Neighbourhood, event_id: str) -> None:
    journal = here.town.database("volunteers")["journal"]
    eventually(lambda: journal.find_one({"_id": {"$regex": f"{event_id}$"}}))


def calls(here: Neighbourhood) -> list[dict]:
    return here.staff.get(CALLS, area=here.area, limit=100)["items"]


def test_twenty_and_more_volunteers_each_deliver_a_meal(here: Neighbourhood):
    here.rings((1500, 30, 100))
    cooks = [here.volunteer("meals", metres=20 * number) for number in range(MEALS)]
    pickup = {"longitude": WEST, "latitude": here.south}
    meals = [MealPlanned(**plan(here, pickup=pickup)) for _ in range(MEALS)]
    for meal in meals:
        announce(here, meal)
    eventually(lambda: len(calls(here)) == MEALS)
    found = calls(here)
    assert {each["skill"] for each in found} == {"meals"} and {each["called"] for each in found} == {MEALS}
    for cook, call in zip(cooks, found, strict=True):
        path = answer_path(call, cook.take(call))
        here.staff.post(f"{path}/confirm")
        cook.post(f"{path}/done", {"minutes": 25})
        assert here.staff.post(f"{path}/done", {"minutes": 25})["state"] == "done"
    assert {cook.get("/v1/volunteers/me/service")["minutes"] for cook in cooks} == {25}
    today = datetime.now(UTC) + timedelta(hours=8)
    period = {"since": str(today.date()), "until": str(today.date() + timedelta(days=1))}
    assert here.staff.get(f"{CALLS}/figures", area=here.area, **period)["done"] == MEALS
    kept = str([here.kept(call) for call in found])
    assert "送餐" not in kept


def test_visit_for_staff_alone_is_a_call_that_nobody_is_asked_for(here: Neighbourhood):
    friend = here.volunteer("company", metres=None)
    shown, hidden = (VisitPlanned(**plan(here, privacy=privacy)) for privacy in ("volunteers", "dispatchers"))
    for visit in (shown, hidden):
        announce(here, visit)
    found = eventually(lambda: len(calls(here)) == 2 and {each["audience"]: each for each in calls(here)})
    assert (found["dispatchers"]["called"], found["volunteers"]["called"]) == (0, 1)
    assert friend.asked() == [found["volunteers"]["id"]]
    assert friend.get(f"{CALLS}/{friend.asked()[0]}")["area"] == here.area
    here.staff.post(f"{CALLS}/{found['dispatchers']['id']}/asked", {"volunteers": [friend.volunteer]})
    assert friend.take(found["dispatchers"])["state"] == "tentative"


def test_errand_is_a_call_once_and_ends_when_it_is_called_off(here: Neighbourhood):
    friend = here.volunteer("company")
    errand = plan(here)
    announce(here, VisitPlanned(**errand))
    (call,) = eventually(lambda: calls(here))
    heard(here, announce(here, VisitPlanned(**errand), version=2))
    assert len(calls(here)) == 1
    friend.take(call)
    announce(here, VisitPlanned(**errand | {"called_off": True}), version=3)
    eventually(lambda: calls(here)[0]["state"] == "cancelled")
    assert friend.get(f"{CALLS}/{call['id']}")["answers"][0]["state"] == "cancelled"
    heard(here, announce(here, VisitPlanned(**errand), version=2))
    heard(here, announce(here, VisitPlanned(**errand), version=4))
    assert [each["state"] for each in calls(here)] == ["cancelled"]


def test_what_comes_too_late_or_was_called_off_before_is_no_call(here: Neighbourhood):
    past = datetime.now(UTC) - timedelta(hours=3)
    heard(here, announce(here, MealPlanned(**plan(here, starts_at=past, ends_at=past + timedelta(hours=1)))))
    errand = plan(here)
    heard(here, announce(here, MealPlanned(**errand | {"called_off": True}), version=2))
    heard(here, announce(here, MealPlanned(**errand)))
    assert calls(here) == []


def test_help_that_was_given_is_not_called_off(here: Neighbourhood):
    friend = here.volunteer("company")
    errand = plan(here)
    announce(here, VisitPlanned(**errand))
    (call,) = eventually(lambda: calls(here))
    path = answer_path(call, friend.take(call))
    here.staff.post(f"{path}/confirm")
    friend.post(f"{path}/done", {"minutes": 30})
    heard(here, announce(here, VisitPlanned(**errand | {"called_off": True}), version=2))
    assert here.staff.post(f"{path}/done", {"minutes": 30})["state"] == "done"


def test_errand_of_next_year_is_a_call_already(here: Neighbourhood):
    ahead = datetime.now(UTC) + timedelta(days=200)
    announce(here, VisitPlanned(**plan(here, starts_at=ahead, ends_at=ahead + timedelta(hours=2))))
    (call,) = eventually(lambda: calls(here))
    assert datetime.fromisoformat(call["starts_at"]).date() == ahead.date()
