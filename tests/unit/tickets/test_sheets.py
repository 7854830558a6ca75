"""Tables as files, read again by others' readers."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest

from services.tickets.domain.sheets import WRITERS, cell
from shared.contracts.tickets.exports import SheetFormat

HEADS = ("number", "opened_at", "note", "stars")
ROWS = [
    ["261122-AAAA-AAAA", datetime(2026, 11, 21, 17, 0, tzinfo=UTC), '已修好,"两处"\n换了灯', 5],
    ["261122-BBBB-BBBB", None, "=1+1", None],
]


def read(form: SheetFormat) -> list[list]:
    file = io.BytesIO()
    WRITERS[form](HEADS, iter(ROWS), file)
    if form is SheetFormat.CSV:
        assert file.getvalue().startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(file).active
    return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("form", SheetFormat)
def test_table_is_read_again_as_it_was_written(form: SheetFormat):
    assert read(form) == [
        list(HEADS),
        ["261122-AAAA-AAAA", "2026-11-22 01:00:00", '已修好,"两处"\n换了灯', "5"],
        ["261122-BBBB-BBBB", "", "'=1+1", ""],
    ]


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@x", "\tx"])
def test_text_that_a_spreadsheet_would_run_is_quoted(text: str):
    assert cell(text) == f"'{text}"
