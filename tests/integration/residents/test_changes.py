"""Change requests: who may ask, who agrees in which order, and that nothing changes before."""

import itertools
import uuid
from datetime import datetime

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.papers import card, identity_number
from tests.support.pictures import picture
from tests.support.town import Town
from tests.support.waiting import eventually

GRID = "150202.923.001.001"
NEXT_GRID = "150202.923.001.002"
COMMUNITY = "150202.923.001"
TODAY = datetime.now(SHANGHAI).date().isoformat()
_rooms = itertools.count(1)


@pytest.fixture(scope="module")
def grids(town: Town) -> tuple[str, str]:
    return town.draw_square(GRID, 112.30, 41.0), town.draw_square(NEXT_GRID, 112.32, 41.0)


@pytest.fixture(scope="module")
def worker(town: Town, grids):
    return town.person(Role.GRID_WORKER, areas=(GRID,))


@pytest.fixture(scope="module")
def neighbour_worker(town: Town, grids):
    return town.person(Role.GRID_WORKER, areas=(NEXT_GRID,))


@pytest.fixture(scope="module")
def community(town: Town, grids):
    return town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,))


def dwelling(grid: str = GRID) -> dict[str, str]:
    return {"building": f"{grid}-B01", "room": f"1-{next(_rooms)}01"}


def admitted(town: Town, worker, name: str, home: dict[str, str], relation: str):
    """Somebody with an account who lives in that dwelling."""
    resident = town.person(Role.RESIDENT, account=uuid.uuid4().hex)
    body = {"name": name, "paper": card(identity_number()), "area": GRID, "dwelling": home, "relation": relation}
    admission = resident.post("/v1/admissions", body)
    return resident, worker.post(f"/v1/admissions/{admission['id']}/admit")["person"]


def asked(resident, **fields):
    return resident.post("/v1/changes", fields)


def shown(change, field):
    return next((d.get("before"), d["after"]) for d in change["differences"] if d["field"] == field)


def test_identity_changes_once_grid_worker_and_community_have_agreed(town: Town, worker, community):
    resident, _ = admitted(town, worker, "钱大有", dwelling(), "head")
    change = asked(resident, identity={"name": "钱大友", "phone": "11100000088"})
    assert [(v["role"], v["area"]) for v in change["validations"]] == [("grid_worker", GRID), ("community_staff", GRID)]
    assert (shown(change, "name"), shown(change, "phone")) == (("钱大有", "钱大友"), (None, "111****0088"))
    path = f"/v1/changes/{change['id']}"
    assert community.refused("POST", f"{path}/validate")["code"] == "residents.not_your_turn"
    assert change["id"] in [c["id"] for c in worker.get("/v1/changes", limit=100)["items"]]
    worker.post(f"{path}/validate")
    assert resident.get("/v1/me/person")["name"] == "钱大有"
    assert worker.refused("POST", f"{path}/validate")["code"] == "residents.not_your_turn"
    done = community.post(f"{path}/validate", {"note": "户口本已核对"})
    assert (done["state"], [step["action"] for step in done["history"]]) == (
        "applied",
        ["request", "validate", "apply"],
    )
    mine = resident.get("/v1/me/person")
    assert (mine["name"], mine["phone"]) == ("钱大友", "111****0088")


def test_photo_of_the_papers_is_shown_to_those_who_have_a_say(town: Town, worker, community, neighbour_worker):
    resident, _ = admitted(town, worker, "钱小有", dwelling(), "head")
    sent = {"photo": ("card.png", picture(kind="PNG"), "image/png")}
    photo = resident.send("POST", "/v1/photos", files=sent).json()["id"]
    asked(resident, identity={"name": "钱晓有"}, photos=[photo])
    for who in (worker, community):
        eventually(lambda who=who: who.send("GET", f"/v1/photos/{photo}").status_code == 200)
    assert neighbour_worker.send("GET", f"/v1/photos/{photo}").status_code == 404


def test_paper_that_another_person_has_is_refused_at_once(town: Town, worker):
    number = identity_number()
    worker.post("/v1/people", {"name": "冯远征", "paper": card(number), "area": GRID})
    resident, _ = admitted(town, worker, "陈道明", dwelling(), "head")
    problem = resident.refused("POST", "/v1/changes", {"identity": {"paper": card(number)}})
    assert problem["code"] == "residents.known_already"


def test_member_asks_for_the_household_and_a_stranger_may_not(town: Town, worker):
    home = dwelling()
    resident, head = admitted(town, worker, "褚大山", home, "head")
    _, child = admitted(town, worker, "褚小山", home, "child")
    stranger, _ = admitted(town, worker, "卫青青", dwelling(), "head")
    body = {"person": child, "household": {"step": "leave", "on": TODAY}}
    assert stranger.refused("POST", "/v1/changes", body)["code"] == "residents.not_of_the_household"
    change = asked(resident, **body)
    assert resident.refused("POST", "/v1/changes", body)["code"] == "residents.change_pending"
    applied = worker.post(f"/v1/changes/{change['id']}/validate")
    assert applied["state"] == "applied"
    assert [m["person"] for m in resident.get("/v1/me/household")["members"]] == [head]


def test_change_that_cannot_be_applied_stays_pending_and_changes_nothing(town: Town, worker):
    home = dwelling()
    resident, head = admitted(town, worker, "蒋大山", home, "head")
    admitted(town, worker, "蒋小山", home, "child")
    change = asked(resident, household={"step": "leave", "on": TODAY})
    refused = worker.refused("POST", f"/v1/changes/{change['id']}/validate")
    assert refused["code"] == "residents.headless"
    assert resident.get(f"/v1/changes/{change['id']}")["state"] == "pending"
    assert head in [m["person"] for m in resident.get("/v1/me/household")["members"]]


def test_household_goes_to_another_grid_once_both_grids_agree(town: Town, worker, neighbour_worker):
    resident, person = admitted(town, worker, "沈万山", dwelling(), "head")
    change = asked(resident, grid={"area": NEXT_GRID, "dwelling": dwelling(NEXT_GRID)})
    path = f"/v1/changes/{change['id']}"
    assert neighbour_worker.refused("POST", f"{path}/validate")["code"] == "residents.not_your_turn"
    worker.post(f"{path}/validate")
    assert resident.get("/v1/me/person")["area"] == GRID
    neighbour_worker.post(f"{path}/validate")
    assert (resident.get("/v1/me/person")["area"], resident.get("/v1/me/household")["area"]) == (NEXT_GRID, NEXT_GRID)
    assert person in [p["id"] for p in neighbour_worker.get("/v1/people", area=NEXT_GRID)["items"]]


def test_rejection_needs_a_reason_and_withdrawal_is_the_applicants(town: Town, worker):
    resident, _ = admitted(town, worker, "韩大有", dwelling(), "head")
    change = asked(resident, identity={"name": "韩小有"})
    path = f"/v1/changes/{change['id']}"
    assert worker.refused("POST", f"{path}/withdraw")["code"] == "forbidden"
    worker.post(f"{path}/reject", {"reason": "缺少证明"})
    assert resident.get(path)["reason"] == "缺少证明"
    again = asked(resident, identity={"name": "韩小有"})
    assert resident.post(f"/v1/changes/{again['id']}/withdraw")["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "residents.one_kind"),
        ({"identity": {"name": "杨一"}, "grid": {"area": NEXT_GRID}}, "residents.one_kind"),
        ({"identity": {}}, "residents.no_change"),
        ({"household": {"step": "join", "on": "2026-01-01"}}, "residents.missing_in_change"),
        ({"grid": {"area": NEXT_GRID}}, "residents.missing_in_change"),
        ({"grid": {"area": "150202.923.001.099", "dwelling": {"building": "x", "room": "1"}}}, "residents.not_a_grid"),
    ],
)
def test_request_that_makes_no_sense_is_refused(town: Town, worker, body, code):
    resident, _ = admitted(town, worker, "杨大有", dwelling(), "head")
    assert resident.refused("POST", "/v1/changes", body)["code"] == code


def test_staff_ask_for_somebody_without_a_phone_and_do_not_agree_to_it_themselves(town: Town, worker, community):
    home = dwelling()
    _, head = admitted(town, worker, "朱大有", home, "head")
    change = community.post("/v1/changes", {"applicant": head, "identity": {"name": "朱小有"}})
    path = f"/v1/changes/{change['id']}"
    worker.post(f"{path}/validate")
    assert community.refused("POST", f"{path}/validate")["code"] == "forbidden"
    colleague = town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,))
    assert colleague.post(f"{path}/validate")["state"] == "applied"
