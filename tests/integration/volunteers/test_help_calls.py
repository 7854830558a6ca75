"""Calls for help are shown as far as they may be, handed out by staff, refused, taken back, and lapse."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.mutual_help import CALLS, WEST, Neighbourhood, answer_path
from tests.support.town import Person, Town
from tests.support.waiting import eventually


@pytest.fixture
def here(town: Town) -> Neighbourhood:
    return Neighbourhood(town)


def refused(who: Person, path: str, body: dict | None = None) -> str:
    return who.refused("POST", path, body)["code"]


def test_call_that_reaches_nobody_recruits_at_once_with_the_reason(here: Neighbourhood):
    cook = here.volunteer("meals")
    caller = here.neighbour()
    for skill, reason in (("bathing", "not_qualified"), ("meals", "resting")):
        cook.rest(hours=1)
        call = caller.post(CALLS, here.call(skill=skill))
        assert (call["state"], call["called"]) == ("untaken", 0)
        (need,) = here.needs(skill=skill)
        assert (need["reason"], need["quantity"]) == (reason, 1)
    today = datetime.now(SHANGHAI).date()
    period = {"since": str(today), "until": str(today + timedelta(days=2))}
    figures = here.staff.get(f"{CALLS}/figures", area=here.area, **period)
    assert (figures["calls"], figures["called"], figures["untaken"]) == (2, 0, 2)


def test_who_was_asked_less_recently_comes_first(here: Neighbourhood):
    here.rings((300, 10, 1))
    first, second = here.volunteer(metres=50), here.volunteer(metres=60)
    caller = here.neighbour()
    asked = [caller.post(CALLS, here.call())["id"] for _ in range(3)]
    assert sorted([first.asked(), second.asked()], key=len) == [[asked[1]], [asked[2], asked[0]]]


def test_place_is_shown_as_far_as_the_caller_says(here: Neighbourhood):
    helper = here.volunteer()
    caller = here.neighbour()
    point = {"longitude": WEST + 0.001, "latitude": here.south + 0.002}
    call = caller.post(CALLS, here.call(before="blurred", point=point))
    path = f"{CALLS}/{call['id']}"
    seen = helper.get(path)
    assert seen["text"] == "想请人陪我去医院复查" and "address" not in seen and "called" not in seen
    assert seen["point"] != point and abs(seen["point"]["latitude"] - here.south) < 0.005
    taken = helper.take(call)
    assert "address" not in helper.get(path)
    caller.post(f"{answer_path(call, taken)}/confirm")
    shown = helper.get(path)
    assert (shown["address"], shown["point"]) == ("三号楼二单元 501 室", point)
    closed = caller.post(CALLS, here.call(after="area"))
    taken = helper.take(closed)
    caller.post(f"{answer_path(closed, taken)}/confirm")
    assert {"address", "point"} & set(helper.get(f"{CALLS}/{closed['id']}")) == set()
    kept = str(here.kept(call))
    assert "医院" not in kept and "501 室" not in kept and str(here.south)[:6] not in kept


def test_what_everybody_may_answer_stands_on_the_board_and_other_calls_do_not(here: Neighbourhood):
    stranger = here.volunteer("repairs", metres=None)
    caller = here.neighbour()
    hidden = caller.post(CALLS, here.call(skill="repairs", audience="dispatchers"))
    assert (hidden["state"], hidden["called"], stranger.asked()) == ("calling", 0, [])
    stranger.rest(hours=1)
    shown = caller.post(CALLS, here.call(skill="repairs", audience="anyone"))
    assert [each["id"] for each in stranger.get(f"{CALLS}/open", area=here.area)["items"]] == [shown["id"]]
    assert refused(here.neighbour(), f"{CALLS}/{shown['id']}/answers") == "volunteers.not_asked"
    assert refused(here.volunteer("meals"), f"{CALLS}/{shown['id']}/answers") == "volunteers.no_fit"
    assert refused(stranger, f"{CALLS}/{shown['id']}/answers") == "volunteers.helper_rests"
    stranger.rest(hours=-1)
    assert stranger.take(shown)["state"] == "tentative"
    assert {each["id"] for each in here.staff.get(CALLS, area=here.area)["items"]} == {hidden["id"], shown["id"]}
    assert [each["id"] for each in caller.get(f"{CALLS}/mine")["items"]] == [shown["id"], hidden["id"]]


def test_staff_calls_for_somebody_and_picks_who_goes(town: Town, here: Neighbourhood):
    cook, walker = here.volunteer("meals", metres=40_000), here.volunteer("company")
    both = here.volunteer("meals", roles=(Role.COMMUNITY_STAFF,))
    elder = uuid.uuid4().hex
    call = both.post(CALLS, here.call(skill="meals", person=elder, audience="dispatchers"))
    asked = f"{CALLS}/{call['id']}/asked"
    assert refused(here.staff, asked, {"volunteers": [walker.volunteer]}) == "volunteers.no_fit"
    assert refused(here.staff, asked, {"volunteers": [both.volunteer]}) == "volunteers.no_fit"
    assert refused(here.staff, asked, {"volunteers": ["0" * 32]}) == "not_found"
    assert refused(cook, asked, {"volunteers": [cook.volunteer]}) == "forbidden"
    for _ in range(2):
        assert here.staff.post(asked, {"volunteers": [cook.volunteer]})["called"] == 1
    assert refused(both, f"{CALLS}/{call['id']}/answers") == "volunteers.self_dealing"
    taken = cook.take(call)
    assert here.staff.post(f"{answer_path(call, taken)}/confirm")["state"] == "settled"
    assert refused(here.staff, asked, {"volunteers": [walker.volunteer]}) == "not_allowed_now"
    elsewhere = town.person(Role.COMMUNITY_STAFF, areas=("150505.002",))
    assert refused(elsewhere, asked, {"volunteers": [cook.volunteer]}) == "not_found"
    assert elsewhere.refused("GET", f"{CALLS}?area={here.area}")["code"] == "outside_area"
    assert refused(elsewhere, CALLS, here.call(person=elder)) == "outside_area"
    assert refused(here.neighbour(), CALLS, here.call(person=elder)) == "forbidden"


def test_call_that_cannot_be_is_refused_with_its_reason(here: Neighbourhood):
    caller = here.neighbour()
    now = datetime.now(UTC)
    for fields, code, pointer in (
        ({"ends_at": (now + timedelta(minutes=30)).isoformat()}, "volunteers.bad_help_time", "/ends_at"),
        ({"ends_at": (now + timedelta(days=32)).isoformat()}, "volunteers.bad_help_time", "/ends_at"),
        ({"before": "full", "after": "blurred"}, "volunteers.sights_narrow", "/after"),
        ({"area": "150505"}, "volunteers.no_community", "/area"),
        ({"helpers": 21}, "invalid", "/helpers"),
    ):
        problem = caller.refused("POST", CALLS, here.call(**fields))
        assert (problem["code"], problem["errors"][0]["pointer"]) == (code, pointer)
    rows = [{"radius": 500, "wait": 1, "most": 1}] * 2
    rule = {"area": here.area, "urgency": "now", "rings": rows}
    assert here.staff.refused("PUT", "/v1/help-rings", rule)["code"] == "volunteers.rings_shrink"
    assert here.staff.refused("PUT", "/v1/help-rings", rule | {"area": "150505.002"})["code"] == "outside_area"
    assert len(here.staff.get("/v1/help-rings", area=here.area, urgency="now")["rings"]) == 3
    here.rings((700, 5, 5), urgency="now")
    assert here.staff.get("/v1/help-rings", area=f"{here.area}.001", urgency="now")["since_area"] == here.area


def test_call_lapses_with_its_time_and_is_cancelled_by_who_made_it(here: Neighbourhood):
    helper, caller = here.volunteer(), here.neighbour()
    call = caller.post(CALLS, here.call())
    path = f"{CALLS}/{call['id']}"
    assert refused(helper, f"{path}/cancel", {"reason": "x"}) == "forbidden"
    assert refused(here.neighbour(), f"{path}/cancel", {"reason": "x"}) == "not_found"
    helper.take(call)
    past = datetime.now(UTC) - timedelta(seconds=1)
    here.hurry(call, ends_at=past, due_at=past)
    eventually(lambda: caller.get(path)["state"] == "lapsed")
    assert helper.get(path)["answers"][0]["state"] == "lapsed"
    assert refused(caller, f"{path}/cancel", {"reason": "x"}) == "not_allowed_now"
    other = caller.post(CALLS, here.call())
    helper.take(other)
    assert (
        caller.post(f"{CALLS}/{other['id']}/cancel", {"reason": "已请家人陪同"})["answers"][0]["state"] == "cancelled"
    )
    assert other["id"] not in here.volunteer().asked()


def test_second_account_of_the_caller_and_blocked_neighbours_are_not_asked(town: Town, here: Neighbourhood):
    caller, helper = here.neighbour(), here.volunteer()
    twin = town.person(Role.RESIDENT, account=uuid.uuid4().hex, person=caller.person)
    own = twin.put("/v1/volunteers/me", {"area": here.area, "skills": ["company"]})["id"]
    call = caller.post(CALLS, here.call())
    assert (call["called"], helper.asked()) == (1, [call["id"]])
    assert refused(here.staff, f"{CALLS}/{call['id']}/asked", {"volunteers": [own]}) == "volunteers.no_fit"
    assert refused(twin, f"{CALLS}/{call['id']}/answers") == "volunteers.self_dealing"
    blocks = f"{CALLS}/{call['id']}/blocks"
    assert refused(caller, blocks, {}) == "volunteers.blocked_self"
    assert refused(here.staff, blocks, {}) == "forbidden"
    block = helper.post(blocks, {})
    assert refused(helper, f"{CALLS}/{call['id']}/answers") == "not_found"
    assert helper.asked() == []
    assert caller.post(CALLS, here.call())["called"] == 0
    assert caller.refused("DELETE", f"/v1/help-blocks/{block['id']}")["code"] == "not_found"
    assert [each["id"] for each in helper.get("/v1/help-blocks")["items"]] == [block["id"]]
    helper.send("DELETE", f"/v1/help-blocks/{block['id']}")
    again = caller.post(CALLS, here.call())
    taken = helper.take(again)
    caller.post(f"{CALLS}/{again['id']}/blocks", {"answer_id": taken["id"]})
    assert caller.post(CALLS, here.call())["called"] == 0
