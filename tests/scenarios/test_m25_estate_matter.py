"""A blocked cesspit: from a neighbour to the estate's branch, to the community, to the works department and the property
firm, all on one matter."""

import pytest

from shared.contracts.actor import Role
from tests.support.desks import act, look, refused, somebody
from tests.support.town import Town

GRID, COMMUNITY = "150406.301.001.001", "150406.301.001"
WEST, SOUTH = 106.0, 30.12
PLACE = {"longitude": WEST + 0.005, "latitude": SOUTH + 0.005}
WORKS, FIRM = "住房和城乡建设局", "幸福物业公司"


@pytest.fixture(scope="module", autouse=True)
def ground(town: Town) -> str:
    return town.draw_square(GRID, WEST, SOUTH)


def test_cesspit_goes_from_neighbour_to_branch_community_department_and_firm_on_one_matter(town: Town):
    neighbour = town.person(Role.RESIDENT)
    branch_head, works_account, firm_account = somebody(), somebody(), somebody()
    branch = town.person(Role.GRID_WORKER, areas=(GRID,), account=branch_head)
    community = town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,), account=somebody())
    works = town.person(Role.DISTRICT_STAFF, areas=("150498",), account=works_account)
    firm = town.person(Role.PARTNER, account=firm_account)

    report = {"category": "sewage", "text": "三号楼化粪池堵塞，污水外溢", "point": PLACE, "extra": {"indoors": False}}
    ticket = neighbour.post("/v1/tickets", report)
    assert (ticket["desk"], ticket["track"], ticket["ticket_class"]) == (GRID, "simple", "utility")
    assert "promised_at" in ticket

    act(branch, ticket, "lead", name="小区党支部书记")
    given = act(branch, ticket, "hand-over", desk=COMMUNITY, note="管网权属不清，请社区协调")
    assert given["promised_at"] == ticket["promised_at"]
    act(community, ticket, "accept")
    tasks = [
        {"unit": WORKS, "task": "查清管网走向并疏通主管", "account": works_account, "working_days": 2},
        {"unit": FIRM, "task": "清掏化粪池并消毒", "account": firm_account, "working_days": 1},
    ]
    meeting = act(community, ticket, "convene", units=tasks, note="请住建局与物业到场", place="社区议事厅")
    assert meeting["led_by"] == "小区党支部书记"
    path = f"/v1/joint-meetings/{meeting['id']}"
    held = branch.post(path + "/hold", {"minutes": "主管归住建局，支管和化粪池归物业", "present": [WORKS, FIRM]})
    assert [each["present"] for each in held["units"]] == [True, True]

    assert refused(branch, ticket, "finish", note="已疏通")["code"] == "tickets.tasks_open"
    (for_works,) = works.get("/v1/joint-tasks")["items"]
    works.post(f"/v1/joint-tasks/{for_works['id']}/done", {"note": "主管已疏通"})
    (for_firm,) = firm.get("/v1/joint-tasks")["items"]
    assert look(firm, ticket)["text"] == report["text"]
    firm.post(f"/v1/joint-tasks/{for_firm['id']}/pause", {"reason": "waiting_for_parts", "note": "等吸粪车"})
    firm.post(f"/v1/joint-tasks/{for_firm['id']}/resume")
    firm.post(f"/v1/joint-tasks/{for_firm['id']}/done", {"note": "已清掏消毒"})
    act(branch, ticket, "finish", note="化粪池已清掏，主管已疏通")

    rated = act(neighbour, ticket, "rate", stars=5)
    assert rated["state"] == "closed"
    assert [step["action"] for step in rated["history"]] == [
        "open", "lead", "hand_over", "accept", "convene", "finish", "rate",
    ]  # fmt: skip
    ended = community.get(path)["tasks"]
    assert [(task["unit"], task["state"], task["result"]) for task in ended] == [
        (WORKS, "done", "主管已疏通"), (FIRM, "done", "已清掏消毒"),
    ]  # fmt: skip
    (listed,) = town.nobody().get("/v1/board", area=GRID)["items"]
    assert (listed["number"], listed["state"], listed["responsible"]) == (ticket["number"], "closed", "小区党支部书记")
