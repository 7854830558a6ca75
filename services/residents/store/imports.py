"""Finding and keeping imports and their rows."""

import base64
import csv
import io
import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from services.residents.documents.buildings import Building
from services.residents.documents.households import Household
from services.residents.documents.imports import Import, ImportChunk
from services.residents.domain.importing import HEADERS_ZH, Row
from services.residents.store.queries import put_all
from shared.contracts.residents.imports import Column, FindingView, ImportState, ImportView
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

FILE = "import-file"
ROWS = "import-rows"
KEPT = timedelta(days=7)
BUSY = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.APPLYING)
REASONS = ("行号 row", "原因 reason", "规则 rule")


class ImportStore(Work):
    documents = (Import, ImportChunk)

    def new_import(self, account: str, areas: tuple[str, ...], filename: str, content: bytes) -> Import:
        sealed = seal(base64.b64encode(content).decode(), FILE)
        return Import(
            id=self.new_id(), account=account, areas=list(areas), filename=filename, state=ImportState.UPLOADED,
            content=sealed, uploaded_at=self.now,
        )  # fmt: skip

    def find_import(self, import_id: str) -> Import | None:
        return Import.objects(id=import_id).first()

    def get_import(self, import_id: str, account: str) -> Import:
        """The account's own; for others there is none. Refuses with `stale_version`, too."""
        found = Import.objects(id=import_id, account=account).exclude("content").first()
        if found is None:
            raise NOT_FOUND("/import_id", what="import")
        self.refuse_stale(found.version)
        return found

    def find_imports(self, account: str, state: ImportState | None, before: str | None, limit: int) -> list[Import]:
        query: dict[str, Any] = {"account": account}
        if state is not None:
            query["state"] = state
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Import.objects(__raw__=query).exclude("content").order_by("-id").limit(limit))

    def busy_imports(self) -> list[str]:
        """Those with something to do, oldest first."""
        return list(Import.objects(state__in=BUSY).order_by("id").limit(20).scalar("id"))

    def busy_import(self, import_id: str) -> Import | None:
        """The import without its file, as long as there is something to do."""
        return Import.objects(id=import_id, state__in=BUSY).exclude("content").first()

    def import_file(self, import_id: str) -> bytes:
        sealed = Import.objects(id=import_id).only("content").first()
        return base64.b64decode(unseal(sealed.content, FILE)) if sealed and sealed.content else b""

    def add_chunks(self, import_id: str, parts: Iterable[list[Row]]) -> int:
        """How many there are."""
        added = []
        for number, rows in enumerate(parts):
            chunk = ImportChunk(id=f"{import_id}.{number:05d}", import_id=import_id, number=number)
            self._fill(chunk, rows)
            added.append(chunk)
        put_all(added)
        return len(added)

    def get_chunk(self, import_id: str, number: int) -> ImportChunk | None:
        return ImportChunk.objects(id=f"{import_id}.{number:05d}").first()

    def chunk_rows(self, chunk: ImportChunk) -> list[Row]:
        return [Row(**row) for row in json.loads(unseal(chunk.sealed, ROWS))]

    def keep_rows(self, chunk: ImportChunk, rows: list[Row]) -> None:
        self._fill(chunk, rows)
        self.save(chunk)

    def _fill(self, chunk: ImportChunk, rows: list[Row]) -> None:
        chunk.sealed = seal(json.dumps([row.stored() for row in rows], ensure_ascii=False), ROWS)
        chunk.findings = [finding for row in rows for finding in row.findings]
        chunk.expires_at = self.now + KEPT

    def drop_chunks(self, import_id: str) -> None:
        ImportChunk.objects(import_id=import_id).delete()

    def find_findings(self, import_id: str, chunk: int, skip: int, limit: int) -> list[tuple[int, int, FindingView]]:
        """Findings from the `skip`-th of a chunk on, each with its place: chunk and number in it."""
        found: list[tuple[int, int, FindingView]] = []
        parts = ImportChunk.objects(import_id=import_id, number__gte=chunk, findings__0__exists=True).only(
            "number", "findings"
        )
        for part in parts.order_by("number"):
            for index, finding in enumerate(part.findings):
                if (part.number, index) >= (chunk, skip):
                    found.append((part.number, index, FindingView.model_validate(finding)))
                if len(found) >= limit:
                    return found
        return found

    def dwellings_of(self, code: str) -> tuple[str, list[str]] | None:
        """The grid of a building and its dwellings, or None when there is no such building."""
        building = Building.objects(code=code).only("grid", "dwellings").first()
        return (building.grid, list(building.dwellings)) if building else None

    def address_of(self, household_id: str) -> tuple[str, str]:
        household = Household.objects(id=household_id).only("building", "room").first()
        return (household.building, household.room) if household else ("", "")

    def rejected_csv(self, import_id: str) -> bytes:
        """UTF-8 with a mark, so that spreadsheets read it; a cell that could be a formula is made text."""
        out = io.StringIO(newline="")
        lines = csv.writer(out)
        lines.writerow([*(HEADERS_ZH[column] for column in Column), *REASONS])
        for chunk in ImportChunk.objects(import_id=import_id, findings__0__exists=True).order_by("number"):
            for row in self.chunk_rows(chunk):
                if row.findings:
                    said = "; ".join(f"{finding['text_zh']} {finding['text']}" for finding in row.findings)
                    rules = " ".join(finding["rule"] for finding in row.findings)
                    cells = [harmless(row.cells.get(column, "")) for column in Column]
                    lines.writerow([*cells, row.number, said, rules])
        return out.getvalue().encode("utf-8-sig")

    def import_view(self, found: Import) -> ImportView:
        return ImportView(
            id=found.id, filename=found.filename, state=found.state, kind=found.kind, encoding=found.encoding,
            rows=found.rows, checked=found.checked, applied=found.applied, added=found.added, known=found.known,
            rejected=found.rejected, problem=found.problem, problem_zh=found.problem_zh, uploaded_at=found.uploaded_at,
            finished_at=found.finished_at, version=found.version,
        )  # fmt: skip


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
