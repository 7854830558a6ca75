"""Tables as CSV and XLSX, with progress."""

import csv
import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town
from tests.support.waiting import eventually

DISTRICT = "150414"
GRID = f"{DISTRICT}.001.001.001"
WEST, SOUTH = 113.5, 30.0
MATTERS = 7
TODAY = datetime.now(SHANGHAI).date().isoformat()


@pytest.fixture(scope="module")
def numbers(town: Town) -> list[str]:
    town.draw_square(GRID, WEST, SOUTH)
    resident = town.person(Role.RESIDENT)
    body = {"category": "noise", "text": "=秘密的话", "point": {"longitude": WEST + 0.005, "latitude": SOUTH + 0.005}}
    return [resident.post("/v1/tickets", body)["number"] for _ in range(MATTERS)]


@pytest.fixture
def staff(town: Town, numbers: list[str]) -> Person:
    return town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))


def asked(person: Person, **fields) -> dict:
    return person.post("/v1/figures/exports", {"area": DISTRICT, "since": TODAY, "until": TODAY} | fields)


def ready(person: Person, export: dict) -> dict:
    def look() -> dict | None:
        found = person.get(f"/v1/figures/exports/{export['id']}")
        return found if found["state"] == "ready" else None

    return eventually(look)


def file_of(person: Person, export: dict) -> bytes:
    answer = person.send("GET", f"/v1/figures/exports/{export['id']}/file")
    assert answer.ok, answer.text
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.content


def test_matters_come_as_csv_without_words_of_reporters(staff: Person, numbers: list[str]):
    export = asked(staff)
    assert (export["state"], export["total"], export["done"]) == ("waiting", MATTERS, 0)
    written = ready(staff, export)
    content = file_of(staff, export)
    assert (written["done"], written["size"]) == (MATTERS, len(content))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["number"] for row in rows] == numbers
    assert "秘密" not in content.decode()


def test_matters_come_as_xlsx(staff: Person, numbers: list[str]):
    export = asked(staff, format="xlsx")
    ready(staff, export)
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(staff, export))).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == numbers


def test_figures_come_as_a_table_with_the_total_last(staff: Person):
    query = {"area": DISTRICT, "since": TODAY, "until": TODAY, "by": "category"}
    eventually(lambda: staff.get("/v1/figures", **query)["total"]["opened"] == MATTERS)
    export = asked(staff, sheet="figures", by="category")
    ready(staff, export)
    rows = list(csv.DictReader(io.StringIO(file_of(staff, export).decode("utf-8-sig"))))
    assert [(row["key"], row["opened"]) for row in rows] == [("noise", str(MATTERS)), ("", str(MATTERS))]


def test_writing_that_broke_off_is_begun_anew_and_given_up_after_a_few_times(town: Town, staff: Person):
    exports = town.database("tickets")["table_exports"]
    export = asked(staff)
    ready(staff, export)
    exports.update_one({"_id": export["id"]}, {"$set": {"state": "writing", "done": 3, "attempts": 1}})
    assert ready(staff, export)["done"] == MATTERS
    exports.update_one({"_id": export["id"]}, {"$set": {"state": "writing", "attempts": 3}})
    eventually(lambda: staff.get(f"/v1/figures/exports/{export['id']}")["state"] == "failed")
    assert staff.refused("GET", f"/v1/figures/exports/{export['id']}/file")["code"] == "tickets.export_not_ready"


def test_table_is_there_for_who_asked_alone_and_for_a_week(town: Town, staff: Person):
    export = asked(staff)
    ready(staff, export)
    other = town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))
    assert other.refused("GET", f"/v1/figures/exports/{export['id']}")["code"] == "not_found"
    assert other.refused("GET", f"/v1/figures/exports/{export['id']}/file")["code"] == "not_found"
    long_ago = datetime.now(UTC) - timedelta(seconds=1)
    town.database("tickets")["table_exports"].update_one({"_id": export["id"]}, {"$set": {"kept_until": long_ago}})
    assert staff.refused("GET", f"/v1/figures/exports/{export['id']}")["code"] == "not_found"


def test_bad_requests_are_refused(town: Town, staff: Person):
    body = {"area": DISTRICT, "since": TODAY, "until": TODAY}
    assert staff.refused("POST", "/v1/figures/exports", body | {"area": "150499"})["code"] == "outside_area"
    assert (
        staff.refused("POST", "/v1/figures/exports", body | {"until": "2020-01-01"})["code"] == "tickets.wrong_period"
    )
    assert staff.refused("POST", "/v1/figures/exports", body | {"format": "pdf"})["code"] == "invalid"
    assert staff.refused("GET", f"/v1/figures/exports/{'0' * 32}/file")["code"] == "not_found"
    assert staff.refused("GET", "/v1/figures/exports/x/file")["code"] == "invalid"
