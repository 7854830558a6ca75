"""Tables to take away: matters or figures as CSV or XLSX, written in the background, with progress."""

from enum import StrEnum

from pydantic import Base64Bytes, Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import AreaPath, Command, Count, Id, Moment, Value, Version, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.figures import Day, FigureRow
from shared.contracts.tickets.sessions import WRONG_PERIOD
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, ErrorCode


class Sheet(StrEnum):
    """Matters: one row each, without words and persons of reporters. Figures: the table that `GET /figures` shows."""

    MATTERS = "matters"
    FIGURES = "figures"


class SheetFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class ExportState(StrEnum):
    WAITING = "waiting"
    WRITING = "writing"
    READY = "ready"
    FAILED = "failed"


class ExportFields(Value):
    sheet: Sheet = Sheet.MATTERS
    format: SheetFormat = SheetFormat.CSV
    area: AreaPath
    since: Day
    until: Day = Field(description="the last day, included")
    by: FigureRow | None = Field(None, description="rows of the figures")


class StartExport(ExportFields, Command):
    pass


class GetExport(Command):
    export_id: Id


class GetExportPart(GetExport):
    offset: int = Field(0, ge=0, le=2**40, description="bytes")


class ExportView(ExportFields, View):
    id: Id
    state: ExportState
    done: Count = Field(description="rows written so far")
    total: Count = Field(description="rows that there are to write")
    size: Count = Field(0, description="bytes of the file, once it is ready")
    asked_at: Moment
    kept_until: Moment
    version: Version


class ExportPart(View):
    """Some of the file; the next part begins behind it."""

    content: Base64Bytes
    size: Count
    format: SheetFormat


TOO_MANY_ROWS = ErrorCode(
    "tickets.too_many_rows",
    422,
    "There are {rows} rows; {most} go into one file. Ask for a shorter period.",
    "共 {rows} 行，单个文件最多 {most} 行，请缩短时间范围。",
)
NOT_READY = ErrorCode("tickets.export_not_ready", 409, "The file is not written yet.", "文件尚未生成。")
READERS = frozenset({*STAFF, Role.AUDITOR})

START_EXPORT = Op(
    "start_export", POST("/figures/exports", 202), StartExport, ExportView, READERS,
    "Have a table written as CSV or XLSX", errors=(OUTSIDE_AREA, WRONG_PERIOD, TOO_MANY_ROWS),
)  # fmt: skip
GET_EXPORT = Op(
    "get_export", GET("/figures/exports/{export_id}"), GetExport, ExportView, READERS,
    "How far a table is written", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
GET_EXPORT_PART = Op(
    "get_export_part", None, GetExportPart, ExportPart, READERS, "Some of a table's file", writes=False,
    errors=(NOT_FOUND, NOT_READY), deadline=15,
)  # fmt: skip

OPERATIONS = (START_EXPORT, GET_EXPORT, GET_EXPORT_PART)
EVENTS = ()
