"""Hard matters: units meet under one lead, and each unit's task has a clock of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from services.tickets.domain.work_calendar import OFFICE_HOURS
from shared.contracts.actor import Role
from shared.contracts.tickets.joint import JointMeetingHeld
from tests.support.ageing import age
from tests.support.desks import Desks, act, look, refused, somebody
from tests.support.ear import Ear
from tests.support.town import Person, Town
from tests.support.waiting import eventually

WORKS, FIRM = "住房和城乡建设局", "物业公司"


@pytest.fixture(scope="module")
def desks(town: Town) -> Desks:
    found = Desks(town, 10)
    assert found.grid
    return found


@pytest.fixture
def lead(desks: Desks) -> Person:
    return desks.worker(somebody())


def units(**accounts: str) -> list[dict]:
    given = {"works": (WORKS, "查明排水管线"), "firm": (FIRM, "清掏化粪池")}
    return [
        {"unit": unit, "task": task} | ({"account": accounts[name]} if name in accounts else {})
        for name, (unit, task) in given.items()
    ]


def convened(desks: Desks, lead: Person, category: str = "illegal_building", **accounts: str) -> tuple[dict, dict]:
    """A matter, and the meeting on it."""
    ticket = desks.reported(category)
    act(lead, ticket, "accept")
    return ticket, act(lead, ticket, "convene", units=units(**accounts), note="涉及多个单位")


def hold(person: Person, meeting: dict, present: tuple[str, ...] = (WORKS, FIRM)) -> dict:
    return person.post(f"/v1/joint-meetings/{meeting['id']}/hold", {"minutes": "议定分工", "present": list(present)})


def task_of(meeting: dict, unit: str) -> dict:
    return next(task for task in meeting["tasks"] if task["unit"] == unit)


def step(person: Person, task: dict, action: str, **body) -> dict:
    return person.post(f"/v1/joint-tasks/{task['id']}/{action}", body)


def refused_step(person: Person, task: dict, action: str, **body) -> dict:
    return person.refused("POST", f"/v1/joint-tasks/{task['id']}/{action}", body)


def names(view: dict) -> list[str]:
    return [each["action"] for each in view["actions"]]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_meeting_is_held_and_the_matter_finished_when_every_task_is_ended(desks: Desks, lead: Person, town: Town):
    works = town.person(Role.DISTRICT_STAFF, account=(account := somebody()), areas=("150499",))
    ticket, meeting = convened(desks, lead, works=account)
    assert (look(lead, ticket)["state"], meeting["state"]) == ("joint", "convened")
    assert [(each["unit"], each.get("present")) for each in meeting["units"]] == [(WORKS, None), (FIRM, None)]
    assert refused(lead, ticket, "finish", note="好了")["code"] == "tickets.no_meeting"
    with Ear(town.servers.broker.amqp_url, JointMeetingHeld.TYPE) as ear:
        held = hold(lead, meeting, (WORKS,))
        told = ear.hear(lambda event: event["subject"] == meeting["id"])
    assert (told["audience"], told["data"]["units"], told["data"]["present"]) == ("partner", 2, 1)
    assert held["minutes"] == "议定分工"
    assert [(each["unit"], each["present"]) for each in held["units"]] == [(WORKS, True), (FIRM, False)]
    problem = refused(lead, ticket, "finish", note="好了")
    assert (problem["status"], problem["code"], problem["count"]) == (409, "tickets.tasks_open", 2)
    assert problem["errors"][0]["pointer"] == "/open_tasks_reason"
    mine = works.get("/v1/joint-tasks")["items"]
    assert [task["id"] for task in mine] == [task_of(meeting, WORKS)["id"]]
    assert look(works, ticket)["actions"] == []
    done = step(works, mine[0], "done", note="管线已查明")
    assert (done["state"], done["result"], done["overdue"]) == ("done", "管线已查明", False)
    failed = step(lead, task_of(meeting, FIRM), "fail", note="公司已退出")
    assert (failed["state"], failed["result"]) == ("failed", "公司已退出")
    assert act(lead, ticket, "finish", note="已拆除")["state"] == "done"


def test_first_who_took_it_on_leads_the_meeting(desks: Desks):
    first, second = desks.worker(somebody()), desks.at_community(somebody())
    ticket = desks.reported("illegal_building")
    act(first, ticket, "lead", name="首接人")
    act(first, ticket, "hand-over", desk=desks.community, note="x")
    act(second, ticket, "accept")
    meeting = act(second, ticket, "convene", units=units(), note="x")
    assert (meeting["led_by"], look(second, ticket)["responsible"]) == ("首接人", "首接人")
    path = f"/v1/joint-meetings/{meeting['id']}/hold"
    assert second.refused("POST", path, {"minutes": "x", "present": []})["code"] == "forbidden"
    assert hold(first, meeting)["state"] == "held"


def test_first_whom_the_citizen_disagreed_with_does_not_lead(desks: Desks, town: Town):
    first, second, resident = desks.worker(somebody()), desks.at_community(somebody()), town.person(Role.RESIDENT)
    ticket = desks.reported("rubbish", by=resident)
    act(first, ticket, "accept")
    act(first, ticket, "finish", note="好了")
    act(resident, ticket, "disagree", reason="没好")
    meeting = act(second, ticket, "convene", units=units(), note="联合解决")
    assert hold(second, meeting)["state"] == "held"


def test_convening_makes_it_a_hard_matter_and_says_so(desks: Desks, lead: Person):
    ticket, _ = convened(desks, lead, "rubbish")
    seen = look(lead, ticket)
    assert seen["track"] == "hard"
    assert [(each["before"], each["after"]) for each in seen["track_changes"]] == [("simple", "hard")]


def test_task_has_the_categorys_time_for_meetings_or_the_days_given(desks: Desks, lead: Person):
    ticket = desks.reported("illegal_building")
    given = units()
    given[1]["working_days"] = 3
    meeting = act(lead, ticket, "convene", units=given, note="x")
    began = moment(meeting["convened_at"])
    usual, short = task_of(meeting, WORKS), task_of(meeting, FIRM)
    assert (usual["limit"]["minutes"], short["limit"]["minutes"]) == (15 * 480, 3 * 480)
    assert moment(usual["due"]) == OFFICE_HOURS.add(began, 15 * 480 * 60)
    assert moment(short["due"]) == OFFICE_HOURS.add(began, 3 * 480 * 60)


def test_pause_of_a_task_adds_to_its_time_and_assigning_starts_it_again(desks: Desks, lead: Person):
    _, meeting = convened(desks, lead)
    task = task_of(meeting, FIRM)
    paused = step(lead, task, "pause", reason="waiting_for_parts", note="等设备")
    assert paused["state"] == "paused" and "due" not in paused
    assert refused_step(lead, task, "done", note="x")["code"] == "not_allowed_now"
    age(desks.town, "joint_tasks", task["id"], timedelta(days=70))
    resumed = step(lead, task, "resume")
    stood = resumed["pauses"][0]
    pause = moment(stood["until"]) - moment(stood["since"])
    assert pause > timedelta(days=69) and moment(resumed["due"]) > datetime.now(UTC)
    account = somebody()
    assigned = step(lead, task, "assign", account=account, unit="市政公司", note="改由市政负责")
    assert (assigned["unit"], assigned["account"]) == ("市政公司", account)
    log = assigned["log"]
    assert [each["action"] for each in log] == ["given", "pause", "resume", "assign"]
    assert moment(assigned["due"]) == OFFICE_HOURS.add(moment(log[-1]["at"]), 15 * 480 * 60)
    assert refused_step(lead, task, "assign", note="x")["code"] == "tickets.nothing_assigned"


def test_late_task_goes_up_to_the_next_desk_and_its_clock_starts_again(desks: Desks, lead: Person):
    ticket, meeting = convened(desks, lead)
    task = task_of(meeting, WORKS)
    assert task["desk"] == desks.grid
    for desk in (desks.community, desks.street, desks.district):
        age(desks.town, "joint_tasks", task["id"], timedelta(days=40))
        later = eventually(
            lambda desk=desk: (seen := lead.get(f"/v1/joint-tasks/{task['id']}"))["desk"] == desk and seen
        )
        assert (later["state"], later["overdue"], later["log"][-1]["action"]) == ("in_hand", False, "escalate")
    log = desks.at_district().get(f"/v1/tickets/{ticket['id']}/escalations")["items"]
    assert [(each["task"], each["clock"], each["to_desk"]) for each in reversed(log)] == [
        (task["id"], "task", desk) for desk in (desks.community, desks.street, desks.district)
    ]
    age(desks.town, "joint_tasks", task["id"], timedelta(days=40))
    chief = desks.at_district()

    def flagged() -> dict | None:
        newest = chief.get(f"/v1/tickets/{ticket['id']}/escalations")["items"][0]
        return newest if newest["at_top"] else None

    assert eventually(flagged)["from_desk"] == desks.district
    late = chief.get("/v1/joint-tasks", area=desks.district, overdue="true")["items"]
    assert task["id"] in [each["id"] for each in late] and all(each["overdue"] for each in late)
    assert step(chief, task, "done", note="区里督办完成")["state"] == "done"
    assert look(lead, ticket)["desk"] == desks.grid


def test_open_tasks_are_left_only_with_a_reason_and_by_whoever_has_it_in_hand(desks: Desks, lead: Person):
    ticket, meeting = convened(desks, lead)
    hold(lead, meeting)
    colleague = desks.worker()
    problem = refused(colleague, ticket, "finish", note="好了", open_tasks_reason="不需要了")
    assert (problem["status"], problem["code"]) == (403, "tickets.leader_only")
    finished = act(lead, ticket, "finish", note="好了", open_tasks_reason="已另行解决")
    assert finished["state"] == "done"
    tasks = lead.get(f"/v1/joint-meetings/{meeting['id']}")["tasks"]
    assert {(task["state"], task["result"]) for task in tasks} == {("dropped", "已另行解决")}
    assert refused_step(lead, tasks[0], "done", note="x")["code"] == "not_allowed_now"


def test_matter_that_was_taken_up_keeps_its_tasks_and_ends_with_the_next_owner(desks: Desks, lead: Person):
    ticket, meeting = convened(desks, lead)
    hold(lead, meeting)
    age(desks.town, "tickets", ticket["id"], timedelta(days=60))
    eventually(lambda: look(lead, ticket)["desk"] == desks.community)
    chief = desks.at_community(somebody())
    act(chief, ticket, "accept")
    assert refused(chief, ticket, "finish", note="x")["count"] == 2
    assert act(chief, ticket, "finish", note="x", open_tasks_reason="由社区另行处理")["state"] == "done"


def test_tasks_of_a_declined_matter_are_dropped_when_they_are_due(desks: Desks, lead: Person):
    ticket, meeting = convened(desks, lead)
    age(desks.town, "tickets", ticket["id"], timedelta(days=60))
    eventually(lambda: look(lead, ticket)["desk"] == desks.community)
    act(desks.at_community(), ticket, "decline", reason="不属实")
    task = task_of(meeting, FIRM)
    age(desks.town, "joint_tasks", task["id"], timedelta(days=60))
    eventually(lambda: lead.get(f"/v1/joint-tasks/{task['id']}")["state"] == "dropped")
    problem = lead.refused("POST", f"/v1/joint-meetings/{meeting['id']}/tasks", {"unit": WORKS, "task": "再查"})
    assert (problem["status"], problem["code"]) == (409, "not_allowed_now")


def test_further_task_and_second_holding(desks: Desks, lead: Person):
    _, meeting = convened(desks, lead)
    path = f"/v1/joint-meetings/{meeting['id']}"
    more = lead.post(path + "/tasks", {"unit": "城市管理局", "task": "清运", "working_days": 2})
    assert [task["unit"] for task in more["tasks"]] == [WORKS, FIRM, "城市管理局"]
    unknown = lead.refused("POST", path + "/hold", {"minutes": "x", "present": ["气象局"]})
    assert (unknown["code"], unknown["errors"][0]["pointer"]) == ("tickets.no_such_unit", "/present/0")
    hold(lead, meeting, ("城市管理局",))
    again = lead.refused("POST", path + "/hold", {"minutes": "x", "present": []})
    assert (again["code"], again["allowed"]) == ("not_allowed_now", ["add_task"])
    for number in range(37):
        lead.post(path + "/tasks", {"unit": f"单位{number}", "task": "配合"})
    assert lead.refused("POST", path + "/tasks", {"unit": "x", "task": "y"})["code"] == "tickets.too_many_tasks"


def test_whom_it_is_about_gets_no_task_and_sees_no_meeting(desks: Desks):
    accused = somebody()
    ticket = desks.reported("property", against=accused)
    chief = desks.at_community(somebody())
    meeting = act(chief, ticket, "convene", units=units(), note="x")
    task = task_of(meeting, WORKS)
    added = chief.refused(
        "POST", f"/v1/joint-meetings/{meeting['id']}/tasks", {"unit": "x", "task": "y", "account": accused}
    )
    assert added["code"] == "tickets.complained_about"
    assert refused_step(chief, task, "assign", account=accused, note="x")["code"] == "tickets.complained_about"
    themselves = desks.at_district(accused)
    assert themselves.refused("GET", f"/v1/joint-meetings/{meeting['id']}")["code"] == "not_found"
    assert themselves.refused("GET", f"/v1/joint-tasks/{task['id']}")["code"] == "not_found"
    assert refused_step(themselves, task, "done", note="x")["code"] == "not_found"
    assert task["id"] not in [each["id"] for each in themselves.get("/v1/joint-tasks", area=desks.grid)["items"]]


def test_meetings_and_tasks_are_for_those_who_have_a_part(desks: Desks, lead: Person, town: Town):
    account = somebody()
    ticket, meeting = convened(desks, lead, firm=account)
    firm = town.person(Role.PARTNER, account=account)
    task = task_of(meeting, FIRM)
    assert firm.get(f"/v1/joint-meetings/{meeting['id']}")["actions"] == []
    assert names(firm.get(f"/v1/joint-tasks/{task['id']}")) == ["done", "fail", "pause"]
    assert "text" in look(firm, ticket)
    other = task_of(meeting, WORKS)
    assert refused_step(firm, other, "done", note="x")["code"] == "forbidden"
    for stranger in (town.person(Role.PARTNER), Desks(town, 11).worker()):
        assert stranger.refused("GET", f"/v1/joint-meetings/{meeting['id']}")["code"] == "not_found"
        assert stranger.refused("GET", f"/v1/tickets/{ticket['id']}/joint-meetings")["code"] == "not_found"
        assert refused_step(stranger, task, "done", note="x")["code"] == "not_found"
    assert town.person(Role.RESIDENT).refused("GET", f"/v1/joint-meetings/{meeting['id']}")["status"] == 403
    assert [each["id"] for each in lead.get(f"/v1/tickets/{ticket['id']}/joint-meetings")["items"]] == [meeting["id"]]
    assert lead.refused("GET", f"/v1/joint-meetings/{'0' * 32}")["code"] == "not_found"
    assert lead.refused("GET", f"/v1/joint-tasks/{'0' * 32}")["code"] == "not_found"
    assert lead.refused("GET", f"/v1/joint-tasks?area={desks.district}")["code"] == "outside_area"
    assert lead.refused("GET", "/v1/joint-tasks?cursor=x")["code"] == "bad_cursor"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"units": []}, "/units"),
        ({"units": [{"unit": "x", "task": "y", "working_days": 61}]}, "/units/0/working_days"),
        ({"units": [{"unit": "x", "task": "y", "working_days": 0}]}, "/units/0/working_days"),
        ({"units": [{"unit": "x"}]}, "/units/0/task"),
        ({"units": [{"unit": "x", "task": "y"}] * 21}, "/units"),
        ({"meets_at": "2026-11-22T10:00:00"}, "/meets_at"),
    ],
)
def test_wrong_convening_is_refused_with_the_field(desks: Desks, lead: Person, wrong: dict, pointer: str):
    ticket = desks.reported("illegal_building")
    problem = refused(lead, ticket, "convene", **({"units": units(), "note": "x"} | wrong))
    assert (problem["status"], problem["errors"][0]["pointer"]) == (422, pointer)


def test_meeting_cannot_be_convened_twice_at_once_nor_with_an_old_version(desks: Desks, lead: Person):
    ticket, meeting = convened(desks, lead)
    assert refused(lead, ticket, "convene", units=units(), note="x")["code"] == "not_allowed_now"
    hold(lead, meeting)
    stale = lead.refused(
        "POST", f"/v1/joint-tasks/{task_of(meeting, WORKS)['id']}/done", {"note": "x"}, headers={"If-Match": '"9"'}
    )
    assert (stale["status"], stale["code"]) == (412, "stale_version")


def test_figures_count_meetings_and_tasks_by_area_and_period(town: Town):
    desks, other = Desks(town, 12), Desks(town, 13)
    lead = desks.worker(somebody())
    meetings = [convened(desks, lead)[1] for _ in range(3)]
    hold(lead, meetings[0])
    step(lead, task_of(meetings[0], WORKS), "done", note="好")
    convened(other, other.worker())
    figures = desks.at_street().get("/v1/joint-meetings/figures", area=desks.street)
    assert (figures["meetings"], figures["held"], figures["tasks"], figures["overdue"]) == (3, 1, 6, 0)
    states = {each["state"]: each["count"] for each in figures["states"]}
    assert (states["in_hand"], states["done"]) == (5, 1)
    assert [(part["area"], part["meetings"]) for part in figures["parts"]] == [(desks.community, 3)]
    whole = town.person(Role.AUDITOR).get("/v1/joint-meetings/figures", area=desks.district)
    counts = {part["area"]: part["meetings"] for part in whole["parts"]}
    assert (counts[desks.street], counts[other.street]) == (3, 1)
    path = f"/v1/joint-meetings/figures?area={desks.street}"
    assert desks.at_street().get(path + "&until=2026-01-01")["meetings"] == 0
    assert (
        desks.at_street().refused("GET", path + "&since=2026-02-01&until=2026-01-01")["code"] == "tickets.wrong_period"
    )
    assert other.at_street().refused("GET", path)["code"] == "outside_area"
