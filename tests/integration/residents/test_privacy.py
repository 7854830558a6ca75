"""Privacy: masked views, reveals that are recorded, consents, a copy of one's data, being forgotten."""

import itertools
import json
import uuid
from pathlib import Path

import pytest

from shared.contracts.actor import Role
from tests.support.papers import card, identity_number
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150202.924.001.001"
PLACE = {"longitude": 112.405, "latitude": 41.005}
_rooms = itertools.count(1)


@pytest.fixture(scope="module")
def worker(town: Town):
    return town.person(Role.GRID_WORKER, areas=(town.draw_square(GRID, 112.40, 41.0),))


def admitted(town: Town, worker, name: str, relation: str | None = None, home: dict[str, str] | None = None):
    account, number = uuid.uuid4().hex, identity_number()
    resident = town.person(Role.RESIDENT, account=account)
    home = home or {"building": f"{GRID}-B01", "room": f"1-{next(_rooms)}01"}
    place = {"dwelling": home, "relation": relation} if relation else {}
    body = {"name": name, "paper": card(number), "area": GRID, "phone": "11100000055"} | place
    admission = resident.post("/v1/admissions", body)
    for candidate in worker.get(f"/v1/admissions/{admission['id']}")["candidates"]:
        different = {"person_id": candidate["person"], "decision": "different"}
        worker.post(f"/v1/admissions/{admission['id']}/duplicates", different)
    return resident, worker.post(f"/v1/admissions/{admission['id']}/admit")["person"], number, account


def test_numbers_are_unreadable_in_the_database(town: Town, worker):
    _, person, number, _ = admitted(town, worker, "尤三姐")
    stored = json.dumps(town.database("residents")["people"].find_one({"_id": person}), default=str)
    assert number not in stored and "11100000055" not in stored


def test_journal_and_events_hold_no_number(town: Town, worker):
    _, _, number, _ = admitted(town, worker, "尤二姐", "head")
    rows = [json.dumps(row, default=str) for row in town.database("residents")["journal"].find()]
    assert rows and not any(number in row or "11100000055" in row for row in rows)


def test_look_at_a_file_is_told_to_the_person(town: Town, worker):
    resident, person, number, _ = admitted(town, worker, "许仙仙")
    file = worker.post(f"/v1/people/{person}/file", {"reason": "home_visit", "note": "定期走访"})
    assert file["paper"]["number"] == f"150{'*' * 11}{number[-4:]}"
    look = resident.get("/v1/me/looks")["items"][0]
    assert (look["kind"], look["role"], look["reason"], look["note"]) == (
        "file",
        "grid_worker",
        "home_visit",
        "定期走访",
    )
    assert look["office"] == GRID and "by" not in look


def test_list_shows_names_to_those_who_work_there_and_is_no_look(town: Town, worker):
    resident, person, _, _ = admitted(town, worker, "何仙姑")
    street = town.person(Role.STREET_STAFF, areas=("150202.924",))
    names = {
        who: next(p["name"] for p in caller.post("/v1/people/search", {"name": "何仙姑"})["items"] if p["id"] == person)
        for who, caller in (("worker", worker), ("street", street))
    }
    assert names == {"worker": "何仙姑", "street": "何*"}
    assert resident.get("/v1/me/looks")["items"] == []


def test_reveal_needs_reason_and_note_and_is_recorded(town: Town, worker):
    resident, person, number, _ = admitted(town, worker, "吕洞宾")
    path = f"/v1/people/{person}/reveal"
    assert worker.refused("POST", path, {"fields": ["paper"], "reason": "casework"})["errors"][0]["pointer"] == "/note"
    shown = worker.post(path, {"fields": ["paper", "phone"], "reason": "benefit_check", "note": "低保复核"})
    assert (shown["paper"], shown["phone"]) == (number, "11100000055")
    look = resident.get("/v1/me/looks")["items"][0]
    assert (look["kind"], look["fields"]) == ("reveal", ["paper", "phone"])


@pytest.mark.parametrize("path", ["file", "reveal"])
def test_file_of_another_area_does_not_exist(town: Town, worker, path):
    _, person, _, _ = admitted(town, worker, "施大有")
    stranger = town.person(Role.GRID_WORKER, areas=("150202.925",))
    body = {"reason": "casework", "note": "x"} | ({"fields": ["paper"]} if path == "reveal" else {})
    assert stranger.refused("POST", f"/v1/people/{person}/{path}", body)["code"] == "not_found"


def test_consent_is_kept_with_its_text_and_can_be_withdrawn(town: Town):
    resident = town.person(Role.RESIDENT)
    given = {"purpose": "care_monitoring", "text_version": "2026-03"}
    resident.post("/v1/me/consents", given)
    resident.post("/v1/me/consents", given | {"text_version": "2026-09"})
    resident.post("/v1/me/consents/care_monitoring/withdraw")
    items = resident.get("/v1/me/consents")["items"]
    assert [(i["text_version"], "withdrawn_at" in i) for i in items] == [("2026-09", True), ("2026-03", True)]
    again = resident.refused("POST", "/v1/me/consents/care_monitoring/withdraw")
    assert again["code"] == "residents.not_consented"


def signed_in(town: Town, phone: str) -> Person:
    """Somebody with an account of their own."""
    town.nobody().post("/v1/sign-in/codes", {"phone": phone})
    sent = Path(town.suite.environment["LINLI_RUN_DIR"]) / "sms.jsonl"

    def code() -> str | None:
        lines = sent.read_text().splitlines() if sent.exists() else []
        return next((sms["code"] for line in lines if (sms := json.loads(line))["phone"].endswith(phone)), None)

    tokens = town.nobody().post("/v1/sign-in/phone", {"phone": phone, "code": eventually(code)})
    return Person(town.url, tokens["access_token"])


def reported(resident):
    body = {"category": "water", "text": "楼道漏水", "point": PLACE}
    response = resident.send("POST", "/v1/tickets", body)
    return response.json() if response.status_code == 201 else None


def test_export_collects_what_every_service_keeps(town: Town, worker):
    resident, number = signed_in(town, "11109240001"), identity_number()
    admission = resident.post("/v1/admissions", {"name": "张果老", "paper": card(number), "area": GRID})
    worker.post(f"/v1/admissions/{admission['id']}/admit")
    eventually(lambda: reported(resident))
    export = resident.post("/v1/me/exports")
    assert (export["state"], export["missing"], export["parts"]) == (
        "collecting",
        ["identity", "tickets", "volunteers"],
        {},
    )
    path = f"/v1/me/exports/{export['id']}"
    ready = eventually(lambda: (e := resident.get(path))["state"] == "ready" and e)
    assert ready["parts"]["residents"]["person"]["paper"]["number"] == number
    assert ready["parts"]["identity"]["account"]["phone"].endswith("11109240001")
    assert [t["text"] for t in ready["parts"]["tickets"]["tickets"]] == ["楼道漏水"]
    assert town.person(Role.RESIDENT).refused("GET", path)["code"] == "not_found"


def test_erasure_forgets_everywhere_and_names_what_is_kept(town: Town, worker):
    resident, person, _, account = admitted(town, worker, "蓝采和", "head")
    ticket = eventually(lambda: reported(resident))
    assert resident.refused("POST", "/v1/me/erasure", {"confirm": False})["code"] == "residents.not_confirmed"
    told = resident.post("/v1/me/erasure", {"confirm": True})
    assert {"name", "paper", "phone"} <= set(told["erased"])
    assert {item["what"] for item in told["kept"]} == {"admissions", "stays"}
    left = town.database("residents")["people"].find_one({"_id": person})
    assert (left["name"], left["state"]) == ("*", "erased") and not {"paper", "paper_mark", "phone", "account"} & set(
        left
    )
    assert resident.refused("GET", "/v1/me/person")["code"] == "residents.not_admitted"
    assert worker.refused("POST", f"/v1/people/{person}/file", {"reason": "casework"})["code"] == "not_found"
    tickets = town.database("tickets")["tickets"]
    eventually(lambda: tickets.find_one({"_id": ticket["id"]})["reporter"] == "erased")
    assert tickets.count_documents({"reporter": account}) == 0


def test_head_hands_over_before_being_forgotten(town: Town, worker):
    home = {"building": f"{GRID}-B02", "room": "1-101"}
    head, *_ = admitted(town, worker, "曹国舅", "head", home)
    admitted(town, worker, "曹国昌", "child", home)
    assert head.refused("POST", "/v1/me/erasure", {"confirm": True})["code"] == "residents.headless"
    assert head.get("/v1/me/person")["name"] == "曹国舅"


def test_copy_is_for_those_who_are_not_admitted_too(town: Town, worker):
    resident = town.person(Role.RESIDENT)
    resident.post("/v1/me/consents", {"purpose": "statistics", "text_version": "1"})
    export = resident.post("/v1/me/exports")
    part = resident.get(f"/v1/me/exports/{export['id']}")["parts"]["residents"]
    assert "person" not in part and [c["purpose"] for c in part["consents"]] == ["statistics"]
