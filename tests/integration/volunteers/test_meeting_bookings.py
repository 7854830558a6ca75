"""Seats that staff take for who rings up or does not sign in."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.meeting_series import MeetingChanged
from tests.support.ear import Ear
from tests.support.pairing import Community, forget
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150507.013.001"
ELDER = {"birth_year": 1950, "area": AREA}


@pytest.fixture(scope="module")
def here(town: Town) -> Community:
    return Community(town, AREA)


@pytest.fixture(scope="module")
def clerk(town: Town) -> Person:
    return town.person(Role.COUNTER_CLERK, areas=(AREA,))


def opened(here: Community, **more) -> tuple[str, str]:
    """The paths of a series for who is 60 and of its meeting, which begins in half an hour."""
    starts = (datetime.now(UTC) + timedelta(minutes=30)).isoformat()
    body = {
        "area": AREA, "title": "老年联谊", "place": "活动室", "starts": starts, "minutes": 60, "seats": 3,
        "conditions": {"since_age": 60},
    } | more  # fmt: skip
    series = here.staff.post("/v1/meeting-series", body)["id"]
    meeting = here.staff.get("/v1/meetings", area=AREA, series_id=series)["items"][0]["id"]
    return f"/v1/meeting-series/{series}", f"/v1/meetings/{meeting}"


def test_seat_of_somebody_without_an_account_is_theirs_when_they_sign_in(town: Town, here: Community, clerk: Person):
    series, meeting = opened(here)
    person, who = uuid.uuid4().hex, here.somebody()
    booked = {"people": [ELDER | {"person": person}, ELDER | {"account": who.account}]}
    assert clerk.post(f"{meeting}/bookings", booked)["taken"] == 2
    assert clerk.post(f"{meeting}/bookings", booked)["taken"] == 2
    assert who.get(meeting)["mine"] is True
    assert clerk.get(f"{meeting}/bookings")["items"] == [{"person": person, "came": False}]
    with Ear(town.servers.broker.amqp_url, MeetingChanged.TYPE) as ear:
        later = {"place": "礼堂", "starts": (datetime.now(UTC) + timedelta(minutes=40)).isoformat(), "minutes": 60}
        here.staff.put(meeting, later)
        told = ear.hear(lambda event: event["data"]["place"] == "礼堂")["data"]
    assert (told["accounts"], told["persons"]) == ([who.account], [person])
    assert here.staff.post(f"{meeting}/walk-ins", {"people": [ELDER | {"person": person}]})["came"] == 1
    assert clerk.get(f"{meeting}/bookings")["items"] == [{"person": person, "came": True}]
    me = here.somebody(person=person)
    me.put(f"{series}/members/me", ELDER)
    assert me.get(meeting)["number"] == 1
    assert clerk.get(f"{meeting}/bookings")["items"] == []


def test_booking_goes_by_the_same_rules_all_or_none(town: Town, here: Community, clerk: Person):
    _, meeting = opened(here)

    def why_not(*people: dict, path: str = "bookings") -> tuple[str, str]:
        problem = clerk.refused("POST", f"{meeting}/{path}", {"people": list(people)})
        return problem["code"], problem["errors"][0]["pointer"]

    four = [ELDER | {"person": uuid.uuid4().hex} for _ in range(4)]
    assert why_not(*four) == ("volunteers.no_seat", "/people/3")
    assert why_not(four[0], four[1] | {"birth_year": 2000}) == ("volunteers.condition_unmet", "/people/1/birth_year")
    assert why_not(four[0], ELDER) == ("volunteers.account_or_person", "/people/1/account")
    assert why_not(four[0] | {"account": uuid.uuid4().hex}) == ("volunteers.account_or_person", "/people/0/account")
    assert clerk.get(meeting)["taken"] == 0
    clerk.post(f"{meeting}/bookings", {"people": four[:2]})
    given_up = {"person": four[0]["person"]}
    assert why_not(given_up, {"person": four[2]["person"]}, path="bookings/release") == (
        "volunteers.not_signed_up", "/people/1",
    )  # fmt: skip
    assert clerk.post(f"{meeting}/bookings/release", {"people": [given_up]})["taken"] == 1
    stranger = town.person(Role.COUNTER_CLERK, areas=("150599",))
    assert stranger.refused("POST", f"{meeting}/bookings", {"people": four[:1]})["code"] == "not_found"
    _, early = opened(here, starts=(datetime.now(UTC) + timedelta(days=3)).isoformat(), opens_before=1)
    problem = clerk.refused("POST", f"{early}/bookings", {"people": four[:1]})
    assert problem["code"] == "volunteers.sign_up_not_open"


def test_who_staff_booked_for_is_forgotten_with_the_person(town: Town, here: Community, clerk: Person):
    _, meeting = opened(here)
    person = uuid.uuid4().hex
    clerk.post(f"{meeting}/bookings", {"people": [ELDER | {"person": person}]})
    forget(town, uuid.uuid4().hex, person, AREA)
    eventually(lambda: clerk.get(f"{meeting}/bookings")["items"] == [])
    assert clerk.get(meeting)["taken"] == 0
