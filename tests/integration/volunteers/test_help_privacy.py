"""What becomes known of a call reaches those who need it, as long as they do; who stands apart stays apart."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from tests.support.mutual_help import CALLS, METRES_A_DEGREE, WEST, Neighbour, Neighbourhood, answer_path
from tests.support.town import Person, Town
from tests.support.waiting import eventually


@pytest.fixture
def here(town: Town) -> Neighbourhood:
    return Neighbourhood(town)


def refused(who: Person, path: str, body: dict | None = None) -> str:
    return who.refused("POST", path, body)["code"]


def second_account(here: Neighbourhood, of: Neighbour, *roles: Role) -> Neighbour:
    account = uuid.uuid4().hex
    known = here.town.person(*(roles or (Role.RESIDENT,)), account=account, person=of.person, areas=(here.area,))
    neighbour = Neighbour(known.url, known.token)
    neighbour.account, neighbour.person = account, of.person
    return neighbour


def ids(page: dict) -> list[str]:
    return [each["id"] for each in page["items"]]


def test_call_for_staff_alone_stays_with_staff_when_somebody_gives_it_up(here: Neighbourhood):
    picked, other = here.volunteer(), here.volunteer(metres=10)
    call = here.neighbour().post(CALLS, here.call(audience="dispatchers"))
    path = f"{CALLS}/{call['id']}"
    here.staff.post(f"{path}/asked", {"volunteers": [picked.volunteer]})
    answer = answer_path(call, picked.take(call))
    here.staff.post(f"{answer}/confirm")
    picked.post(f"{answer}/withdraw")
    kept = here.kept(call)
    assert (kept["state"], kept["due_at"]) == ("calling", kept["ends_at"]) and "widens_at" not in kept
    assert other.asked() == [] and other.refused("GET", path)["code"] == "not_found"


def test_text_and_place_are_gone_for_the_others_once_it_is_settled_or_over(here: Neighbourhood):
    helper, other, stranger = here.volunteer(), here.volunteer(metres=50), here.volunteer("meals", metres=None)
    caller = here.neighbour()
    call = caller.post(CALLS, here.call(before="full", audience="anyone"))
    path = f"{CALLS}/{call['id']}"
    assert other.get(path)["address"] == stranger.get(path)["address"] == "三号楼二单元 501 室"
    assert ids(stranger.get(f"{CALLS}/open", area=here.area)) == [call["id"]]
    answer = answer_path(call, helper.take(call))
    caller.post(f"{answer}/confirm")
    assert stranger.get(f"{CALLS}/open", area=here.area)["items"] == []
    assert refused(other, f"{path}/answers") == "volunteers.no_place_left"
    for who in (other, stranger):
        assert {"text", "point", "address"} & set(who.get(path)) == set()
    for who in (helper, caller):
        who.post(f"{answer}/done", {"minutes": 60})
    assert {"text", "point", "address"} & set(helper.get(path)) == {"text"}
    assert {"text", "point", "address"} & set(other.get(path)) == set()
    assert "address" in caller.get(path)


def test_nobody_confirms_their_own_help_by_another_account(here: Neighbourhood):
    helper = here.volunteer()
    as_staff = second_account(here, helper, Role.COMMUNITY_STAFF)
    call = here.neighbour().post(CALLS, here.call(helpers=2, audience="anyone"))
    answer = answer_path(call, helper.take(call))
    assert refused(as_staff, f"{answer}/confirm") == "volunteers.self_dealing"
    here.staff.post(f"{answer}/confirm")
    helper.post(f"{answer}/done", {"minutes": 60})
    as_staff.put("/v1/volunteers/me", {"area": here.area, "skills": ["company"]})
    assert refused(as_staff, f"{CALLS}/{call['id']}/answers") == "volunteers.answered_before"
    as_staff.post(f"{answer}/done", {"minutes": 60})
    assert here.kept(call)["answers"][0]["state"] == "half_done"


def test_block_holds_both_ways_and_for_every_account(here: Neighbourhood):
    one, other = here.volunteer(), here.volunteer(metres=20)
    call = one.post(CALLS, here.call())
    assert other.asked() == [call["id"]]
    other.post(f"{CALLS}/{call['id']}/blocks", {})
    twin = second_account(here, other)
    twin.put("/v1/volunteers/me", {"area": here.area, "skills": ["company"]})
    for caller in (one, other, twin):
        assert caller.post(CALLS, here.call())["called"] == 0
    board = one.post(CALLS, here.call(audience="anyone"))
    for who in (other, twin):
        assert who.get(f"{CALLS}/open", area=here.area)["items"] == []
        assert refused(who, f"{CALLS}/{board['id']}/answers") == "not_found"


def test_who_offers_the_skill_no_more_does_not_take_it(here: Neighbourhood):
    helper = here.volunteer()
    call = here.neighbour().post(CALLS, here.call())
    helper.put("/v1/volunteers/me", {"area": here.area, "skills": ["repairs"]})
    assert refused(helper, f"{CALLS}/{call['id']}/answers") == "volunteers.no_fit"


def test_who_moves_about_learns_no_more_of_a_place_than_a_blurred_point_shows(here: Neighbourhood):
    """Callers in one field ask the same volunteers, wherever in it they live."""
    here.rings((300, 10, 9))
    inside, outside = here.volunteer(metres=290), here.volunteer(metres=310)
    for north in (-250, 0, 250):
        point = {"longitude": WEST + 0.002, "latitude": here.south + north / METRES_A_DEGREE}
        here.neighbour().post(CALLS, here.call(point=point, before="full"))
    assert (len(inside.asked()), outside.asked()) == (3, [])


def test_rings_hurry_when_the_time_is_short(here: Neighbourhood):
    here.rings((300, 600, 1), (900, 600, 1), (3000, 600, 1))
    for metres in (10, 500, 2000):
        here.volunteer(metres=metres)
    now = datetime.now(UTC)
    call = here.neighbour().post(CALLS, here.call(ends_at=(now + timedelta(hours=4)).isoformat()))
    assert here.kept(call)["widens_at"] - here.kept(call)["opened_at"] <= timedelta(hours=1)


def test_call_that_ends_before_its_rings_do_recruits_all_the_same(here: Neighbourhood):
    here.rings((300, 600, 1), (900, 600, 1))
    here.volunteer(), here.volunteer(metres=500)
    caller = here.neighbour()
    call = caller.post(CALLS, here.call())
    past = datetime.now(UTC) - timedelta(seconds=1)
    here.hurry(call, ends_at=past, due_at=past)
    (need,) = eventually(here.needs)
    assert (need["reason"], need["help_call_id"]) == ("not_answered", call["id"])
    assert caller.get(f"{CALLS}/{call['id']}")["state"] == "lapsed"


def test_nobody_is_recruited_for_a_call_that_was_taken_back(here: Neighbourhood):
    caller = here.neighbour()
    call = caller.post(CALLS, here.call())
    assert [need["help_call_id"] for need in here.needs()] == [call["id"]]
    caller.post(f"{CALLS}/{call['id']}/cancel", {"reason": "已好转"})
    assert here.needs() == []
