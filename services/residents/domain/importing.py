"""Imports: what a row of the table must be, and which rows of a household can be written."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from services.residents.domain.papers import checked
from shared.contracts.residents.households import Relation
from shared.contracts.residents.imports import (
    BAD_DATE,
    BAD_VALUE,
    DOUBLED_COLUMN,
    MISSING_COLUMN,
    NO_HEAD,
    REQUIRED,
    SECOND_HEAD,
    TWICE_IN_FILE,
    Column,
    ImportState,
)
from shared.contracts.residents.people import Paper, PersonFields, Sex
from shared.kernel.errors import ErrorCode, Refusal
from shared.kernel.machine import Machine, Move

OWNER = "uploader"
CHUNK_ROWS = 40
"""Little enough for one transaction on a busy machine."""

STAGES = Machine(
    name="import",
    states=tuple(ImportState),
    initial=ImportState.UPLOADED,
    terminal=frozenset({ImportState.UNREADABLE, ImportState.APPLIED, ImportState.CANCELLED}),
    moves=(
        Move("read", (ImportState.UPLOADED,), ImportState.CHECKING, frozenset({"system"})),
        Move("give_up", (ImportState.UPLOADED,), ImportState.UNREADABLE, frozenset({"system"})),
        Move("try", (ImportState.CHECKING,), ImportState.CHECKED, frozenset({"system"})),
        Move("confirm", (ImportState.CHECKED,), ImportState.APPLYING, frozenset({OWNER})),
        Move("write", (ImportState.APPLYING,), ImportState.APPLIED, frozenset({"system"})),
        Move("cancel", (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED), ImportState.CANCELLED, frozenset({OWNER})),
    ),
)  # fmt: skip

HEADERS_ZH = {
    Column.BUILDING: "楼栋编码",
    Column.DWELLING: "房号",
    Column.MOVED_IN: "入住日期",
    Column.ROLE: "与户主关系",
    Column.NAME: "姓名",
    Column.SEX: "性别",
    Column.BIRTH_DATE: "出生日期",
    Column.IDENTITY_NUMBER: "身份证号",
    Column.PHONE: "手机号",
}
NEEDED = (Column.BUILDING, Column.DWELLING, Column.ROLE, Column.NAME, Column.IDENTITY_NUMBER)
BY_HEADER = {str(column): column for column in Column} | {header: column for column, header in HEADERS_ZH.items()}
RELATIONS = {str(relation): relation for relation in Relation} | {
    "户主": Relation.HEAD, "本人": Relation.HEAD, "配偶": Relation.SPOUSE, "子女": Relation.CHILD, "父母": Relation.PARENT,
    "儿媳女婿": Relation.CHILD_IN_LAW, "孙辈": Relation.GRANDCHILD, "兄弟姐妹": Relation.SIBLING,
    "其他亲属": Relation.OTHER_RELATIVE, "租客": Relation.TENANT, "护工": Relation.CARER, "其他": Relation.OTHER,
}  # fmt: skip
SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "male": Sex.MALE, "female": Sex.FEMALE}
DAY = re.compile(r"^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$")
COLUMN_OF = {
    "name": Column.NAME,
    "paper": Column.IDENTITY_NUMBER,
    "phone": Column.PHONE,
    "sex": Column.SEX,
    "birth_date": Column.BIRTH_DATE,
}


@dataclass
class Row:
    """A row of the table. `number` counts lines with the header as 1; `twin` is an earlier row with the same paper."""

    number: int
    cells: dict[str, str]
    twin: int | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)

    @property
    def dwelling(self) -> tuple[str, str]:
        return self.cells.get(Column.BUILDING, ""), self.cells.get(Column.DWELLING, "")

    @property
    def good(self) -> bool:
        return not self.findings

    def find(self, column: Column, reason: ErrorCode, /, **facts: Any) -> None:
        self.findings.append(
            {
                "row": self.number,
                "column": str(column),
                "rule": reason.code,
                "text": reason.text("en", facts),
                "text_zh": reason.text("zh", facts),
            }
        )

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Entry:
    """What a good row says."""

    person: PersonFields
    sex: Sex
    birth_date: date
    relation: Relation
    since: date


def columns_of(header: Sequence[str]) -> list[Column | None]:
    """Which column stands where; columns of other names are passed over. Refuses a header without what is needed."""
    found = [BY_HEADER.get(cell.strip().removesuffix("*").lower()) for cell in header]
    for column in Column:
        count = found.count(column)
        if count > 1:
            raise DOUBLED_COLUMN(column=HEADERS_ZH[column])
        if column in NEEDED and not count:
            raise MISSING_COLUMN(column=HEADERS_ZH[column])
    return found


def rows_of(header: Sequence[str], lines: Sequence[tuple[int, Sequence[str]]]) -> list[Row]:
    """The rows, those of one dwelling together, the head first, with their twins marked."""
    columns = columns_of(header)
    rows = []
    first: dict[str, int] = {}
    for number, line in lines:
        cells = {
            str(column): cell.strip() for column, cell in zip(columns, line, strict=False) if column and cell.strip()
        }
        if not cells:
            continue
        paper = cells[Column.IDENTITY_NUMBER] = cells.get(Column.IDENTITY_NUMBER, "").upper()
        rows.append(Row(number, cells, first.get(paper) if paper else None))
        first.setdefault(paper, number)
    heads = {"head", "户主", "本人"}
    return sorted(rows, key=lambda row: (row.dwelling, row.cells.get(Column.ROLE) not in heads, row.number))


def chunks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows in chunks of about forty; a dwelling is never split."""
    chunk: list[Row] = []
    for index, row in enumerate(rows):
        if len(chunk) >= CHUNK_ROWS and row.dwelling != rows[index - 1].dwelling:
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk


def entry_of(row: Row, today: date) -> Entry | None:
    """What the row says, or None with its findings noted."""
    for column in NEEDED:
        if not row.cells.get(column):
            row.find(column, REQUIRED)
    if row.twin is not None:
        row.find(Column.IDENTITY_NUMBER, TWICE_IN_FILE, row=row.twin)
    relation = RELATIONS.get(row.cells.get(Column.ROLE, ""))
    if relation is None and row.cells.get(Column.ROLE):
        row.find(Column.ROLE, BAD_VALUE)
    sex = SEXES.get(row.cells.get(Column.SEX, "").lower())
    if sex is None and row.cells.get(Column.SEX):
        row.find(Column.SEX, BAD_VALUE)
    born = _day(row, Column.BIRTH_DATE, today)
    since = _day(row, Column.MOVED_IN, today) or today
    if row.findings or relation is None:
        return None
    try:
        person = PersonFields(
            name=row.cells[Column.NAME], paper=Paper(number=row.cells[Column.IDENTITY_NUMBER]), sex=sex, birth_date=born,
            phone=row.cells.get(Column.PHONE),
        )  # fmt: skip
        said_sex, said_birth = checked(person, today)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False, include_input=False):
            row.find(COLUMN_OF[str(problem["loc"][0])], BAD_VALUE)
        return None
    except Refusal as refusal:
        part = (refusal.pointer or "/paper").split("/")[1]
        row.find(COLUMN_OF[part], refusal.reason, **refusal.facts)
        return None
    return Entry(person, said_sex, said_birth, relation, max(since, said_birth))


def refuse_headless(rows: Sequence[Row], entries: dict[int, Entry], has_household: bool, known: set[int]) -> None:
    """Notes what is wrong with the heads of one dwelling: a household has one, and begins with one.

    `known` are the rows of people who live in this dwelling already.
    """
    heads = [row for row in rows if row.number in entries and entries[row.number].relation == Relation.HEAD]
    good = [row for row in heads if row.good]
    allowed = 0 if has_household else 1
    for row in [row for row in good if row.number not in known][allowed:]:
        row.find(Column.ROLE, SECOND_HEAD)
    if not has_household and not good:
        for row in rows:
            if row.good:
                row.find(Column.ROLE, NO_HEAD)


def _day(row: Row, column: Column, today: date) -> date | None:
    text = row.cells.get(column)
    if not text:
        return None
    parts = DAY.match(text)
    try:
        day = date(*map(int, parts.groups())) if parts else None
    except ValueError:
        day = None
    if day is None or not date(1880, 1, 1) <= day <= today:
        row.find(column, BAD_DATE)
        return None
    return day
