"""My page: what waits for me, what comes, what I have, and nothing of it when it is over."""

import pytest

from shared.contracts.actor import Role
from tests.support.mutual_help import Neighbourhood, answer_path
from tests.support.time_bank import Community, booked
from tests.support.town import Person, Town

PAGE = "/v1/volunteers/me/page"


@pytest.fixture
def neighbours(town: Town) -> Neighbourhood:
    return Neighbourhood(town)


def waiting(who: Person) -> list[tuple[str, str]]:
    return [(each["what"], each["id"]) for each in who.get(PAGE)["to_do"]]


def test_page_of_a_newcomer_is_empty(town: Town):
    page = town.person(Role.RESIDENT).get(PAGE)
    assert not {"volunteer", "service", "hours"} & set(page)
    assert page["points"] == {"balance": 0, "held": 0, "available": 0, "expiring": []}
    assert [
        page[name] for name in ("to_do", "shifts", "calls", "asked", "visits", "pairs", "swaps", "redemptions")
    ] == [[]] * 8


def test_call_waits_for_whoever_has_to_say_something_next(neighbours: Neighbourhood):
    caller, helper = neighbours.neighbour(), neighbours.volunteer()
    call = caller.post("/v1/help-calls", neighbours.call())
    assert [each["id"] for each in helper.get(PAGE)["asked"]] == [call["id"]]
    answer = helper.take(call)
    assert (waiting(caller), waiting(helper)) == ([("choose_helper", call["id"])], [])
    assert caller.get(PAGE)["to_do"][0]["answer_id"] == answer["id"]
    caller.post(f"{answer_path(call, answer)}/confirm")
    assert waiting(caller) == waiting(helper) == [("say_help_done", call["id"])]
    helper.post(f"{answer_path(call, answer)}/done", {"minutes": 60})
    assert (waiting(caller), waiting(helper)) == ([("say_help_done", call["id"])], [])
    caller.post(f"{answer_path(call, answer)}/done", {"minutes": 60})
    page = caller.get(PAGE)
    assert (page["to_do"], page["calls"], helper.get(PAGE)["asked"]) == ([], [], [])
    assert helper.get(PAGE)["service"]["minutes"] == 60


def test_visit_waits_for_both_sides_and_hours_stand_on_the_page(town: Town):
    bank = Community(town)
    elder, helper = bank.elder(100), bank.volunteer()
    visit = booked(elder, helper, minutes=60)
    number = visit.rpartition("/")[2]
    assert waiting(elder) == waiting(helper) == [("confirm_visit", number)]
    assert elder.get(PAGE)["hours"]["available"] == 40
    helper.post(f"{visit}/confirm", {"minutes": 60})
    assert (waiting(elder), waiting(helper)) == ([("confirm_visit", number)], [])
    assert [each["id"] for each in helper.get(PAGE)["visits"]] == [number]
    elder.post(f"{visit}/confirm", {"minutes": 60})
    page = helper.get(PAGE)
    assert (page["to_do"], page["visits"], page["hours"]["minutes"]) == ([], [], 60)


def test_swap_waits_for_its_owner_and_then_for_both(neighbours: Neighbourhood):
    neighbours.staff.put(f"/v1/swaps/stations/{neighbours.area}", {"name": "驿站", "place": "一楼"})
    owner, asker = neighbours.neighbour(), neighbours.neighbour()
    item = owner.post("/v1/swaps/items", {"area": neighbours.area, "title": "自行车", "condition": "八成新"})
    swap = asker.post("/v1/swaps", {"item_id": item["id"]})["id"]
    assert (waiting(owner), waiting(asker)) == ([("answer_swap", swap)], [])
    owner.post(f"/v1/swaps/{swap}/agree", {})
    assert waiting(owner) == waiting(asker) == [("confirm_swap", swap)]
    asker.post(f"/v1/swaps/{swap}/confirm")
    assert (waiting(owner), waiting(asker)) == ([("confirm_swap", swap)], [])
    owner.post(f"/v1/swaps/{swap}/confirm")
    assert waiting(owner) == owner.get(PAGE)["swaps"] == []


def test_page_is_for_members_only(town: Town):
    assert town.person(Role.AUDITOR).refused("GET", PAGE)["code"] == "forbidden"
