"""Visits of pairs and gaps between them, through the gateway: telling, confirming, failing, needs, gaps, figures."""

from datetime import timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.attendance import ServiceGiven
from shared.contracts.volunteers.pair_gaps import PairGapOpened
from tests.support.ear import Ear
from tests.support.pairing import Community, confirm, noon, pass_days, tell, today, told
from tests.support.town import Town
from tests.support.waiting import eventually

AREA = "150504.003.001"


@pytest.fixture(scope="module")
def here(town: Town) -> Community:
    return Community(town, AREA)


def why_not(who, path: str, body: dict) -> tuple[str, str]:
    problem = who.refused("POST", path, body)
    return problem["code"], problem["errors"][0]["pointer"] if problem.get("errors") else ""


def days_ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


def test_visits_are_told_by_the_volunteer_and_confirmed_by_the_elder(town: Town, here: Community):
    helper, elder = here.volunteer(), here.somebody()
    pair = here.begun(helper, here.elder(elder.person), "volunteer_elder", days_ago=10)
    first, second = tell(helper, pair, told(6, 40, note="聊天两小时"), told(2, 30, needs="灯泡坏了"))
    for who in (here.staff, elder):
        assert who.refused("POST", f"{pair}/visits", {"visits": [told(1)]})["code"] == "forbidden"
    seen = elder.get(f"{pair}/visits")["items"]
    assert {each["id"] for each in seen} == {first, second}
    assert not any("note" in each or "needs" in each for each in seen)
    assert {each["id"]: each.get("note") for each in here.staff.get(f"{pair}/visits")["items"]} == {
        first: "聊天两小时", second: None,
    }  # fmt: skip
    decision = "/v1/pair-visits/decision"
    assert why_not(helper, decision, {"visits": [first]}) == ("volunteers.own_pair", "/visits/0")
    assert why_not(here.volunteer(), decision, {"visits": [first]}) == ("not_found", "/visits/0")
    assert why_not(elder, decision, {"visits": [first, "0" * 32]}) == ("not_found", "/visits/1")
    with Ear(town.servers.broker.amqp_url, ServiceGiven.TYPE) as ear:
        done = confirm(elder, [first])
        news = ear.hear(lambda event: event["subject"] == first)
    assert (done[0]["state"], done[0]["in_time"], news["data"]["minutes"]) == ("confirmed", True, 40)
    assert news["data"]["account"] == helper.account
    assert elder.refused("POST", decision, {"visits": [first]})["code"] == "not_allowed_now"
    assert elder.post(decision, {"visits": [second], "confirm": False})["items"][0]["state"] == "declined"
    assert helper.get("/v1/volunteers/me/service") == {"minutes": 40, "outside": 40, "shifts": 0, "no_shows": 0}
    shown = helper.get(pair)
    assert (shown["last_visit"], shown["due"]) == (days_ago(6), (today() + timedelta(days=1)).isoformat())


def test_nobody_confirms_their_own_visit_as_staff(town: Town, here: Community):
    both = here.volunteer(Role.COMMUNITY_STAFF, areas=(AREA,))
    pair = here.begun(both, here.elder(), "volunteer_elder", days_ago=3)
    visit = tell(both, pair, told(1, needs="药快吃完了"))[0]
    assert both.refused("POST", "/v1/pair-visits/decision", {"visits": [visit]})["code"] == "volunteers.own_pair"
    answer = f"/v1/pair-visits/{visit}/answer"
    assert both.refused("POST", answer, {"answer": "已办"})["code"] == "volunteers.own_pair"
    second = here.somebody(Role.COMMUNITY_STAFF, areas=(AREA,), person=both.person)
    assert second.refused("POST", "/v1/pair-visits/decision", {"visits": [visit]})["code"] == "volunteers.own_pair"
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150504.009",))
    assert stranger.refused("POST", answer, {"answer": "已办"})["code"] == "not_found"
    waiting = here.staff.get("/v1/pair-visits", area=AREA, open_needs="true")["items"]
    assert (visit, "药快吃完了") in [(each["id"], each["needs"]) for each in waiting]
    settled = here.staff.post(answer, {"answer": "社区医生已上门"})
    assert (settled["needs_open"], settled["answer"]) == (False, "社区医生已上门")
    assert here.staff.refused("POST", answer, {"answer": "再办"})["code"] == "volunteers.no_open_need"
    assert visit not in [
        each["id"] for each in here.staff.get("/v1/pair-visits", area=AREA, open_needs="true")["items"]
    ]


def test_visits_are_refused_with_their_reason(here: Community):
    helper = here.volunteer()
    pair = here.propose(helper, here.elder(), "volunteer_elder")
    visits = f"{pair}/visits"
    assert why_not(helper, visits, {"visits": [told(1)]}) == ("volunteers.pair_not_active", "/visits/0/began_at")
    helper.post(f"{pair}/accept", {})
    pass_days(here.town, pair, 10)
    assert why_not(helper, visits, {"visits": [told(1), told(-2)]}) == (
        "volunteers.pair_visit_ahead", "/visits/1/began_at",
    )  # fmt: skip
    assert why_not(helper, visits, {"visits": [told(11)]})[0] == "volunteers.pair_not_active"
    twice = {"visits": [told(3), told(3, 20)]}
    assert why_not(helper, visits, twice) == ("volunteers.pair_visit_overlaps", "/visits/1/began_at")
    assert helper.get(visits)["items"] == []
    failed = {"at": noon(2), "because": "nobody_home", "needs": "电话也没人接"}
    shown = helper.post(f"{pair}/failed-visits", failed)
    assert (shown["state"], shown["because"], shown["minutes"]) == ("failed", "nobody_home", 0)
    assert why_not(helper, f"{pair}/failed-visits", failed | {"at": noon(-1)}) == ("volunteers.pair_visit_ahead", "/at")
    assert (
        here.staff.refused("POST", "/v1/pair-visits/decision", {"visits": [shown["id"]]})["code"] == "not_allowed_now"
    )
    helper.post(f"{pair}/pause", {"reason": "外出"})
    pass_days(here.town, pair, 2)
    tell(helper, pair, told(4))
    assert why_not(helper, visits, {"visits": [told(1)]})[0] == "volunteers.pair_not_active"


def test_time_with_two_children_at_once_is_served_once(here: Community):
    mother = here.carer()
    pairs = [here.begun(mother, here.child(), "carer_child", days_ago=5) for _ in range(2)]
    for pair, minutes in zip(pairs, (60, 90), strict=True):
        confirm(here.staff, tell(mother, pair, told(2, minutes)))
    assert mother.get("/v1/volunteers/me/service")["minutes"] == 90


def test_a_gap_is_announced_once_and_shown_until_somebody_visits(town: Town, here: Community):
    helper, later = here.volunteer(), here.volunteer()
    street = town.person(Role.STREET_STAFF, areas=("150504.003",))
    with Ear(town.servers.broker.amqp_url, PairGapOpened.TYPE) as ear:
        pair = here.begun(helper, here.elder(), "volunteer_elder", days_ago=12)
        other = here.begun(later, here.elder(), "volunteer_elder", days_ago=20)
        news = ear.hear(lambda event: pair.endswith(event["subject"]))
    assert news["data"] == {
        "area": AREA, "kind": "volunteer_elder", "due": days_ago(5), "late_since": days_ago(2), "accounts": [helper.account],
    }  # fmt: skip

    def gaps(*wanted: str) -> list[dict]:
        rows = street.get("/v1/pairing/gaps", area="150504.003", kind="volunteer_elder", limit=100)["items"]
        return [row for row in rows if any(each.endswith(row["pair_id"]) for each in wanted)]

    assert [(row["late_days"], row["told"]) for row in gaps(pair, other)] == [(11, 0), (3, 0)]
    page = street.get("/v1/pairing/gaps", area="150504.003", limit=1)
    assert other.endswith(page["items"][0]["pair_id"])
    assert pair.endswith(
        street.get("/v1/pairing/gaps", area="150504.003", limit=1, cursor=page["next"])["items"][0]["pair_id"]
    )
    eventually(lambda: all(row["announced"] for row in gaps(pair, other)))
    here.staff.put(f"{pair}/plan", {"interval": 300, "what": ["company"]})
    visit = tell(helper, pair, told(1))
    assert [(row["late_days"], row["told"]) for row in gaps(pair)] == [(3, 1)]
    confirmed = confirm(here.staff, visit)
    assert gaps(pair) == [] and confirmed[0]["state"] == "confirmed"
    later.post(f"{other}/pause", {"reason": "住院"})
    assert gaps(other) == []
    rows = town.database("volunteers")["pair_gaps"]
    kept = [rows.find_one({"pair": each.rpartition("/")[2]}) for each in (pair, other)]
    assert [gap["closed_on"] for gap in kept] == [days_ago(1), days_ago(0)]


def test_a_visit_confirmed_later_undoes_a_gap(here: Community):
    helper = here.volunteer()
    pair = here.begun(helper, here.elder(), "volunteer_elder", days_ago=12)
    rows = here.town.database("volunteers")["pair_gaps"]
    mine = {"pair": pair.rpartition("/")[2]}
    eventually(lambda: rows.find_one(mine))
    assert confirm(here.staff, tell(helper, pair, told(5)))[0]["in_time"] is True
    assert rows.find_one(mine) is None and helper.get(pair)["late_days"] == 0


def test_a_visit_that_counts_for_no_planned_day_leaves_the_gap_open(here: Community):
    helper = here.volunteer()
    missed = today() - timedelta(days=5)
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[missed.weekday()]
    plan = {"rule": f"FREQ=WEEKLY;BYDAY={weekday}", "first": days_ago(30), "grace": 0, "what": ["company"]}
    pair = here.begun(helper, here.elder(), "volunteer_elder", plan=plan)
    rows = here.town.database("volunteers")
    mine = {"pair": pair.rpartition("/")[2]}
    pass_days(here.town, pair, 7)
    eventually(lambda: rows["pair_gaps"].find_one(mine))
    gap = helper.get(pair)
    confirm(here.staff, tell(helper, pair, told(6)))
    after = helper.get(pair)
    assert (after["due"], after["late_days"]) == (gap["due"], gap["late_days"])
    assert "closed_on" not in rows["pair_gaps"].find_one(mine)
    confirm(here.staff, tell(helper, pair, told(4)))
    assert rows["pair_gaps"].find_one(mine)["closed_on"] == days_ago(4)


def test_visits_in_time_are_judged_in_whatever_order_they_are_confirmed(here: Community):
    helper = here.volunteer()
    pair = here.begun(
        helper, here.elder(), "volunteer_elder", days_ago=30, plan={"interval": 7, "grace": 0, "what": ["meals"]}
    )
    first, second, third = tell(helper, pair, told(24), told(17), told(5))
    assert confirm(here.staff, [second])[0]["in_time"] is False
    assert confirm(here.staff, [first, third])[0]["in_time"] is True
    flags = {each["id"]: each["in_time"] for each in here.staff.get(f"{pair}/visits")["items"]}
    assert flags == {first: True, second: True, third: False}


def test_figures_count_by_area_and_period(town: Town):
    place = Community(town, "150504.004.001")
    district = town.person(Role.DISTRICT_STAFF, areas=("150504",))
    helper, mother = place.volunteer(), place.carer()
    with_elder = place.begun(helper, place.elder(), "volunteer_elder", days_ago=20)
    with_child = place.begun(mother, place.child(), "carer_child", days_ago=20)
    lonely, at_home = place.elder(), place.elder(alone=False)
    confirm(place.staff, tell(helper, with_elder, told(13, 30), told(8, 30)))
    confirm(place.staff, tell(mother, with_child, told(14, 60), told(3, 50)))
    helper.post(f"{with_elder}/failed-visits", {"at": noon(1), "because": "unwell"})
    period = {"area": "150504.004", "since": days_ago(20), "until": days_ago(0)}
    shown = eventually(lambda: (f := district.get("/v1/pairing/figures", **period))["total"]["gaps"] == 0 and f)
    assert shown["total"] == {
        "active": 2, "visits": 4, "minutes": 170, "failed": 1, "gaps": 0, "gaps_open": 0, "in_time": 3,
        "in_time_permille": 750,
    }  # fmt: skip
    kinds = {each["kind"]: (each["visits"], each["minutes"]) for each in shown["kinds"]}
    assert kinds == {"carer_child": (2, 110), "elder_child": (0, 0), "volunteer_elder": (2, 60)}
    assert (shown["elders_alone"], shown["elders_unpaired"]) == (2, 1)
    alone = district.get("/v1/wards", area="150504.004", kind="elder", unpaired="true")["items"]
    assert [each["id"] for each in alone] == [lonely] and at_home
    pass_days(town, with_elder, 30)
    late = eventually(lambda: (f := district.get("/v1/pairing/figures", **period))["total"]["gaps_open"] == 1 and f)
    assert late["total"]["in_time_permille"] == 600
    earlier = district.get("/v1/pairing/figures", area="150504.004", since=days_ago(20), until=days_ago(10))["total"]
    assert (earlier["visits"], earlier["minutes"], earlier["failed"]) == (2, 90, 0)
    backwards = f"/v1/pairing/figures?area=150504.004&since={days_ago(1)}&until={days_ago(2)}"
    assert district.refused("GET", backwards)["code"] == "volunteers.pairing_period"
    for path in ("figures", "gaps"):
        there = f"/v1/pairing/{path}?area=150504&since={days_ago(1)}&until={days_ago(0)}"
        there = there if path == "figures" else "/v1/pairing/gaps?area=150504"
        assert place.staff.refused("GET", there)["code"] == "outside_area"
