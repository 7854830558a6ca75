"""Rows of a table of people: what they must be, and what is found against them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.town.households import people
from services.residents.domain.importing import CHUNK_ROWS, HEADERS_ZH, Row, chunks, entry_of, refuse_headless, rows_of
from shared.contracts.residents.imports import Column
from shared.kernel.errors import Refusal

TODAY = date(2026, 11, 21)
HEADER = [HEADERS_ZH[column] for column in Column]
HOME = next(home for home in people(100, 7) if len(home.members) > 1)


def line(**changes: str) -> list[str]:
    who = HOME.members[0]
    cells = {
        "building": HOME.building, "dwelling": HOME.dwelling, "moved_in": "2020/5/3", "role": "户主", "name": who.name,
        "sex": "女" if who.sex == "female" else "男", "birth_date": who.birth_date.strftime("%Y年%m月%d日"),
        "identity_number": who.identity_number, "phone": "11100000001",
    }  # fmt: skip
    return [str((cells | changes)[column]) for column in Column]


def one(**changes: str) -> Row:
    return rows_of(HEADER, [(2, line(**changes))])[0]


def test_good_row_says_who_lives_where_since_when():
    entry = entry_of(one(), TODAY)
    assert entry is not None
    assert (entry.relation, entry.since, entry.birth_date) == ("head", date(2020, 5, 3), HOME.members[0].birth_date)


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("name", "", "residents.import_required"),
        ("name", "9", "residents.import_bad_value"),
        ("role", "邻居", "residents.import_bad_value"),
        ("sex", "?", "residents.import_bad_value"),
        ("moved_in", "2020-02-30", "residents.import_bad_date"),
        ("moved_in", "2099-01-01", "residents.import_bad_date"),
        ("phone", "123", "residents.import_bad_value"),
        ("identity_number", "150299199001010000", "residents.bad_identity_number"),
        ("birth_date", "1990-01-01", "residents.unlike_paper"),
    ],
)
def test_finding_names_row_column_and_rule_in_both_languages(column: str, value: str, rule: str):
    row = one(**{column: value})
    assert entry_of(row, TODAY) is None
    finding = row.findings[0]
    assert (finding["row"], finding["column"], finding["rule"]) == (2, column, rule)
    assert finding["text"] and finding["text_zh"]


def test_second_row_with_the_same_paper_names_the_first():
    rows = rows_of(HEADER, [(2, line()), (3, line(name="别人"))])
    twin = next(row for row in rows if row.number == 3)
    entry_of(twin, TODAY)
    assert [finding["rule"] for finding in twin.findings] == ["residents.import_twice"]
    assert "2" in twin.findings[0]["text"]


def test_table_without_a_needed_column_is_refused():
    with pytest.raises(Refusal) as refused:
        rows_of(["姓名", "身份证号"], [])
    assert refused.value.reason.code == "residents.import_missing_column"


def test_household_without_a_head_is_refused_as_a_whole():
    rows = rows_of(HEADER, [(2, line(role="配偶"))])
    entries = {2: entry_of(rows[0], TODAY)}
    refuse_headless(rows, {number: entry for number, entry in entries.items() if entry}, False, set())
    assert [finding["rule"] for finding in rows[0].findings] == ["residents.import_no_head"]


@given(st.lists(st.integers(0, 30), max_size=400))
def test_chunks_hold_every_row_once_and_never_split_a_dwelling(dwellings: list[int]):
    rows = [Row(number, {"building": "B", "dwelling": str(place)}) for number, place in enumerate(sorted(dwellings))]
    parts = list(chunks(rows))
    assert [row for part in parts for row in part] == rows
    assert all(len({row.dwelling for row in part[CHUNK_ROWS - 1 :]}) <= 1 for part in parts)
    homes = [{row.dwelling for row in part} for part in parts]
    assert sum(map(len, homes)) == len(set().union(*homes)) if homes else not rows


@given(st.dictionaries(st.sampled_from(list(Column)), st.text(max_size=30)))
def test_whatever_a_row_holds_gives_an_entry_or_findings(cells: dict[Column, str]):
    rows = rows_of([str(column) for column in Column], [(2, [cells.get(column, "") for column in Column])])
    for row in rows:
        assert (entry_of(row, TODAY) is None) == bool(row.findings)
