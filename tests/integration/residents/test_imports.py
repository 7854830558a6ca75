"""A table of people: tried, confirmed, written, told about."""

import base64
import csv
import io
from typing import Any

import openpyxl
import pytest

from infra.town.households import Household, people
from services.residents.domain.importing import HEADERS_ZH
from shared.contracts.actor import Role
from shared.contracts.residents.imports import Column
from tests.support.town import Town
from tests.support.waiting import eventually

COMMUNITY = "150202.936.001"
GRID = f"{COMMUNITY}.001"
BUILDING = f"{GRID}-B01"


@pytest.fixture(scope="module")
def community(town: Town) -> str:
    town.draw_square(GRID, 113.2, 41.0)
    building = {
        "address": "测试路1号",
        "storeys": 30,
        "units": 4,
        "landing": 4,
        "point": {"longitude": 113.205, "latitude": 41.005},
    }
    town.person(Role.OPS).put(f"/v1/buildings/{BUILDING}", building)
    return COMMUNITY


@pytest.fixture
def clerk(town: Town, community: str):
    return town.person(Role.COMMUNITY_STAFF, areas=(community,))


def rooms():
    return (f"{unit}-{floor}{door:02d}" for unit in range(1, 5) for floor in range(1, 31) for door in range(1, 5))


def table(size: int, seed: int, unit: int) -> list[list[str]]:
    """Header and rows of made-up households in one unit of the building."""
    free = (room for room in rooms() if room.startswith(f"{unit}-"))
    lines = [[HEADERS_ZH[column] for column in Column]]
    for home, room in zip(people(size, seed), free, strict=False):
        lines += rows_of(home, room)
    return lines


def rows_of(home: Household, room: str) -> list[list[str]]:
    return [
        [
            BUILDING,
            room,
            "2021-03-04",
            who.role,
            who.name,
            who.sex,
            who.birth_date.isoformat(),
            who.identity_number,
            who.phone or "",
        ]
        for who in home.members
    ]


def as_csv(lines: list[list[str]], encoding: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode(encoding)


def as_xlsx(lines: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in lines:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(clerk, content: bytes, filename: str = "people.csv"):
    return clerk.post("/v1/imports", {"filename": filename, "content": base64.b64encode(content).decode()})


def reached(clerk, started, *states: str) -> Any:
    def now():
        found = clerk.get(f"/v1/imports/{started['id']}")
        return found if found["state"] in states else None

    return eventually(now, 60)


def tried(clerk, content: bytes) -> Any:
    return reached(clerk, upload(clerk, content), "checked", "unreadable")


def people_in(town: Town, lines: list[list[str]]) -> int:
    names = [line[4] for line in lines[1:]]
    return town.database("residents")["people"].count_documents({"area": GRID, "name": {"$in": names}})


def test_upload_is_tried_and_writes_nothing_until_it_is_confirmed(town: Town, clerk):
    lines = table(40, 11, 1)
    checked = tried(clerk, as_csv(lines, "utf-8-sig"))
    assert (checked["rows"], checked["rejected"], checked["encoding"]) == (40, 0, "utf-8")
    assert people_in(town, lines) == 0
    clerk.post(f"/v1/imports/{checked['id']}/confirm")
    applied = reached(clerk, checked, "applied")
    assert (applied["added"], applied["known"], applied["applied"]) == (40, 0, 40)
    assert people_in(town, lines) == 40
    again = tried(clerk, as_csv(lines, "gb18030"))
    clerk.post(f"/v1/imports/{again['id']}/confirm")
    repeated = reached(clerk, again, "applied")
    assert (repeated["encoding"], repeated["added"], repeated["known"]) == ("gbk", 0, 40)


def test_workbook_is_read_and_findings_name_row_column_and_rule(clerk):
    lines = table(12, 12, 2)
    lines[2][7] = "150299199001010000"
    lines[3][0] = "150202.936.001.001-B99"
    checked = tried(clerk, as_xlsx(lines))
    assert checked["kind"] == "xlsx"
    findings = clerk.get(f"/v1/imports/{checked['id']}/findings", limit=100)["items"]
    told = {(finding["row"], finding["column"], finding["rule"]) for finding in findings}
    assert (3, "identity_number", "residents.bad_identity_number") in told
    assert (4, "building", "residents.import_unknown_building") in told
    assert all(finding["text"] and finding["text_zh"] for finding in findings)


def test_rejected_rows_are_downloaded_as_csv_with_reasons(clerk):
    lines = table(6, 13, 3)
    lines[1][4] = "=1+1"
    checked = tried(clerk, as_csv(lines, "utf-8"))
    file = clerk.get(f"/v1/imports/{checked['id']}/rejected")
    told = list(csv.reader(io.StringIO(base64.b64decode(file["content"]).decode("utf-8-sig"))))
    assert len(told) == checked["rejected"] + 1
    assert told[1][4] == "'=1+1"
    assert "residents.import_bad_value" in told[1][-1]


def test_somebody_registered_elsewhere_is_not_registered_twice(clerk):
    lines = table(3, 14, 4)
    first = tried(clerk, as_csv(lines, "utf-8"))
    clerk.post(f"/v1/imports/{first['id']}/confirm")
    reached(clerk, first, "applied")
    for line in lines[1:]:
        line[1] = "4-3004"
    second = tried(clerk, as_csv(lines, "utf-8"))
    rules = {finding["rule"] for finding in clerk.get(f"/v1/imports/{second['id']}/findings")["items"]}
    assert "residents.import_lives_elsewhere" in rules
    assert second["rejected"] == second["rows"]


def test_clerk_of_another_community_may_not_write_here(town: Town, community: str):
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150202.901.001",))
    checked = tried(stranger, as_csv(table(2, 15, 4), "utf-8"))
    rules = {finding["rule"] for finding in stranger.get(f"/v1/imports/{checked['id']}/findings")["items"]}
    assert rules == {"residents.import_outside_area"}


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"PK\x03\x04broken", b"a,b\n1,2\n", b""])
def test_what_is_no_table_of_people_is_unreadable_and_says_why(clerk, content: bytes):
    checked = tried(clerk, content)
    assert checked["state"] == "unreadable"
    assert checked["problem"] and checked["problem_zh"]


def test_import_is_confirmed_once_and_only_by_who_uploaded_it(town: Town, clerk, community: str):
    checked = tried(clerk, as_csv(table(2, 16, 4), "utf-8"))
    other = town.person(Role.COMMUNITY_STAFF, areas=(community,))
    assert other.refused("GET", f"/v1/imports/{checked['id']}")["code"] == "not_found"
    clerk.post(f"/v1/imports/{checked['id']}/cancel")
    assert clerk.refused("POST", f"/v1/imports/{checked['id']}/confirm")["code"] == "not_allowed_now"


def test_template_holds_all_columns_in_either_language(clerk):
    file = clerk.get("/v1/imports/template", language="zh")
    header = base64.b64decode(file["content"]).decode("utf-8-sig").strip()
    assert header == ",".join(HEADERS_ZH.values())
