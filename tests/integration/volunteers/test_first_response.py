"""Teams with squads, the register of risk points and hazards, and drills, through the gateway."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.drills import DrillAnnounced
from shared.contracts.volunteers.hazards import HazardAssigned
from tests.support.ear import Ear
from tests.support.first_response import DISTRICT, Team, call_out, enrolled, on_paper, risk_point, team_list
from tests.support.shown_photos import sees, uploaded
from tests.support.town import Person, Town
from tests.support.waiting import eventually

STREET = f"{DISTRICT}.001"


@pytest.fixture(scope="module")
def team(town: Town) -> Team:
    return Team(town, f"{STREET}.001")


@pytest.fixture(scope="module")
def district(town: Town) -> Person:
    return town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))


def why_not(who: Person, method: str, path: str, body=None) -> str:
    return who.refused(method, path, body)["code"].removeprefix("volunteers.")


def test_team_is_formed_from_its_list_once(town: Town, team: Team):
    assert (team.view["members"], team.view["missing"]) == (22, 0)
    assert [squad["members"] for squad in team.view["squads"]] == [7, 7, 8]
    assert why_not(team.staff, "POST", "/v1/first-response/teams", team_list(team.community)) == "team_exists"
    assert team.view == team.staff.get(team.at)
    assert team.view["id"] in [each["id"] for each in team.staff.get("/v1/first-response/teams", area=STREET)["items"]]
    assert town.database("volunteers")["team_members"].find_one({"team": team.view["id"], "name": "王某某"}) is None


@pytest.mark.parametrize(
    ("sizes", "why"),
    [((6, 6, 6), "team_too_small"), ((10, 10, 11), "team_full"), ((10, 9, 4), "squad_too_small"), ((11, 10), "squad_full")],
)  # fmt: skip
def test_list_of_other_sizes_is_refused(district: Person, sizes: tuple[int, ...], why: str):
    assert why_not(district, "POST", "/v1/first-response/teams", team_list(f"{STREET}.009", sizes)) == why


def test_list_that_is_not_in_order_is_refused(town: Town, district: Person):
    def refused(**more) -> str:
        return why_not(district, "POST", "/v1/first-response/teams", team_list(f"{STREET}.009") | more)

    members = team_list(f"{STREET}.009")["members"]
    assert refused(members=[*members[:-1], members[0]]) == "member_twice"
    assert refused(members=[*members[:-1], {"squad": 0}]) == "nobody_named"
    assert refused(members=[*members[:-1], {"volunteer_id": "0" * 32, "squad": 2}]) == "not_found"
    assert refused(members=[*members[:-1], on_paper(1, squad=9)]) == "no_such_squad"
    assert refused(members=[row | {"place": "member"} for row in members]) == "leaderless"
    assert refused(kind="no_such_kind") == "unknown_team_kind"
    assert refused(squads=[{"name": "队", "areas": ["150599.001.001"]}]) == "outside_community"
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150599",))
    assert why_not(stranger, "POST", "/v1/first-response/teams", team_list(f"{STREET}.009")) == "outside_area"


def test_sizes_are_data(town: Town, district: Person):
    sizes = {
        "name": "小队",
        "name_en": "Small team",
        "team_least": 2,
        "team_most": 4,
        "squad_least": 2,
        "squad_most": 4,
    }
    bad = district.refused("PUT", "/v1/first-response/team-kinds/small_team", sizes | {"team_least": 5})
    assert bad["code"] == "volunteers.bad_sizes"
    district.put("/v1/first-response/team-kinds/small_team", sizes)
    kinds = {kind["kind"]: kind for kind in town.nobody().get("/v1/first-response/team-kinds")["items"]}
    assert (kinds["small_team"]["team_most"], kinds["first_response"]["squad_least"]) == (4, 5)
    small = district.post("/v1/first-response/teams", team_list(f"{STREET}.001", (2,), kind="small_team"))
    assert small["missing"] == 0


def test_roster_is_kept_by_staff_and_says_who_is_ready(town: Town, team: Team):
    ready = team.staff.get(f"{team.at}/members")
    assert (ready["members"], ready["ready"]) == (22, 22)
    paper = next(each for each in ready["items"] if "name" in each)
    assert (paper["name"], paper["phone"][:7]) == ("王**", "*" * 7)
    resting, off_duty = team.squads[2]
    resting.post("/v1/volunteers/me/rest", {"until": (datetime.now(UTC) + timedelta(days=1)).isoformat()})
    now = datetime.now(UTC) + timedelta(hours=8)
    other_day = {"weekday": (now.isoweekday() + 2) % 7 + 1, "since": "08:00", "until": "09:00"}
    off_duty.put("/v1/volunteers/me", {"area": team.community, "slots": [other_day]})
    assert team.leader is not None
    shown = team.leader.get(f"{team.at}/members")
    why = {each["volunteer_id"]: each.get("unready") for each in shown["items"] if "volunteer_id" in each}
    assert (shown["ready"], why[resting.volunteer], why[off_duty.volunteer]) == (20, "resting", "off_duty")
    assert why_not(resting, "GET", f"{team.at}/members") == "forbidden"


def test_nobody_counts_on_a_volunteer_whom_no_call_reaches(town: Town):
    community = f"{STREET}.007"
    team = Team(town, community, enrolled_each=1)
    body = {"person": uuid.uuid4().hex, "area": community}
    elder = team.staff.post("/v1/volunteers", body)["id"]
    members = team_list(f"{STREET}.008")["members"]
    rows = [*members[:-1], {"volunteer_id": elder, "squad": 2}]
    district = town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))
    listed = team_list(f"{STREET}.008") | {"members": rows}
    problem = district.refused("POST", "/v1/first-response/teams", listed)
    assert (problem["code"], problem["errors"][0]["pointer"]) == (
        "volunteers.no_number",
        f"/members/{len(rows) - 1}/volunteer_id",
    )
    at = f"{team.at}/members"
    assert why_not(team.staff, "POST", at, {"volunteer_id": elder}) == "no_number"
    roster = team.staff.get(at)
    paper = next(each for each in roster["items"] if "phone" in each)
    assert why_not(team.staff, "PUT", f"{at}/{paper['id']}/volunteer", {"volunteer_id": elder}) == "no_number"
    ready = roster["ready"]
    kept = {"$set": {"volunteer": elder}, "$unset": {"name": 1, "phone": 1, "phone_mark": 1}}
    town.database("volunteers")["team_members"].update_one({"_id": paper["id"]}, kept)
    shown = team.staff.get(at)
    why = {each["id"]: each.get("unready") for each in shown["items"]}
    assert (shown["ready"], why[paper["id"]]) == (ready - 1, "unreachable")
    raised = team.staff.post("/v1/call-outs", call_out(f"{community}.001"))
    called = {call["member_id"] for call in raised["calls"]}
    assert called and paper["id"] not in called
    team.staff.post(f"/v1/call-outs/{raised['id']}/close", {"outcome": "settled"})


def test_people_come_to_a_team_move_and_leave(town: Town):
    team = Team(town, f"{STREET}.002", enrolled_each=0)
    staff, at = team.staff, f"{team.at}/members"
    second = team.view["squads"][1]["id"]
    added = staff.post(at, on_paper(5_000_001, squad_id=second))
    assert why_not(staff, "POST", at, on_paper(5_000_001)) == "member_twice"
    assert why_not(staff, "POST", at, on_paper(5_000_002, squad_id="0" * 32)) == "no_such_squad"
    assert why_not(staff, "POST", at, {"name": "李某"}) == "nobody_named"
    for number in range(2, 4):
        staff.post(at, on_paper(5_000_001 + number, squad_id=second))
    assert why_not(staff, "POST", at, on_paper(5_000_009, squad_id=second)) == "squad_full"
    helper = enrolled(town, team.community)
    linked = staff.put(f"{at}/{added['id']}/volunteer", {"volunteer_id": helper.volunteer})
    assert (linked["volunteer_id"], "name" in linked, "phone" in linked) == (helper.volunteer, False, False)
    again = {"volunteer_id": helper.volunteer}
    assert why_not(staff, "PUT", f"{at}/{added['id']}/volunteer", again) == "linked_already"
    assert why_not(staff, "POST", at, again) == "member_twice"
    moved = staff.put(f"{at}/{added['id']}/squad", {"squad_id": team.view["squads"][0]["id"], "place": "squad_leader"})
    assert (moved["squad_id"], moved["place"]) == (team.view["squads"][0]["id"], "squad_leader")
    for number in range(5):
        staff.post(at, on_paper(5_000_010 + number))
    assert staff.get(team.at)["members"] == 30
    assert why_not(staff, "POST", at, on_paper(5_000_020)) == "team_full"
    assert staff.send("DELETE", f"{at}/{added['id']}").ok
    assert why_not(staff, "DELETE", f"{at}/{added['id']}") == "not_found"
    assert [squad["members"] for squad in staff.get(team.at)["squads"]] == [7, 9, 8]
    assert why_not(helper, "POST", f"/v1/teams/{team.view['id']}/members") == "by_roster"
    leads = {"volunteer_id": helper.volunteer}
    assert why_not(staff, "POST", f"/v1/teams/{team.view['id']}/leaders", leads) == "by_roster"
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150599",))
    assert why_not(stranger, "POST", at, on_paper(1)) == "not_found"


def test_risk_points_are_loaded_and_inspected_in_time(town: Town, team: Team, district: Person):
    area = team.community
    rows = [risk_point(f"T1-{number}", area) for number in range(5)]
    assert district.post("/v1/risk-points/lists", {"rows": rows}) == {"added": 5, "changed": 0, "unchanged": 0}
    rows[0]["level"] = "red"
    again = [*rows[:2], risk_point("T1-9", area)]
    assert district.post("/v1/risk-points/lists", {"rows": again}) == {"added": 1, "changed": 1, "unchanged": 1}
    problem = district.refused("POST", "/v1/risk-points/lists", {"rows": [rows[0], rows[0]]})
    assert problem["code"] == "volunteers.row_twice"
    elsewhere = {"rows": [risk_point("T1-1", "150599.001.001")]}
    assert why_not(district, "POST", "/v1/risk-points/lists", elsewhere) == "outside_area"
    point = next(each for each in district.get("/v1/risk-points", area=area, level="red")["items"])
    assert (point["code"], point["responsible"], point["overdue_days"]) == ("T1-0", "李**", 0)
    assert district.get("/v1/risk-points", area=area, overdue=True)["items"] == []
    late = (datetime.now(UTC) + timedelta(hours=8)).date() - timedelta(days=3)
    town.database("volunteers")["risk_points"].update_one({"_id": point["id"]}, {"$set": {"due_on": late.isoformat()}})
    (overdue,) = district.get("/v1/risk-points", area=area, overdue=True)["items"]
    assert (overdue["id"], overdue["overdue_days"]) == (point["id"], 3)

    at = f"/v1/risk-points/{point['id']}"
    outsider = enrolled(town, f"{STREET}.002")
    assert why_not(outsider, "POST", f"{at}/inspections", {}) == "not_your_risk_point"
    member = team.squads[0][1]
    seen = {"findings": "通道堆物", "hazards": [{"kind": "fire", "level": "yellow", "text": "消防通道被堵"}]}
    inspection = member.post(f"{at}/inspections", seen)
    assert (inspection["late_days"], len(inspection["hazards"])) == (3, 1)
    assert district.get(f"/v1/hazards/{inspection['hazards'][0]}")["risk_point_id"] == point["id"]
    assert district.get(at)["inspected_on"] == inspection["day"] and district.get(at)["overdue_days"] == 0
    assert [each["id"] for each in district.get(f"{at}/inspections")["items"]] == [inspection["id"]]
    assert district.post(f"{at}/retirement", {"reason": "已拆除"})["retired"] == "已拆除"
    assert why_not(member, "POST", f"{at}/inspections", {}) == "risk_point_retired"
    assert why_not(district, "POST", f"{at}/retirement", {"reason": "x"}) == "risk_point_retired"
    assert district.post("/v1/risk-points/lists", {"rows": rows[:1]})["changed"] == 1
    assert "retired" not in district.get(at)


def hazard(area: str, **more) -> dict:
    return {
        "area": area, "place": "2号楼楼道", "kind": "electricity", "level": "orange", "text": "飞线充电",
    } | more  # fmt: skip


def test_hazard_is_treated_and_verified_by_another(town: Town, team: Team):
    finder, treater = team.squads[0][1], team.squads[1][0]
    found = finder.post("/v1/hazards", hazard(team.community))
    at = f"/v1/hazards/{found['id']}"
    assert (found["state"], found["actions"]) == ("found", ["take"])
    assert why_not(finder, "POST", f"{at}/assign", {"volunteer_id": treater.volunteer}) == "forbidden"
    assert team.leader is not None
    with Ear(town.servers.broker.amqp_url, HazardAssigned.TYPE) as ear:
        team.leader.post(f"{at}/assign", {"volunteer_id": treater.volunteer, "due_on": "2027-01-31"})
        told = ear.hear(lambda event: event["subject"] == found["id"])
    assert told["data"]["accounts"] == [treater.account]
    assert why_not(finder, "POST", f"{at}/treat", {"note": "已拆除"}) == "forbidden"
    assert treater.post(f"{at}/treat", {"note": "已拆除"})["state"] == "treated"
    assert why_not(treater, "POST", f"{at}/verify", {"good": True}) == "forbidden"
    back = team.leader.post(f"{at}/verify", {"good": False, "note": "仍有一处"})
    assert (back["state"], "treated_on" in back, back["remark"]) == ("assigned", False, "仍有一处")
    treater.post(f"{at}/treat", {"note": "全部拆除"})
    assert team.leader.post(f"{at}/verify", {"good": True})["state"] == "verified"
    assert why_not(team.leader, "POST", f"{at}/verify", {"good": True}) == "not_allowed_now"

    own = team.leader.post("/v1/hazards", hazard(team.community))
    at = f"/v1/hazards/{own['id']}"
    team.leader.post(f"{at}/take")
    assert team.leader.post(f"{at}/treat", {"note": "清理"})["actions"] == []
    assert why_not(team.leader, "POST", f"{at}/verify", {"good": True}) == "own_treatment"
    assert team.staff.post(f"{at}/verify", {"good": True})["state"] == "verified"


def test_photos_of_a_hazard_are_shown_to_those_who_see_to_it(team: Team):
    finder, treater = team.squads[0][1], team.squads[1][0]
    before, useless, after = (uploaded(who) for who in (finder, treater, treater))
    found = finder.post("/v1/hazards", hazard(team.community) | {"photos": [before]})
    at = f"/v1/hazards/{found['id']}"
    eventually(lambda: sees(treater, before))
    treater.post(f"{at}/take")
    treater.post(f"{at}/treat", {"note": "已拆除", "photos": [useless]})
    eventually(lambda: sees(team.staff, useless))
    team.staff.post(f"{at}/verify", {"good": False, "note": "看不清"})
    eventually(lambda: not sees(team.staff, useless))
    treater.post(f"{at}/treat", {"note": "已拆除", "photos": [after]})
    eventually(lambda: sees(team.staff, after))
    assert sees(team.staff, before) and treater.get(at)["treatment_photos"] == [after]


def test_photos_of_an_inspection_are_shown_to_staff(team: Team, district: Person):
    district.post("/v1/risk-points/lists", {"rows": [risk_point("T7-1", team.community)]})
    points = district.get("/v1/risk-points", area=team.community)["items"]
    point = next(each["id"] for each in points if each["code"] == "T7-1")
    member, other = team.squads[0][1], team.squads[1][0]
    photo = uploaded(member)
    member.post(f"/v1/risk-points/{point}/inspections", {"findings": "正常", "photos": [photo]})
    eventually(lambda: sees(team.staff, photo))
    assert not sees(other, photo)


def test_hazard_goes_on_as_a_ticket_or_is_struck(town: Town, team: Team):
    finder = team.squads[0][1]
    found = finder.post("/v1/hazards", hazard(team.community))
    at = f"/v1/hazards/{found['id']}"
    assert why_not(finder, "POST", f"{at}/hand-over", {"ticket_id": "1" * 32}) == "forbidden"
    assert why_not(team.staff, "POST", f"{at}/hand-over", {"ticket_id": "1" * 32}) == "no_such_ticket"
    ticket = {"area": team.community, "state": "open", "ticket_version": 1, "moved_at": datetime.now(UTC), "version": 1}
    town.database("volunteers")["known_tickets"].insert_one(ticket | {"_id": "1" * 32})
    over = team.staff.post(f"{at}/hand-over", {"ticket_id": "1" * 32})
    assert (over["state"], over["ticket_id"]) == ("ticketed", "1" * 32)
    assert why_not(team.staff, "POST", f"{at}/dismiss", {"reason": "重复"}) == "not_allowed_now"
    struck = team.staff.post("/v1/hazards", hazard(team.community))
    dismissed = team.staff.post(f"/v1/hazards/{struck['id']}/dismiss", {"reason": "不属实"})
    assert (dismissed["state"], dismissed["remark"]) == ("dismissed", "不属实")
    states = [each["state"] for each in team.staff.get("/v1/hazards", area=team.community, state="ticketed")["items"]]
    assert set(states) == {"ticketed"}
    resident = town.person(Role.RESIDENT)
    assert why_not(resident, "POST", "/v1/hazards", hazard(team.community)) == "not_a_finder"
    assert why_not(finder, "POST", "/v1/hazards", hazard(team.community, shift_id="0" * 32)) == "not_found"


def test_drill_counts_how_long_people_take(town: Town, team: Team):
    soon = datetime.now(UTC) + timedelta(days=1)
    plan = {
        "team_id": team.view["id"], "kind": "fire", "title": "高层疏散演练", "place": "小区广场", "starts_at": soon.isoformat(),
    }  # fmt: skip
    member = team.squads[1][1]
    assert why_not(member, "POST", "/v1/drills", plan) == "forbidden"
    past = plan | {"starts_at": (soon - timedelta(days=2)).isoformat()}
    assert why_not(team.staff, "POST", "/v1/drills", past) == "in_the_past"
    assert team.leader is not None
    with Ear(town.servers.broker.amqp_url, DrillAnnounced.TYPE) as ear:
        drill = team.leader.post("/v1/drills", plan)
        told = ear.hear(lambda event: event["subject"] == drill["id"])["data"]
    assert (told["state"], member.account in told["accounts"], len(told["accounts"])) == ("planned", True, 6)
    at = f"/v1/drills/{drill['id']}"
    assert why_not(member, "POST", f"{at}/arrival") == "not_allowed_now"
    team.leader.post(f"{at}/alarm")
    sounded = datetime.now(UTC) - timedelta(minutes=5)
    town.database("volunteers")["drills"].update_one({"_id": drill["id"]}, {"$set": {"sounded_at": sounded}})
    assert member.post(f"{at}/arrival")["attended"] == 1
    assert member.post(f"{at}/arrival")["attended"] == 1
    assert why_not(enrolled(town, team.community), "POST", f"{at}/arrival") == "forbidden"
    roster = team.staff.get(f"{team.at}/members")["items"]
    others = [each["id"] for each in roster if "volunteer_id" not in each][:4]
    assert why_not(team.leader, "POST", f"{at}/end", {"attended": ["0" * 32]}) == "not_on_team"
    held = team.leader.post(f"{at}/end", {"attended": others, "findings": ["集合点标识不清"], "lessons": "增设指示牌"})
    assert (held["state"], held["attended"], 300 <= held["assembled_seconds"] < 330) == ("held", 5, True)
    assert why_not(team.leader, "POST", f"{at}/cancellation", {"reason": "雨"}) == "not_allowed_now"

    other = team.leader.post("/v1/drills", plan)
    team.leader.post(f"/v1/drills/{other['id']}/alarm")
    assert why_not(team.leader, "POST", f"/v1/drills/{other['id']}/end", {"attended": others}) == "time_missing"
    called_off = team.leader.post("/v1/drills", plan)
    cancelled = team.leader.post(f"/v1/drills/{called_off['id']}/cancellation", {"reason": "天气"})
    assert (cancelled["state"], cancelled["cancelled"]) == ("cancelled", "天气")
    assert called_off["id"] in [
        each["id"] for each in team.staff.get("/v1/drills", area=STREET, state="cancelled")["items"]
    ]
