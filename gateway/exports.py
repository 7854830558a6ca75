"""Files of tables, which JSON does not carry well: fetched from the service in parts and passed on as they come."""

from collections.abc import Iterator

from flask import Flask, Response, current_app, stream_with_context
from pydantic import ValidationError

from gateway.binding import enter
from gateway.problems import invalid
from gateway.requests import PREFIX
from shared.contracts.operation import GET
from shared.contracts.tickets.exports import GET_EXPORT_PART, ExportPart, GetExportPart, SheetFormat

PATH = "/figures/exports/{export_id}/file"
TYPES = {
    SheetFormat.CSV: "text/csv; charset=utf-8",
    SheetFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def register(app: Flask) -> None:
    rule = PREFIX + PATH.replace("{", "<").replace("}", ">")
    app.add_url_rule(rule, "exports.file", get_file, methods=["GET"])


def get_file(export_id: str) -> Response:
    enter(GET_EXPORT_PART)
    try:
        first = part(GetExportPart(export_id=export_id))
    except ValidationError as error:
        raise invalid(error, GET(PATH)) from error
    response = Response(stream_with_context(parts(export_id, first)), content_type=TYPES[first.format])
    response.headers["Content-Length"] = str(first.size)
    response.headers["Content-Disposition"] = f'attachment; filename="linli-{export_id}.{first.format}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def parts(export_id: str, first: ExportPart) -> Iterator[bytes]:
    sent = len(first.content)
    yield first.content
    while sent < first.size:
        content = part(GetExportPart(export_id=export_id, offset=sent)).content
        if not content:
            return
        sent += len(content)
        yield content


def part(asked: GetExportPart) -> ExportPart:
    return current_app.extensions["services"].ask(GET_EXPORT_PART, asked)
