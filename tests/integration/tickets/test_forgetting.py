"""Somebody who has taken part asks for a copy, or to be forgotten: counts stay, names go."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from tests.support.papers import card, identity_number
from tests.support.town import Town
from tests.support.waiting import eventually

GRID = "150202.614.001.001"
AREA = "150202.614.001"


@pytest.fixture(scope="module")
def worker(town: Town):
    return town.person(Role.GRID_WORKER, areas=(town.draw_square(GRID, 114.6, 41.0), AREA))


def admitted(town: Town, worker):
    account = uuid.uuid4().hex
    resident = town.person(Role.RESIDENT, account=account)
    home = {"building": f"{GRID}-B01", "room": "1-101"}
    body = {"name": "韩湘子", "paper": card(identity_number()), "area": GRID, "dwelling": home, "relation": "head"}
    admission = eventually(lambda: (reply := resident.send("POST", "/v1/admissions", body)).ok and reply.json())
    worker.post(f"/v1/admissions/{admission['id']}/admit")
    return resident, account


def test_supporter_voter_and_attendee_is_forgotten_and_still_counts(town: Town, worker):
    resident, account = admitted(town, worker)
    topic = worker.post("/v1/topics", {"area": AREA, "kind": "family", "title": "楼道", "text": "堆物"})
    resident.post(f"/v1/topics/{topic['id']}/second")
    for action in ("agree", "debate"):
        worker.post(f"/v1/topics/{topic['id']}/{action}")
    resident.post(f"/v1/topics/{topic['id']}/statements", {"text": "清理"})
    closes_at = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    vote = worker.post("/v1/votes", {
        "area": AREA, "question": "清理？", "options": ["是", "否"], "closes_at": closes_at, "rules": {"basis": "owner"},
        "roll": [{"household": "1-101", "account": account, "owner": "韩湘子"}],
    })  # fmt: skip
    resident.post(f"/v1/votes/{vote['id']}/cast", {"choices": [1]})
    plan = {
        "area": AREA,
        "kind": "council",
        "place": "厅",
        "starts_at": "2026-01-01T10:00:00Z",
        "agenda": [{"title": "楼道"}],
    }
    session = worker.post("/v1/sittings", plan)
    resident.post(f"/v1/sittings/{session['id']}/attend", {"capacity": "owner"})
    resident.post("/v1/me/erasure", {"confirm": True})
    tickets = town.database("tickets")
    eventually(lambda: tickets["vote_papers"].count_documents({"accounts": account}) == 0)
    for name in ("topics", "secondings", "statements", "vote_papers", "sessions"):
        assert not [
            row for row in tickets[name].find({"_id": {"$regex": ""}}) if account in str(row) or "韩湘子" in str(row)
        ]
    assert worker.get(f"/v1/topics/{topic['id']}")["seconds"] == 1
    assert worker.post(f"/v1/votes/{vote['id']}/close")["result"]["options"][0]["votes"] == 1
    assert len(worker.get(f"/v1/sittings/{session['id']}")["attendees"]) == 1


def test_same_supporter_at_once_counts_once(town: Town, worker):
    topic = worker.post("/v1/topics", {"area": AREA, "kind": "family", "title": "楼道", "text": "堆物"})
    supporter = uuid.uuid4().hex
    people = [town.person(Role.RESIDENT, account=supporter) for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda who: who.send("POST", f"/v1/topics/{topic['id']}/second"), people))
    assert sorted({reply.status_code for reply in replies}) == [200, 409]
    assert sum(reply.status_code == 200 for reply in replies) == 1
    assert worker.get(f"/v1/topics/{topic['id']}")["seconds"] == 1
