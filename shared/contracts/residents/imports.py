"""Imports: people and households from a table, tried first and written after somebody has confirmed."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Base64Bytes, Field, StringConstraints

from shared.contracts.actor import OFFICE
from shared.contracts.model import Command, Count, Event, Id, Moment, Page, PageQuery, ShortText, Version, View
from shared.contracts.operation import GET, POST, Op
from shared.kernel.errors import NOT_ALLOWED_NOW, NOT_FOUND, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

MOST_BYTES = 5_000_000
MOST_ROWS = 50_000


class Column(StrEnum):
    """The columns of the table; its header names them in English or in Chinese."""

    BUILDING = "building"
    DWELLING = "dwelling"
    MOVED_IN = "moved_in"
    ROLE = "role"
    NAME = "name"
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"


class ImportState(StrEnum):
    """`unreadable` is no table of people; `checked` waits for somebody to confirm."""

    UPLOADED = "uploaded"
    UNREADABLE = "unreadable"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    CANCELLED = "cancelled"


class TableKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class StartImport(Command):
    """A CSV file (UTF-8 or GBK) or an XLSX workbook of at most 5 MB, in Base64. The kind is told by the content."""

    filename: ShortText
    content: Annotated[Base64Bytes, Field(max_length=MOST_BYTES)]


class ImportAction(Command):
    import_id: Id


class GetImport(ImportAction):
    pass


class ListImports(PageQuery):
    """The caller's own, newest first."""

    state: ImportState | None = None


class ListFindings(PageQuery):
    import_id: Id


class ConfirmImport(ImportAction):
    """Writes the rows that nothing was found against; the others are left out and can be downloaded."""


class CancelImport(ImportAction):
    pass


class GetRejectedRows(ImportAction):
    pass


class GetImportTemplate(Command):
    language: Literal["zh", "en"] = "zh"


class ImportView(View):
    """How far it is: `read`, then `checked`, then `applied` of `rows`."""

    id: Id
    filename: str
    state: ImportState
    kind: TableKind | None = None
    encoding: str | None = None
    rows: Count
    checked: Count
    applied: Count = Field(description="rows that were gone through when writing")
    added: Count = Field(description="people who were registered")
    known: Count = Field(description="people who were registered in this dwelling already")
    rejected: Count = Field(description="rows that something was found against")
    problem: str | None = Field(None, description="why the file could not be read")
    problem_zh: str | None = None
    uploaded_at: Moment
    finished_at: Moment | None = None
    version: Version


class ImportPage(Page[ImportView]):
    pass


class FindingView(View):
    """What speaks against a row: in which row (the header is row 1) and column, by which rule."""

    row: Count
    column: Column
    rule: Annotated[str, StringConstraints(max_length=60)]
    text: str
    text_zh: str


class FindingPage(Page[FindingView]):
    pass


class FileView(View):
    """A file to be kept under `filename`."""

    filename: str
    media_type: str
    content: Base64Bytes


class ImportFinished(Event):
    TYPE: ClassVar[str] = "residents.import.finished.v1"

    import_id: Id
    added: Count
    known: Count
    rejected: Count


REQUIRED = ErrorCode("residents.import_required", 422, "This must be filled in.", "此项必填。")
BAD_VALUE = ErrorCode("residents.import_bad_value", 422, "This is not valid here.", "填写内容无效。")
BAD_DATE = ErrorCode(
    "residents.import_bad_date",
    422,
    "This is not a date such as 2020-05-31, or it lies ahead.",
    "日期无效，应如 2020-05-31 且不晚于今日。",
)
UNKNOWN_BUILDING = ErrorCode("residents.import_unknown_building", 422, "There is no such building.", "楼栋编码不存在。")
UNKNOWN_DWELLING = ErrorCode(
    "residents.import_unknown_dwelling", 422, "The building has no such dwelling.", "该楼栋没有此房号。"
)
FOREIGN_BUILDING = ErrorCode(
    "residents.import_outside_area",
    422,
    "The building lies outside of your area of duty.",
    "该楼栋不在您的负责范围内。",
)
TWICE_IN_FILE = ErrorCode(
    "residents.import_twice", 422, "The same paper stands in row {row} already.", "与第 {row} 行证件号码重复。"
)
LIVES_ELSEWHERE = ErrorCode(
    "residents.import_lives_elsewhere",
    422,
    "This person is registered in another dwelling.",
    "该居民已登记在其他住址。",
)
LIKE_SOMEBODY = ErrorCode(
    "residents.import_like_somebody",
    422,
    "This may be one of {count} people who are registered; a person must decide.",
    "疑似与已登记的 {count} 人重复，须人工核对。",
)
NO_HEAD = ErrorCode(
    "residents.import_no_head",
    422,
    "The dwelling has no household yet, and no valid row of a head.",
    "该住址尚无住户，且文件中没有有效的户主。",
)
SECOND_HEAD = ErrorCode("residents.import_second_head", 422, "The household has a head already.", "该户已有户主。")

NOT_A_TABLE = ErrorCode(
    "residents.import_not_a_table",
    422,
    "This is neither CSV (UTF-8 or GBK) nor XLSX.",
    "文件既不是 CSV（UTF-8 或 GBK）也不是 XLSX。",
)
MISSING_COLUMN = ErrorCode(
    "residents.import_missing_column", 422, "The column {column} is missing.", "缺少列“{column}”。"
)
DOUBLED_COLUMN = ErrorCode(
    "residents.import_doubled_column", 422, "The column {column} is there twice.", "列“{column}”重复。"
)
TOO_MANY_ROWS = ErrorCode("residents.import_too_many_rows", 422, "{limit} rows is the most.", "最多 {limit} 行。")
NO_ROWS = ErrorCode("residents.import_no_rows", 422, "There are no rows.", "文件没有数据行。")

START_IMPORT = Op(
    "start_import", POST("/imports", 202), StartImport, ImportView, OFFICE, "Upload a table of people and try it; nothing is written yet",
    deadline=20, body_limit=MOST_BYTES * 4 // 3 + 10_000,
)  # fmt: skip
GET_IMPORT = Op(
    "get_import",
    GET("/imports/{import_id}"),
    GetImport,
    ImportView,
    OFFICE,
    "How far an import is",
    writes=False,
    errors=(NOT_FOUND,),
)
LIST_IMPORTS = Op(
    "list_imports", GET("/imports"), ListImports, ImportPage, OFFICE, "My imports", writes=False, errors=(BAD_CURSOR,)
)
LIST_FINDINGS = Op(
    "list_findings", GET("/imports/{import_id}/findings"), ListFindings, FindingPage, OFFICE,
    "What was found against rows: row, column, rule", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
CONFIRM_IMPORT = Op(
    "confirm_import", POST("/imports/{import_id}/confirm", 202), ConfirmImport, ImportView, OFFICE, "Write what was tried",
    errors=(NOT_FOUND, NOT_ALLOWED_NOW, STALE_VERSION),
)  # fmt: skip
CANCEL_IMPORT = Op(
    "cancel_import", POST("/imports/{import_id}/cancel", 200), CancelImport, ImportView, OFFICE, "Drop an upload unwritten",
    errors=(NOT_FOUND, NOT_ALLOWED_NOW, STALE_VERSION),
)  # fmt: skip
GET_REJECTED_ROWS = Op(
    "get_rejected_rows", GET("/imports/{import_id}/rejected"), GetRejectedRows, FileView, OFFICE,
    "The rejected rows with the reasons, as CSV", writes=False, errors=(NOT_FOUND,), deadline=15,
)  # fmt: skip
GET_IMPORT_TEMPLATE = Op(
    "get_import_template", GET("/imports/template"), GetImportTemplate, FileView, OFFICE, "An empty table to fill in, as CSV",
    writes=False,
)  # fmt: skip

OPERATIONS = (
    START_IMPORT, GET_IMPORT, LIST_IMPORTS, LIST_FINDINGS, CONFIRM_IMPORT, CANCEL_IMPORT, GET_REJECTED_ROWS, GET_IMPORT_TEMPLATE,
)  # fmt: skip
EVENTS = (ImportFinished,)
