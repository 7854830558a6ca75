"""With three replicas, calls widen ring by ring and recruit once, and the last place is taken by one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.ear import Ear
from tests.support.mutual_help import CALLS, Neighbour, Neighbourhood, answer_path
from tests.support.replicas import further_replicas
from tests.support.town import Town
from tests.support.waiting import eventually

CROWD = 12


@pytest.fixture(scope="module", autouse=True)
def three_replicas(town: Town) -> Iterator[None]:
    with further_replicas(town, "volunteers", 2):
        yield


@pytest.fixture
def here(town: Town) -> Neighbourhood:
    return Neighbourhood(town)


def test_rings_widen_until_all_who_fit_are_asked_and_then_it_recruits_once(town: Town, here: Neighbourhood):
    here.rings((300, 10, 2), (2000, 20, 5))
    near, nearer, third = (here.volunteer(metres=metres) for metres in (250, 10, 270))
    far, away = here.volunteer(metres=1500), here.volunteer(metres=3000)
    resting, busy, other = here.volunteer(), here.volunteer(slots=[]), here.volunteer("repairs")
    resting.rest(hours=1)
    day = datetime.now(UTC) + timedelta(days=4)
    slot = {"weekday": day.isoweekday(), "since": "09:00:00", "until": "09:30:00"}
    busy.put("/v1/volunteers/me", {"area": here.area, "skills": ["company"], "slots": [slot]})
    homebody = here.volunteer(metres=1800, radius=100)
    caller = here.neighbour()
    with Ear(town.servers.broker.amqp_url, "volunteers.help_call.asked.v1") as ear:
        call = caller.post(CALLS, here.call())
        first = ear.hear(lambda event: event["subject"] == call["id"])["data"]
    assert sorted(first["accounts"]) == sorted([nearer.account, near.account])
    assert (call["state"], call["called"], call["radius"], call["places_left"]) == ("calling", 2, 300, 1)
    assert "text" not in call and "address" not in call
    assert [near.asked(), nearer.asked(), third.asked()] == [[call["id"]], [call["id"]], []]
    assert third.refused("GET", f"{CALLS}/{call['id']}")["code"] == "not_found"
    for called, radius in ((3, 300), (4, 2000)):
        here.hurry(call)
        eventually(lambda called=called: caller.get(f"{CALLS}/{call['id']}")["called"] == called)
        assert caller.get(f"{CALLS}/{call['id']}")["radius"] == radius
    assert here.needs() == []
    here.hurry(call)
    (need,) = eventually(here.needs)
    kept = here.kept(call)
    assert [each["account"] for each in kept["asked"][2:]] == [third.account, far.account]
    assert all(each.asked() == [] for each in (away, resting, busy, other, homebody))
    assert (need["reason"], need["kind"], need["skill"], need["help_call_id"]) == (
        "not_answered",
        "people",
        "company",
        call["id"],
    )
    counts = {each["reason"]: each["count"] for each in need["counts"]}
    assert counts == {"not_answered": 4, "resting": 1, "no_time": 1, "not_qualified": 1, "too_far": 2}
    assert here.needs(skill="repairs") == [] and len(here.needs(skill="company")) == 1
    assert need["title"] == "无人承接的求助" and "医院" not in str(need)
    assert caller.get(f"{CALLS}/{call['id']}")["state"] == "untaken"
    taken = far.take(call)
    caller.post(f"{answer_path(call, taken)}/confirm")
    assert here.needs() == []


def test_of_many_who_take_the_last_place_at_once_exactly_one_has_it(here: Neighbourhood):
    here.rings((2000, 10, CROWD))
    crowd = [here.volunteer(metres=10 * number) for number in range(CROWD)]
    call = here.neighbour().post(CALLS, here.call())
    assert call["called"] == CROWD

    def take(helper: Neighbour) -> str:
        while (answer := helper.send("POST", f"{CALLS}/{call['id']}/answers")).status_code != 201:
            if (code := answer.json()["code"]) not in ("conflict", "deadline"):
                return code
        return "taken"

    with ThreadPoolExecutor(CROWD) as pool:
        outcomes = list(pool.map(take, crowd))
    assert sorted(outcomes) == ["taken"] + ["volunteers.no_place_left"] * (CROWD - 1)
    assert len(here.kept(call)["answers"]) == 1
