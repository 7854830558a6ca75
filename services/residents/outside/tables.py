"""Tables as people send them: CSV in UTF-8 or GBK, XLSX workbooks."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

import openpyxl
from eventlet import tpool
from openpyxl.utils.exceptions import InvalidFileException

from shared.contracts.residents.imports import MOST_ROWS, NO_ROWS, NOT_A_TABLE, TOO_MANY_ROWS, TableKind
from shared.kernel.errors import Refusal

UNPACKED = 200_000_000
"""Bytes that a workbook may have when unpacked."""
WIDEST = 60
"""Columns that are looked at."""
LONGEST = 400
"""Characters of a cell that are kept; no field takes so many."""


@dataclass(frozen=True)
class Table:
    """`lines` are numbered as a spreadsheet shows them, the header being line 1."""

    kind: TableKind
    encoding: str | None
    header: list[str]
    lines: list[tuple[int, list[str]]]


def read_aside(content: bytes) -> Table | Refusal:
    """`read` in a thread, so that nobody waits for a large workbook; gives the refusal instead of raising it."""
    found: Any = tpool.execute(_read_or_refusal, content)
    return found


def _read_or_refusal(content: bytes) -> Table | Refusal:
    try:
        return read(content)
    except Refusal as refusal:
        return refusal


def read(content: bytes) -> Table:
    """Refuses what is no table, has no rows or more than 50,000."""
    if content.startswith(b"PK\x03\x04"):
        kind, encoding, lines = TableKind.XLSX, None, _workbook(content)
    else:
        text, encoding = _text(content)
        kind, lines = TableKind.CSV, _csv(text)
    try:
        taken = list(islice(enumerate(lines, start=1), MOST_ROWS + 2))
    except (csv.Error, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise NOT_A_TABLE() from error
    if len(taken) > MOST_ROWS + 1:
        raise TOO_MANY_ROWS(limit=MOST_ROWS)
    if len(taken) < 2:
        raise NO_ROWS()
    return Table(kind, encoding, taken[0][1], taken[1:])


def _text(content: bytes) -> tuple[str, str]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text, "utf-8" if encoding == "utf-8-sig" else "gbk"
    raise NOT_A_TABLE()


def _csv(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
        yield [cell[:LONGEST] for cell in line[:WIDEST]]


def _workbook(content: bytes) -> Iterator[list[str]]:
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
        if sum(part.file_size for part in packed.infolist()) > UNPACKED:
            raise NOT_A_TABLE()
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise NOT_A_TABLE() from error
    sheet = book.worksheets[0] if book.worksheets else None
    if sheet is None:
        raise NOT_A_TABLE()
    for line in sheet.iter_rows(max_col=WIDEST, values_only=True):
        yield _cells(line)


def _cells(line: Sequence[object]) -> list[str]:
    return [_cell(value)[:LONGEST] for value in line]


def _cell(value: object) -> str:
    """As people read it: dates as ISO dates, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
