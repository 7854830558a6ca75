"""Tables as files."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import IO, Any

from openpyxl import Workbook

from shared.contracts.tickets.exports import SheetFormat
from shared.kernel.clock import SHANGHAI

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets take Chinese in a CSV for something else."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Rows = Iterable[Sequence[Any]]


def write_csv(heads: Sequence[str], rows: Rows, file: IO[bytes]) -> None:
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    text.detach()


def write_xlsx(heads: Sequence[str], rows: Rows, file: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Linli")
    sheet.append(list(heads))
    for row in rows:
        sheet.append([cell(value) for value in row])
    book.save(file)


WRITERS: dict[SheetFormat, Callable[[Sequence[str], Rows, IO[bytes]], None]] = {
    SheetFormat.CSV: write_csv,
    SheetFormat.XLSX: write_xlsx,
}


def cell(value: Any) -> Any:
    """Moments as clocks in Shanghai show them; no text that a spreadsheet would run as a formula."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
