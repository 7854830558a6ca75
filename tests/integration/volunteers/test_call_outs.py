"""Call-outs through the gateway: rings that widen in time, answers and their reasons, races, what becomes of it."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from services.volunteers.usecases.call_outs import widen
from services.volunteers.usecases.people import forget
from shared.contracts.actor import Role
from shared.contracts.residents import PersonErased
from shared.contracts.volunteers.call_outs import (
    SUMMON_RESPONDERS,
    CallOutUnanswered,
    Emergency,
    RespondersCalled,
    RespondersStoodDown,
    SummonResponders,
)
from tests.support.bus import ask
from tests.support.ear import Ear
from tests.support.first_response import DISTRICT, Responder, Team, call_out, enrolled, like_a_replica
from tests.support.town import Person, Town
from tests.support.waiting import eventually

STREET = f"{DISTRICT}.002"


@pytest.fixture(scope="module")
def team(town: Town) -> Team:
    """Seven enrolled volunteers in each squad; all of the first two, and one from paper in the third."""
    return Team(town, f"{STREET}.001", enrolled_each=7)


@pytest.fixture(scope="module")
def next_door(town: Town) -> Team:
    return Team(town, f"{STREET}.002", enrolled_each=1)


def why_not(who: Person, path: str, body=None) -> str:
    return who.refused("POST", path, body)["code"].removeprefix("volunteers.")


def at(raised: dict) -> str:
    return f"/v1/call-outs/{raised['id']}"


def over(team: Team, raised: dict, **more) -> dict:
    """Nobody of a call-out that is open is ready for the next one."""
    return team.staff.post(f"{at(raised)}/close", {"outcome": "settled"} | more)


def late(town: Town, raised: dict) -> None:
    """The time in which people were to answer has passed."""
    moment = datetime.now(UTC) - timedelta(seconds=1)
    town.database("volunteers")["call_outs"].update_one({"_id": raised["id"]}, {"$set": {"widens_at": moment}})


def rings_of(team: Team, raised: dict) -> list[str]:
    return team.staff.get(at(raised))["rings"]


def test_rings_widen_until_the_streets_duty_is_told(town: Town, team: Team, next_door: Team):
    street = town.person(Role.STREET_STAFF, areas=(STREET,))
    on_duty = uuid.uuid4().hex
    street.put(f"/v1/first-response/duties/{STREET}", {"accounts": [on_duty]})
    with Ear(town.servers.broker.amqp_url, RespondersCalled.TYPE) as ear:
        raised = team.raised(2)
        told = ear.hear(lambda event: event["subject"] == raised["id"])["data"]
    assert (raised["rings"], raised["called"], raised["state"]) == (["own"], 8, "calling")
    assert set(told["accounts"]) == {each.account for each in team.squads[2]}
    late(town, raised)
    eventually(lambda: rings_of(team, raised) == ["own", "next"])
    assert team.staff.get(at(raised))["called"] == 22
    with Ear(town.servers.broker.amqp_url, CallOutUnanswered.TYPE) as ear:
        late(town, raised)
        eventually(lambda: rings_of(team, raised) == ["own", "next", "team", "street"])
        assert team.staff.get(at(raised))["called"] == 44
        late(town, raised)
        unanswered = ear.hear(lambda event: event["subject"] == raised["id"])["data"]
    assert (unanswered["accounts"], unanswered["coming"], unanswered["wanted"]) == ([on_duty], 0, 3)
    shown = team.staff.get(at(raised))
    assert (shown["duty_told"], "widens_at" in shown) == (True, False)
    other = town.person(Role.STREET_STAFF, areas=(f"{DISTRICT}.003",))
    problem = other.refused("PUT", f"/v1/first-response/duties/{STREET}", {"accounts": [on_duty]})
    assert problem["code"] == "outside_area"
    assert over(team, raised, outcome="nobody_came")["arrived"] == 0


def test_answers_are_timed_and_late_ones_refused_with_a_reason(town: Town, team: Team):
    raised = team.raised(0, wanted=2)
    first, second, third, fourth = team.squads[0][:4]
    here = at(raised)
    assert first.get(here)["text"] and first.get(here)["mine"]["state"] == "called"
    assert why_not(first, f"{here}/answer", {"coming": True}) == "minutes_missing"
    assert why_not(team.squads[1][0], f"{here}/answer", {"coming": False}) == "not_called"
    assert third.post(f"{here}/answer", {"coming": False})["not_coming"] == 1
    came = first.post(f"{here}/answer", {"coming": True, "minutes": 4})
    assert (came["coming"], came["mine"]["state"], came["mine"]["minutes"]) == (1, "coming", 4)
    again = first.post(f"{here}/answer", {"coming": True, "minutes": 4})
    assert (again["mine"], again["version"]) == (came["mine"], came["version"])
    slower = first.post(f"{here}/answer", {"coming": True, "minutes": 9})
    assert slower["mine"] == came["mine"] | {"minutes": 9}
    with Ear(town.servers.broker.amqp_url, RespondersStoodDown.TYPE) as ear:
        enough = second.post(f"{here}/arrival", {"point": {"longitude": 121.3, "latitude": 40.001}})
        told = ear.hear(lambda event: event["subject"] == raised["id"])["data"]
    assert (enough["state"], enough["arrived"], enough["mine"]["metres_off"]) == ("enough", 1, 111)
    assert set(told["accounts"]) == {each.account for each in team.squads[0]} - {
        each.account for each in (first, second, third)
    }
    assert why_not(fourth, f"{here}/answer", {"coming": True, "minutes": 1}) == "enough_come"
    assert why_not(third, f"{here}/answer", {"coming": True, "minutes": 1}) == "enough_come"
    assert why_not(second, f"{here}/answer", {"coming": False}) == "not_allowed_now"
    assert second.post(f"{here}/stand-down")["mine"]["state"] == "stood_down"
    assert why_not(second, f"{here}/stand-down") == "not_allowed_now"
    assert [each["id"] for each in first.get("/v1/volunteers/me/call-outs", limit=1)["items"]] == [raised["id"]]

    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150599",))
    assert why_not(stranger, f"{here}/close", {"outcome": "settled"}) == "not_found"
    assert stranger.refused("GET", here)["code"] == "not_found"
    closed = over(team, raised, note="关阀通风")
    assert (closed["state"], closed["arrived"], "text" in closed) == ("closed", 1, False)
    seconds = [call.get("answer_seconds") for call in closed["calls"]]
    assert sum(each is not None for each in seconds) == 3
    assert {call["state"] for call in closed["calls"]} == {"stood_down", "not_coming"}
    assert why_not(first, f"{here}/arrival", {}) == "call_out_over"
    assert why_not(team.staff, f"{here}/close", {"outcome": "settled"}) == "not_allowed_now"


def test_who_is_called_by_telephone_is_answered_for(team: Team):
    raised = team.raised(2, wanted=6)
    by_phone = next(call for call in raised["calls"] if "phone" in call)
    assert (by_phone["name"], len(by_phone["phone"])) == ("王某某", 11)
    here = f"{at(raised)}/calls"
    answered = team.staff.post(f"{here}/{by_phone['member_id']}/answer", {"coming": True, "minutes": 10})
    assert answered["coming"] == 1
    assert team.staff.post(f"{here}/{by_phone['member_id']}/arrival", {})["arrived"] == 1
    assert why_not(team.staff, f"{here}/{'0' * 32}/arrival", {}) == "not_found"
    mate = team.squads[2][0]
    assert why_not(mate, f"{here}/{by_phone['member_id']}/answer", {"coming": False}) == "not_found"
    assert "calls" not in mate.get(at(raised))
    over(team, raised)
    assert team.leader is not None
    own = team.raised(0)
    leaders = next(call for call in team.leader.get(at(own))["calls"] if call["state"] == "called")
    mine = team.leader.get(at(own))["mine"]["member_id"]
    assert why_not(team.leader, f"{at(own)}/calls/{mine}/answer", {"coming": False}) == "own_answer"
    assert leaders["ring"] == "own" and "phone" not in over(team, own)["calls"][0]


def test_of_many_who_answer_at_once_as_many_come_as_are_wanted(team: Team):
    raised = team.staff.post("/v1/call-outs", call_out(team.community, wanted=4))
    assert (raised["rings"], raised["called"]) == (["own", "next"], 14)

    def try_it(who: Responder) -> str:
        while True:
            answer = who.send("POST", f"{at(raised)}/answer", {"coming": True, "minutes": 5})
            outcome = "coming" if answer.status_code == 200 else answer.json()["code"]
            if outcome not in ("conflict", "deadline"):
                return outcome

    crowd = [*team.squads[0], *team.squads[1]]
    with ThreadPoolExecutor(len(crowd)) as pool:
        outcomes = list(pool.map(try_it, crowd))
    assert sorted(outcomes) == ["coming"] * 4 + ["volunteers.enough_come"] * 10
    shown = team.staff.get(at(raised))
    assert (shown["state"], shown["coming"]) == ("enough", 4)
    states = [call["state"] for call in shown["calls"]]
    assert (states.count("coming"), states.count("stood_down")) == (4, 10)

    one = crowd[outcomes.index("coming")]
    assert one.post(f"{at(raised)}/answer", {"coming": False})["state"] == "calling"
    assert [call["state"] for call in team.calls(raised["id"])].count("called") == 10
    waiting = crowd[outcomes.index("volunteers.enough_come")]
    assert waiting.post(f"{at(raised)}/answer", {"coming": True, "minutes": 2})["state"] == "enough"
    ready = team.staff.get(f"{team.at}/members")
    assert [each.get("unready") for each in ready["items"]].count("called_out") == 4
    over(team, raised)


def test_when_all_have_answered_the_next_ring_is_not_waited_for(team: Team):
    raised = team.raised(0, answer_within=3600)
    for each in team.squads[0]:
        each.post(f"{at(raised)}/answer", {"coming": False})
    eventually(lambda: rings_of(team, raised) == ["own", "next"])
    over(team, raised, outcome="false_alarm")


def test_replicas_widen_a_call_out_once(town: Town, team: Team):
    raised = team.raised(0)
    late(town, raised)
    with like_a_replica(town) as database:

        def tick(_number: int) -> None:
            for due, widens_at in database.look().call_outs_to_widen():
                database.act(
                    f"widen|{due}|{widens_at.isoformat()}",
                    lambda store, _actor, due=due, widens_at=widens_at: widen(store, due, widens_at),
                )

        with ThreadPoolExecutor(3) as replicas:
            list(replicas.map(tick, range(6)))
    shown = team.staff.get(at(raised))
    assert (shown["rings"], shown["called"]) == (["own", "next"], 22)
    over(team, raised)


def test_other_service_raises_a_call_out_once_per_case(town: Town, team: Team):
    case = SummonResponders(
        area=f"{team.community}.001", place="5号楼101", kind=Emergency.MEDICAL, text="老人摔倒", wanted=1,
        origin=f"elder_care:{uuid.uuid4().hex}",
    )  # fmt: skip
    first, again = (ask(town, SUMMON_RESPONDERS, case) for _ in range(2))
    assert (first.id, first.called) == (again.id, 7)
    over(team, {"id": first.id})


def test_call_outs_are_for_who_has_the_area(town: Town, team: Team):
    operator = town.person(Role.OPERATOR, areas=(STREET,))
    assert why_not(operator, "/v1/call-outs", call_out("150599.001.001")) == "outside_area"
    empty = operator.post("/v1/call-outs", call_out(f"{DISTRICT}.004.001") | {"area": f"{STREET}.009"})
    assert empty["rings"] == ["own", "next", "team", "street"]
    assert [each["id"] for each in operator.get("/v1/call-outs", area=STREET, state="calling")["items"]] == [
        empty["id"]
    ]
    assert operator.refused("GET", "/v1/call-outs", params={"area": "150599"})["code"] == "outside_area"
    assert operator.post(f"{at(empty)}/close", {"outcome": "false_alarm"})["outcome"] == "false_alarm"
    resident = town.person(Role.RESIDENT)
    assert why_not(resident, "/v1/call-outs", call_out(team.community)) == "forbidden"
    assert why_not(resident, f"{at(empty)}/answer", {"coming": False}) == "not_called"
    assert why_not(resident, f"/v1/call-outs/{'0' * 32}/answer", {"coming": False}) == "not_found"


def test_who_is_erased_is_forgotten(town: Town, team: Team):
    gone = team.squads[1][6]
    raised = team.raised(1)
    found = gone.post(
        "/v1/hazards", {"area": team.community, "place": "门口", "kind": "fire", "level": "blue", "text": "堆物"}
    )
    gone.post(f"/v1/hazards/{found['id']}/take")
    news = PersonErased(person="0" * 32, account=gone.account, area=team.community)
    with like_a_replica(town) as database:
        database.act(f"erase {gone.account}", lambda store, _actor: forget(store, SimpleNamespace(data=news)))
    over(team, raised)
    assert team.staff.get(f"/v1/hazards/{found['id']}")["state"] == "found"
    assert team.staff.get(team.at)["members"] == 21
    volunteers = town.database("volunteers")
    kept = [str(document) for name in ("call_outs", "hazards", "team_members") for document in volunteers[name].find()]
    assert not [text for text in kept if gone.account in text or gone.volunteer in text]


def test_times_are_counted_for_any_area_above(town: Town):
    team = Team(town, f"{DISTRICT}.005.001", enrolled_each=1)
    raised = team.raised(0, wanted=2)
    team.squads[0][0].post(f"{at(raised)}/arrival", {})
    today = datetime.now(UTC) + timedelta(hours=8)
    period = {"since": today.date().isoformat(), "until": today.date().isoformat()}
    staff = town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))
    for area in (f"{DISTRICT}.005", team.community, f"{team.community}.001"):
        figures = staff.get("/v1/first-response/figures", area=area, **period)
        assert (figures["call_outs"], figures["call_outs_open"], figures["arrivals"]["count"]) == (1, 1, 1)
        assert figures["answers"]["median"] == figures["answers"]["p95"] >= 0
    assert (figures["people"], staff.get("/v1/first-response/figures", area=team.community, **period)["people"]) == (
        0,
        22,
    )
    problem = staff.refused(
        "GET", "/v1/first-response/figures", params={"area": DISTRICT} | period | {"until": "2001-01-01"}
    )
    assert problem["code"] == "volunteers.backward_period"
    problem = staff.refused("GET", "/v1/first-response/figures", params={"area": "150599"} | period)
    assert problem["code"] == "outside_area"
    over(team, raised)
    assert enrolled(town, team.community).refused("GET", at(raised))["code"] == "not_found"
