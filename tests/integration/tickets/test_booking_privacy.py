"""Somebody who has booked asks for a copy, or to be forgotten: visits stay in the figures, names and homes go."""

import uuid
from itertools import count

import pytest

from shared.contracts.actor import Role
from tests.support.home_services import act, book, draw_grids, home, let_days_pass, offer, plan, slots
from tests.support.papers import card, identity_number
from tests.support.town import Town
from tests.support.waiting import eventually

COMMUNITY = "150403.021.001"
GRID = f"{COMMUNITY}.001"
_rooms = count(1)


@pytest.fixture(scope="module")
def host(town: Town):
    draw_grids(town, {GRID: (103.0, 30.2)})
    return town.person(Role.COMMUNITY_STAFF, Role.GRID_WORKER, areas=(COMMUNITY,))


def admitted(town: Town, host):
    account = uuid.uuid4().hex
    resident = town.person(Role.RESIDENT, account=account)
    dwelling = {"building": f"{GRID}-H01", "room": f"1-{next(_rooms)}01"}
    body = {"name": "蓝采和", "paper": card(identity_number()), "area": GRID, "dwelling": dwelling, "relation": "head"}
    admission = eventually(lambda: (reply := resident.send("POST", "/v1/admissions", body)).ok and reply.json())
    for candidate in host.get(f"/v1/admissions/{admission['id']}")["candidates"]:
        different = {"person_id": candidate["person"], "decision": "different"}
        host.post(f"/v1/admissions/{admission['id']}/duplicates", different)
    host.post(f"/v1/admissions/{admission['id']}/admit")
    return resident, account


def test_copy_of_ones_data_holds_the_bookings_with_contact(town: Town, host):
    resident, _ = admitted(town, host)
    mine = home(GRID, note="换水龙头")
    book(resident, plan(host, offer(host, COMMUNITY)), mine)
    asked = resident.post("/v1/me/exports")
    part = eventually(lambda: resident.get(f"/v1/me/exports/{asked['id']}")["parts"].get("tickets"))
    [told] = part["bookings"]
    assert told["contact"] == mine["contact"] | {"note": "换水龙头"}
    assert told["state"] == "booked"


def test_forgotten_customer_gives_up_what_is_open_and_past_visits_still_count(town: Town, host):
    resident, account = admitted(town, host)
    neighbour = town.person(Role.RESIDENT)
    service = offer(host, COMMUNITY)
    over, ahead = plan(host, service, capacity=1), plan(host, service, capacity=1)
    visited = book(resident, over, home(GRID))
    let_days_pass(town, over, 5)
    act(host, visited, "report", outcome="done", note="完成", minutes=15, taken_fen=500)
    act(resident, visited, "object", reason="蓝采和不满意")
    act(host, visited, "report", outcome="done", note="返工", minutes=15, taken_fen=500)
    act(resident, visited, "confirm", stars=5, comment="蓝采和很满意")
    book(resident, ahead, home(GRID))
    waiting = book(neighbour, ahead, home(GRID), or_wait=True)
    resident.post(f"/v1/home-services/{service['id']}/bookings", home(GRID))
    before = host.get("/v1/bookings/figures", area=COMMUNITY, service_id=service["id"])
    resident.post("/v1/me/erasure", {"confirm": True})
    bookings = town.database("tickets")["bookings"]
    eventually(lambda: bookings.count_documents({"account": account}) == 0)
    assert not [row for row in bookings.find() if account in str(row) or "蓝采和" in str(row)]
    assert neighbour.get(f"/v1/bookings/{waiting['id']}")["state"] == "booked"
    assert slots(host, ahead) == [(0, 0)]
    assert host.get(f"/v1/home-services/{service['id']}")["asked"] == 0
    after = host.get("/v1/bookings/figures", area=COMMUNITY, service_id=service["id"])
    assert after | {"cancelled": 0, "booked": 0, "services": 0, "parts": 0} == before | {
        "cancelled": 0, "booked": 0, "services": 0, "parts": 0,
    }  # fmt: skip
    assert (before["booked"], after["booked"], after["cancelled"]) == (2, 2, 1)
    assert "contact" not in host.get(f"/v1/bookings/{visited['id']}")


def test_forgotten_worker_leaves_the_report(town: Town, host):
    worker, account = admitted(town, host)
    staff = town.person(Role.RESIDENT, Role.GRID_WORKER, account=account, areas=(GRID,))
    round_ = plan(host, offer(host, COMMUNITY))
    booking = book(staff, round_, home(GRID), on_behalf={})
    let_days_pass(town, round_, 5)
    act(staff, booking, "report", outcome="done", note="完成", minutes=15)
    worker.post("/v1/me/erasure", {"confirm": True})
    bookings = town.database("tickets")["bookings"]
    eventually(lambda: account not in str(bookings.find_one({"_id": booking["id"]})))
    assert host.get(f"/v1/bookings/{booking['id']}")["report"]["minutes"] == 15
