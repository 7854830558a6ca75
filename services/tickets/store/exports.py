"""Tables on their way to a file."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from gridfs import GridFSBucket, NoFile
from mongoengine.connection import get_db

from services.tickets.documents.exports import Export
from services.tickets.documents.matters import Ticket
from services.tickets.domain.sheets import WRITERS
from shared.contracts.tickets.exports import ExportState, ExportView, SheetFormat
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.kernel.ids import first_id
from shared.storage.work import Work

COLUMNS = ("number", "category", "ticket_class", "track", "channel", "colour", "state", "area", "desk", "unit",
           "responsible", "supporters", "opened_at", "citizen_since", "promised_at", "reacted_at", "done_at", "closed_at",
           "reopened", "stars", "note")  # fmt: skip
TOLD_EVERY = 500
PART = 1_000_000
ATTEMPTS = 3
Row = Sequence[Any]


class ExportStore(Work):
    documents = (Export,)
    matter_columns = COLUMNS

    def new_export(self, **fields: Any) -> Export:
        return Export(id=self.new_id(), state=ExportState.WAITING, asked_at=self.now, **fields)

    def find_export(self, export_id: str, account: str) -> Export:
        export = Export.objects(id=export_id, account=account, kept_until__gt=self.now).first()
        if export is None:
            raise NOT_FOUND("/export_id", what="export")
        return export

    def export_view(self, export: Export) -> ExportView:
        return ExportView.model_validate({name: getattr(export, name) for name in ExportView.model_fields})

    def read_part(self, export: Export, offset: int) -> bytes:
        with _bucket().open_download_stream(export.id) as file:
            file.seek(min(offset, export.size))
            return file.read(PART)

    def count_matters(self, area: str, since: date, until: date) -> int:
        return Ticket._get_collection().count_documents(_span(area, since, until))

    def matter_rows(self, area: str, since: date, until: date) -> Iterator[Row]:
        """The oldest first."""
        told = dict.fromkeys(COLUMNS, 1)
        for row in Ticket._get_collection().find(
            _span(area, since, until), told, sort=[("_id", 1)], batch_size=TOLD_EVERY
        ):
            yield [row.get(name) for name in COLUMNS]

    def next_export(self) -> Export | None:
        """The one that waits longest. One whose writer died is begun anew, a few times."""
        unfinished = {"state": {"$in": [ExportState.WAITING, ExportState.WRITING]}}
        found = Export.objects(__raw__=unfinished).order_by("id").first()
        if found is None:
            return None
        state = ExportState.WRITING if found.attempts < ATTEMPTS else ExportState.FAILED
        Export.objects(id=found.id).update_one(set__state=state, set__done=0, inc__attempts=1, inc__version=1)
        return found if state is ExportState.WRITING else None

    def write_export(self, export: Export, heads: Row, rows: Iterator[Row]) -> None:
        """Writes the file outside of any transaction, telling from time to time how far it is."""
        with tempfile.TemporaryFile() as file:
            WRITERS[SheetFormat(export.format)](heads, _told(export.id, rows), file)
            size = file.tell()
            file.seek(0)
            _forget(export.id)
            _bucket().upload_from_stream_with_id(export.id, export.id, file)
        Export.objects(id=export.id).update_one(set__state=ExportState.READY, set__size=size, inc__version=1)

    def sweep_exports(self) -> None:
        """Files whose time is over."""
        for export_id in Export.objects(kept_until__lte=self.now).limit(100).scalar("id"):
            _forget(export_id)
            Export.objects(id=export_id).delete()


def _told(export_id: str, rows: Iterator[Row]) -> Iterator[Row]:
    done = 0
    for done, row in enumerate(rows, start=1):
        yield row
        if done % TOLD_EVERY == 0:
            Export.objects(id=export_id).update_one(set__done=done, inc__version=1)
    Export.objects(id=export_id).update_one(set__done=done, inc__version=1)


def _span(area: str, since: date, until: date) -> dict[str, Any]:
    first, after = (datetime.combine(day, time(), SHANGHAI) for day in (since, until + timedelta(days=1)))
    return {"within": area, "_id": {"$gte": first_id(first), "$lt": first_id(after)}}


def _forget(export_id: str) -> None:
    try:
        _bucket().delete(export_id)
    except NoFile:
        return


def _bucket() -> GridFSBucket:
    return GridFSBucket(get_db("tickets"), "tables")
