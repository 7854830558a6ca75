"""Calls are taken, confirmed, done and judged by both sides; what is seen is followed up; the forgotten leave nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.residents import PersonErased
from shared.kernel.clock import SHANGHAI
from tests.support.ear import Ear
from tests.support.mutual_help import CALLS, Neighbour, Neighbourhood, answer_path
from tests.support.publishing import publish
from tests.support.town import Person, Town
from tests.support.waiting import eventually


@pytest.fixture
def here(town: Town) -> Neighbourhood:
    return Neighbourhood(town)


def refused(who: Person, path: str, body: dict | None = None) -> str:
    return who.refused("POST", path, body)["code"]


def taken(here: Neighbourhood, caller: Neighbour, helper: Neighbour, **fields) -> str:
    """The path of a confirmed answer."""
    call = caller.post(CALLS, here.call(**fields))
    path = answer_path(call, helper.take(call))
    caller.post(f"{path}/confirm")
    return path


def test_call_goes_on_until_enough_are_confirmed_and_the_rest_are_told(town: Town, here: Neighbourhood):
    first, second, third = (here.volunteer(metres=metres) for metres in (10, 20, 30))
    caller = here.neighbour()
    call = caller.post(CALLS, here.call(helpers=1))
    path = f"{CALLS}/{call['id']}"
    declined = answer_path(call, first.take(call))
    assert refused(second, f"{path}/answers") == "volunteers.no_place_left"
    assert refused(first, f"{path}/answers") == "volunteers.answered_before"
    assert refused(first, f"{declined}/confirm") == "volunteers.self_dealing"
    assert refused(second, f"{declined}/confirm") == "not_found"
    assert refused(caller, f"{path}/answers") == "volunteers.self_dealing"
    assert refused(caller, f"{path}/answers/{'0' * 32}/confirm") == "not_found"
    assert caller.post(f"{declined}/decline", {"reason": "约好的时间不合适"})["places_left"] == 1
    assert refused(caller, f"{declined}/confirm") == "not_allowed_now"
    given_up = answer_path(call, second.take(call))
    with Ear(town.servers.broker.amqp_url, "volunteers.help_call.ended.v1") as ear:
        assert caller.post(f"{given_up}/confirm")["state"] == "settled"
        told = ear.hear(lambda event: event["subject"] == call["id"])["data"]
    assert (told["state"], sorted(told["accounts"])) == ("settled", sorted([first.account, third.account]))
    assert refused(third, f"{path}/answers") == "volunteers.no_place_left"
    assert refused(caller, f"{given_up}/withdraw") == "forbidden"
    assert second.post(f"{given_up}/withdraw")["state"] == "calling"
    last = answer_path(call, third.take(call))
    assert here.staff.post(f"{last}/confirm")["state"] == "settled"
    assert [each["state"] for each in caller.get(path)["answers"]] == ["declined", "withdrawn", "confirmed"]
    assert "时间不合适" not in str(here.kept(call))
    late = {"headers": {"If-Match": '"1"'}}
    assert third.refused("POST", f"{last}/done", {"minutes": 5}, **late)["code"] == "stale_version"


def test_done_is_said_by_one_side_and_confirmed_by_the_other_and_earns_once(town: Town, here: Neighbourhood):
    helper, caller = here.volunteer(), here.neighbour()
    ahead = datetime.now(UTC) + timedelta(hours=5)
    early = taken(here, caller, helper, starts_at=ahead.isoformat())
    assert refused(helper, f"{early}/done", {"minutes": 60}) == "volunteers.help_not_begun"
    done = taken(here, caller, helper)
    with Ear(town.servers.broker.amqp_url, "volunteers.service.given.v1") as ear:
        assert helper.post(f"{done}/done", {"minutes": 90})["answers"][0]["state"] == "half_done"
        assert refused(caller, f"{done}/done", {"minutes": 60}) == "volunteers.minutes_differ"
        assert helper.get("/v1/volunteers/me/service")["minutes"] == 0
        cancel = f"{done.split('/answers')[0]}/cancel"
        assert refused(caller, cancel, {"reason": "x"}) == "volunteers.help_said_done"
        assert helper.post(f"{done}/done", {"minutes": 60})["answers"][0]["said_by_volunteer"] == 60
        ended = caller.post(f"{done}/done", {"minutes": 60})
        heard = ear.hear(lambda event: event["data"]["account"] == helper.account)["data"]
    assert (ended["state"], ended["answers"][0]["state"], ended["answers"][0]["minutes"]) == ("done", "done", 60)
    assert (heard["minutes"], heard["help_call_id"]) == (60, ended["id"])
    for who in (helper, caller):
        assert who.post(f"{done}/done", {"minutes": 60})["state"] == "done"
        assert refused(who, f"{done}/done", {"minutes": 61}) in ("not_allowed_now", "volunteers.minutes_differ")
    assert helper.get("/v1/volunteers/me/service")["minutes"] == 60
    today = datetime.now(SHANGHAI).date()
    period = {"since": str(today), "until": str(today + timedelta(days=1))}
    figures = here.staff.get(f"{CALLS}/figures", area=here.area, **period)
    assert figures == {
        "area": here.area, "calls": 2, "called": 2, "taken": 2, "within_day": 2, "done": 1, "untaken": 0, "minutes": 60,
    }  # fmt: skip
    backwards = f"{CALLS}/figures?area={here.area}&since={period['until']}&until={period['since']}"
    assert here.staff.refused("GET", backwards)["code"] == "volunteers.bad_period"


def test_help_that_nobody_confirms_lapses_and_earns_nothing(here: Neighbourhood):
    helper, caller = here.volunteer(), here.neighbour()
    done = taken(here, caller, helper)
    helper.post(f"{done}/done", {"minutes": 60})
    path = done.split("/answers")[0]
    long_ago = datetime.now(UTC) - timedelta(days=15)
    here.hurry({"id": path.rsplit("/", 1)[1]}, ends_at=long_ago, due_at=long_ago)
    eventually(lambda: caller.get(path)["state"] == "lapsed")
    assert refused(caller, f"{done}/done", {"minutes": 60}) == "not_allowed_now"
    assert helper.get("/v1/volunteers/me/service")["minutes"] == 0


def test_feedback_is_hidden_until_both_gave_it_or_the_days_are_over(here: Neighbourhood):
    helper, caller = here.volunteer(), here.neighbour()
    done = taken(here, caller, helper)
    feedback = f"{done}/feedback"
    assert refused(caller, feedback, {"rating": 5}) == "not_allowed_now"
    for who in (helper, caller):
        who.post(f"{done}/done", {"minutes": 45})
    caller.post(feedback, {"rating": 5, "text": "非常耐心"})
    assert refused(caller, feedback, {"rating": 1}) == "volunteers.feedback_before"
    assert refused(here.staff, feedback, {"rating": 1}) == "forbidden"
    assert refused(here.volunteer(metres=50), feedback, {"rating": 1}) == "not_found"
    assert "by_caller" not in helper.get(feedback) and caller.get(feedback)["by_caller"]["text"] == "非常耐心"
    helper.post(feedback, {"rating": 4})
    assert (helper.get(feedback)["by_caller"]["rating"], caller.get(feedback)["by_volunteer"]["rating"]) == (5, 4)
    call = {"id": done.split("/")[3]}
    assert "耐心" not in str(here.kept(call))
    other = taken(here, caller, helper)
    for who in (helper, caller):
        who.post(f"{other}/done", {"minutes": 45})
    helper.post(f"{other}/feedback", {"rating": 3, "text": "老人家里台阶很滑"})
    assert "by_volunteer" not in caller.get(f"{other}/feedback")
    here.hurry({"id": other.split("/")[3]}, **{"answers.0.done_at": datetime.now(UTC) - timedelta(days=15)})
    assert caller.get(f"{other}/feedback")["by_volunteer"]["rating"] == 3
    assert refused(caller, f"{other}/feedback", {"rating": 5}) == "volunteers.feedback_over"


def test_what_was_seen_is_followed_up_due_first_and_closed(town: Town, here: Neighbourhood):
    helper, caller = here.volunteer(), here.neighbour()
    done = taken(here, caller, helper)
    path = done.split("/answers")[0]
    today = datetime.now(SHANGHAI).date()
    days = [str(today + timedelta(days=days)) for days in (3, 0, 1)]
    notes = [helper.post(f"{path}/notes", {"text": "老人血压偏高，需要家医随访", "due": day}) for day in days]
    plain = here.staff.post(f"{path}/notes", {"text": "已电话回访"})
    assert (plain["needs_follow_up"], notes[0]["needs_follow_up"]) == (False, True)
    assert refused(caller, f"{path}/notes", {"text": "x"}) == "forbidden"
    yesterday = {"text": "x", "due": str(today - timedelta(days=1))}
    assert refused(here.staff, f"{path}/notes", yesterday) == "volunteers.due_before_today"
    first = here.staff.get("/v1/help-notes", area=here.area, limit=2)
    rest = here.staff.get("/v1/help-notes", area=here.area, limit=2, cursor=first["next"])
    assert [each["due"] for each in (*first["items"], *rest["items"])] == sorted(days)
    assert first["items"][0]["text"] == "老人血压偏高，需要家医随访"
    close = f"/v1/help-notes/{notes[1]['id']}/close"
    elsewhere = town.person(Role.COMMUNITY_STAFF, areas=("150505.002",))
    assert refused(elsewhere, close, {"outcome": "x"}) == "not_found"
    assert elsewhere.refused("GET", f"/v1/help-notes?area={here.area}")["code"] == "outside_area"
    assert helper.refused("GET", f"{path}/notes")["code"] == "forbidden"
    closed = here.staff.post(close, {"outcome": "家医已上门"})
    assert closed["needs_follow_up"] is False and "closed_at" in closed
    assert refused(here.staff, close, {"outcome": "x"}) == "volunteers.no_follow_up"
    assert refused(here.staff, f"/v1/help-notes/{plain['id']}/close", {"outcome": "x"}) == "volunteers.no_follow_up"
    assert len(here.staff.get("/v1/help-notes", area=here.area)["items"]) == 2
    assert len(here.staff.get(f"{path}/notes")["items"]) == 4
    assert "血压" not in str(list(town.database("volunteers")["help_notes"].find({"call": closed["help_call_id"]})))


def test_forgotten_neighbours_leave_no_trace_and_no_place_taken(town: Town, here: Neighbourhood):
    helper, caller, other = here.volunteer(), here.neighbour(), here.neighbour()
    done = taken(here, caller, helper)
    for who in (helper, caller):
        who.post(f"{done}/done", {"minutes": 30})
    for who in (helper, caller):
        who.post(f"{done}/feedback", {"rating": 5, "text": "谢谢"})
    open_call = {"id": taken(here, caller, helper).split("/")[3]}
    kept_call = {"id": taken(here, other, helper).split("/")[3]}
    here.staff.post(f"{CALLS}/{open_call['id']}/notes", {"text": "行动不便", "due": "2099-01-01"})
    for who in (caller, helper):
        erased = PersonErased(person=who.person, account=who.account, area=here.area)
        publish(town, erased, subject=who.person, area=here.area)
    calls = here.calls
    eventually(lambda: not calls.find_one({"$or": [{"caller": caller.account}, {"asked.account": helper.account}]}))
    for call in ({"id": done.split("/")[3]}, open_call, kept_call):
        kept = str(here.kept(call))
        assert all(secret not in kept for secret in (caller.account, helper.account, helper.volunteer, caller.person))
    assert here.kept(open_call)["state"] == "cancelled" and "text" not in here.kept(open_call)
    assert here.kept(kept_call)["state"] in ("calling", "untaken")
    assert here.staff.get(f"{CALLS}/{done.split('/')[3]}")["answers"][0]["minutes"] == 30
    assert here.staff.get("/v1/help-notes", area=here.area)["items"] == []
    assert other.get(f"{CALLS}/{kept_call['id']}")["answers"][0]["state"] == "withdrawn"
    assert town.database("volunteers")["help_turns"].find_one({"volunteer": helper.volunteer}) is None
