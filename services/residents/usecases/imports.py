"""Imports: take a table in, try it, write it, and tell what was found."""

import csv
import io
from itertools import groupby
from typing import Any

from services.residents.domain.importing import (
    HEADERS_ZH,
    OWNER,
    STAGES,
    Entry,
    Row,
    chunks,
    entry_of,
    refuse_headless,
    rows_of,
)
from services.residents.usecases.settling import settle
from shared.contracts.actor import Actor, lies_in
from shared.contracts.residents.households import DwellingAddress
from shared.contracts.residents.imports import (
    FOREIGN_BUILDING,
    LIKE_SOMEBODY,
    LIVES_ELSEWHERE,
    NO_ROWS,
    UNKNOWN_BUILDING,
    UNKNOWN_DWELLING,
    CancelImport,
    Column,
    ConfirmImport,
    FileView,
    FindingPage,
    GetImport,
    GetImportTemplate,
    GetRejectedRows,
    ImportFinished,
    ImportPage,
    ImportState,
    ImportView,
    ListFindings,
    ListImports,
    StartImport,
)
from shared.kernel.errors import Refusal
from shared.kernel.paging import decode_cursor, encode_cursor

CSV = "text/csv; charset=utf-8"


def start_import(store: Any, actor: Actor, command: StartImport) -> ImportView:
    started = store.new_import(actor.account, actor.areas, command.filename, command.content)
    store.save(started)
    return store.import_view(started)


def get_import(store: Any, actor: Actor, command: GetImport) -> ImportView:
    return store.import_view(store.get_import(command.import_id, actor.account))


def list_imports(store: Any, actor: Actor, command: ListImports) -> ImportPage:
    before = decode_cursor(command.cursor, str)[0] if command.cursor else None
    found = store.find_imports(actor.account, command.state, before, command.limit + 1)
    onward = encode_cursor(found[command.limit - 1].id) if len(found) > command.limit else None
    return ImportPage(items=[store.import_view(one) for one in found[: command.limit]], next=onward)


def list_findings(store: Any, actor: Actor, command: ListFindings) -> FindingPage:
    found = store.get_import(command.import_id, actor.account)
    chunk, skip = decode_cursor(command.cursor, int, int) if command.cursor else (0, 0)
    chunk, skip = min(max(chunk, 0), found.chunks), max(skip, 0)
    findings = store.find_findings(found.id, chunk, skip, command.limit + 1)
    onward = encode_cursor(*findings[command.limit][:2]) if len(findings) > command.limit else None
    return FindingPage(items=[finding for _, _, finding in findings[: command.limit]], next=onward)


def confirm_import(store: Any, actor: Actor, command: ConfirmImport) -> ImportView:
    found = store.get_import(command.import_id, actor.account)
    found.state = STAGES.decide(found.state, "confirm", {OWNER}).target
    found.chunk, found.rejected, found.known = 0, 0, 0
    store.save(found)
    return store.import_view(found)


def cancel_import(store: Any, actor: Actor, command: CancelImport) -> ImportView:
    found = store.get_import(command.import_id, actor.account)
    found.state = STAGES.decide(found.state, "cancel", {OWNER}).target
    found.content, found.finished_at = None, store.now
    store.save(found)
    store.drop_chunks(found.id)
    return store.import_view(found)


def get_rejected_rows(store: Any, actor: Actor, command: GetRejectedRows) -> FileView:
    found = store.get_import(command.import_id, actor.account)
    return file_view(f"rejected-{found.id[:12]}.csv", store.rejected_csv(found.id))


def get_import_template(_store: Any, _actor: Actor, command: GetImportTemplate) -> FileView:
    out = io.StringIO(newline="")
    header = [HEADERS_ZH[column] if command.language == "zh" else str(column) for column in Column]
    csv.writer(out).writerow(header)
    return file_view(f"people-{command.language}.csv", out.getvalue().encode("utf-8-sig"))


def go_on(store: Any, import_id: str, version: int, table: Any) -> None:
    """One step more, unless something else has happened since the version: `table` is what was read, or its refusal."""
    found = store.find_import(import_id)
    if found is None or found.version != version:
        return
    if found.state == ImportState.UPLOADED:
        take_table(store, found, table)
    elif found.state in (ImportState.CHECKING, ImportState.APPLYING):
        next_chunk(store, found)


def take_table(store: Any, found: Any, table: Any) -> None:
    """The rows that were read wait in chunks for being tried."""
    found.content = None
    try:
        if isinstance(table, Refusal):
            raise table
        rows = rows_of(table.header, table.lines)
        if not rows:
            raise NO_ROWS()
    except Refusal as refusal:
        found.state, found.finished_at = ImportState.UNREADABLE, store.now
        found.problem = refusal.reason.text("en", refusal.facts)
        found.problem_zh = refusal.reason.text("zh", refusal.facts)
        store.save(found)
        return
    found.chunks = store.add_chunks(found.id, chunks(rows))
    found.state, found.kind, found.encoding, found.rows, found.chunk = (
        ImportState.CHECKING, table.kind, table.encoding, len(rows), 0,
    )  # fmt: skip
    store.save(found)


def next_chunk(store: Any, found: Any) -> None:
    """Tries or writes one chunk of rows."""
    writing = found.state == ImportState.APPLYING
    chunk = store.get_chunk(found.id, found.chunk)
    if chunk is not None:
        rows = store.chunk_rows(chunk)
        for address, household in groupby(rows, key=lambda row: row.dwelling):
            go_through(store, found, address, list(household), writing)
        store.keep_rows(chunk, rows)
        found.rejected += sum(not row.good for row in rows)
        if writing:
            found.applied += len(rows)
        else:
            found.checked += len(rows)
    found.chunk += 1
    if found.chunk >= found.chunks:
        found.state = ImportState.APPLIED if writing else ImportState.CHECKED
        found.finished_at = store.now if writing else None
    store.save(found)
    if found.state == ImportState.APPLIED:
        news = ImportFinished(import_id=found.id, added=found.added, known=found.known, rejected=found.rejected)
        store.announce(news, subject=found.id, version=found.version, area=found.areas[0] if found.areas else None)


def go_through(store: Any, found: Any, address: tuple[str, str], rows: list[Row], writing: bool) -> None:
    """The rows of one dwelling. What was found when it was tried stands; what has become wrong since is added."""
    entries: dict[int, Entry] = {}
    for row in rows:
        if writing and not row.good:
            continue
        entry = entry_of(row, store.today)
        if entry is not None:
            entries[row.number] = entry
    grid = place(store, found, address, rows)
    building, room = address
    household = store.household_in(building, room) if grid else None
    known = set()
    for row in rows:
        tried = row.good and row.number in entries and grid is not None
        if tried and is_known(store, entries[row.number], household, row):
            known.add(row.number)
        elif tried and row.good and not writing:
            suspect(store, entries[row.number], row, grid)
    refuse_headless(rows, entries, household is not None, known)
    found.known += sum(row.good for row in rows if row.number in known)
    if writing and grid is not None:
        for row in rows:
            if row.good and row.number not in known:
                register(store, entries[row.number], address, grid)
                found.added += 1


def place(store: Any, found: Any, address: tuple[str, str], rows: list[Row]) -> str | None:
    """The grid of the dwelling; None, with findings, when the uploader may not or nobody could live there."""
    building, room = address
    known = store.dwellings_of(building) if building else None
    reason, column = None, Column.BUILDING
    if known is None:
        reason = UNKNOWN_BUILDING
    elif not any(lies_in(known[0], duty) for duty in found.areas):
        reason = FOREIGN_BUILDING
    elif known[1] and room not in known[1]:
        reason, column = UNKNOWN_DWELLING, Column.DWELLING
    if reason is None and known is not None:
        return known[0]
    for row in rows:
        if row.good and reason is not None:
            row.find(column, reason)
    return None


def is_known(store: Any, entry: Entry, household: Any, row: Row) -> bool:
    """Whether the person lives in this dwelling already; notes it when he or she lives elsewhere."""
    person = store.find_by_paper(entry.person.paper)
    if person is None:
        return False
    stay = store.stay_of(person.id)
    if stay is not None and household is not None and stay.household == household.id:
        return True
    row.find(Column.IDENTITY_NUMBER, LIVES_ELSEWHERE)
    return False


def suspect(store: Any, entry: Entry, row: Row, grid: str) -> None:
    """Notes when it may be somebody who is registered. Not asked again when writing: rows of one table are alike, too."""
    like = store.candidates(drafted(store, entry, grid), store.likeness_rules(grid[:6]))
    if like:
        row.find(Column.NAME, LIKE_SOMEBODY, count=len(like))


def drafted(store: Any, entry: Entry, grid: str) -> Any:
    person = store.new_person(area=grid, name=entry.person.name, sex=entry.sex, birth_date=entry.birth_date)
    store.seal_paper(person, entry.person.paper)
    store.seal_phone(person, entry.person.phone)
    return person


def register(store: Any, entry: Entry, address: tuple[str, str], grid: str) -> None:
    person = drafted(store, entry, grid)
    store.save(person)
    settle(store, person, DwellingAddress(building=address[0], room=address[1]), entry.relation, entry.since)
    store.announce_person(person)


def file_view(filename: str, content: bytes) -> FileView:
    return FileView.model_construct(filename=filename, media_type=CSV, content=content)
