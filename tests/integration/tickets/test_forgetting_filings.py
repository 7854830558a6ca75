"""Somebody who has filed, asked and voted asks for a copy, and to be forgotten: figures and votes stay, the rest goes."""

import uuid

import pytest

from shared.contracts.actor import Role
from tests.support.papers import card, identity_number
from tests.support.town import Town
from tests.support.waiting import eventually

DISTRICT = "150420"
COMMUNITY = f"{DISTRICT}.008.001"
GRID = f"{COMMUNITY}.001"
SECRET = "我家的秘密情况"
ITEM = {
    "area": DISTRICT,
    "name": "临时救助",
    "name_en": "Relief",
    "department": "民政局",
    "places": ["app"],
    "working_days": 3,
    "form": [{"name": "reason", "title": "理由", "title_en": "Reason", "json_schema": '{"type": "string"}'}],
}


@pytest.fixture(scope="module")
def worker(town: Town):
    return town.person(Role.GRID_WORKER, areas=(town.draw_square(GRID, 104.8, 30.8), COMMUNITY))


def admitted(town: Town, worker):
    account = uuid.uuid4().hex
    resident = town.person(Role.RESIDENT, account=account)
    home = {"building": f"{GRID}-B01", "room": "1-101"}
    body = {"name": "韩湘子", "paper": card(identity_number()), "area": GRID, "dwelling": home, "relation": "head"}
    admission = eventually(lambda: (reply := resident.send("POST", "/v1/admissions", body)).ok and reply.json())
    worker.post(f"/v1/admissions/{admission['id']}/admit")
    return resident, account


def test_applicant_gets_a_copy_and_is_forgotten_while_the_figures_stay(town: Town, worker):
    resident, account = admitted(town, worker)
    district = town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))
    item = uuid.uuid4().hex[:12]
    district.put(f"/v1/e-services/{item}", ITEM)
    body = {"item": item, "area": COMMUNITY, "form": {"reason": SECRET}, "submit": True}
    filing = eventually(lambda: (reply := resident.send("POST", "/v1/filings", body)).ok and reply.json())
    question = resident.post("/v1/policy-questions", {"area": COMMUNITY, "text": SECRET})
    step = {"text": "打开小程序", "text_en": "Open the app"}
    guide = district.post(
        "/v1/guides", {"area": DISTRICT, "topic": "relief", "title": "救助", "title_en": "Relief", "steps": [step]}
    )
    resident.put(f"/v1/guides/{guide['id']}/my-vote", {"helpful": True})

    export = resident.post("/v1/me/exports")
    parts = eventually(lambda: resident.get(f"/v1/me/exports/{export['id']}")["parts"].get("tickets"))
    assert str(parts).count(SECRET) == 2 and guide["id"] in str(parts)

    resident.post("/v1/me/erasure", {"confirm": True})
    tickets = town.database("tickets")
    eventually(lambda: tickets.filings.count_documents({"filer": account}) == 0)
    kept = tickets.filings.find_one({"_id": filing["id"]})
    assert "sealed" not in kept and kept["state"] == "withdrawn" and account not in str(kept)
    assert tickets.policy_questions.find_one({"_id": question["id"]}) is None
    assert tickets.guide_votes.count_documents({"account": account}) == 0
    assert district.get(f"/v1/guides/{guide['id']}")["helpful"] == 1
    figures = district.get("/v1/filings/figures", area=DISTRICT, item=item)
    assert (figures["filed"], figures["withdrawn"], figures["decided"]) == (1, 1, 0)
