"""Pages that explain the API: its document and explorer, error codes, permissions, schemas of events.

All of it is derived from the contracts, and nothing is fetched from another host.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import orjson
from flask import Flask, Response, redirect, render_template, request, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from gateway import asyncapi, openapi
from gateway.permissions import table
from gateway.problems import title_of
from gateway.reasons import NO_SUCH_PATH, reasons_of
from gateway.requests import PREFIX
from gateway.wording import ROLE_NAMES
from shared.contracts.actor import Role
from shared.contracts.registry import events, operations
from shared.kernel.errors import REGISTRY, ErrorCode

JSON = "application/json"
SCHEMA = "application/schema+json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""Swagger UI sets style attributes, which is what 'unsafe-inline' is for; scripts come from here alone."""
EXPLORER = {
    "swagger-ui.css": "css",
    "swagger-ui-bundle.js": "js",
    "swagger-ui-standalone-preset.js": "js",
}
OWN = Path(__file__).parent / "static"


def register(app: Flask) -> None:
    app.add_url_rule(f"{PREFIX}/openapi.json", "gateway.openapi", openapi_document)
    app.add_url_rule(f"{PREFIX}/asyncapi.json", "gateway.asyncapi", asyncapi_document)
    app.add_url_rule(f"{PREFIX}/docs", "gateway.docs", docs)
    app.add_url_rule(f"{PREFIX}/docs/<name>", "gateway.docs.file", docs_file)
    app.add_url_rule(f"{PREFIX}/errors", "gateway.errors", errors)
    app.add_url_rule(f"{PREFIX}/errors/<code>", "gateway.error", error)
    app.add_url_rule(f"{PREFIX}/permissions", "gateway.permissions", permissions)
    app.add_url_rule(f"{PREFIX}/schemas/<name>.json", "gateway.schema", schema)
    app.add_url_rule("/", "gateway.home", home)


def home() -> AnyResponse:
    return redirect(f"{PREFIX}/docs")


def openapi_document() -> Response:
    response = Response(openapi.rendered(), mimetype=JSON)
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def asyncapi_document() -> Response:
    """What partner agencies receive over the message broker."""
    return Response(asyncapi.rendered(), mimetype=JSON)


def docs() -> Response:
    return page("docs.html")


def docs_file(name: str) -> Response:
    """The explorer's own files, and those of Swagger UI from its package."""
    if name in EXPLORER:
        found = send_from_directory(swagger_folder() / EXPLORER[name], name)
    elif (OWN / name).is_file():
        found = send_from_directory(OWN, name)
    else:
        raise NO_SUCH_PATH()
    found.headers["Cache-Control"] = "public, max-age=3600"
    return found


def errors() -> Response:
    entries = [
        described(reason) for reason in sorted(REGISTRY.values(), key=lambda reason: (reason.status, reason.code))
    ]
    if wants_page():
        return page("errors.html", entries=entries)
    return answer({"items": entries})


def error(code: str) -> Response:
    reason = REGISTRY.get(code)
    if reason is None:
        raise NO_SUCH_PATH()
    used_by = operations_by_code().get(code, [])
    if wants_page():
        return page("errors.html", entries=[described(reason)], used_by=used_by)
    return answer(described(reason) | {"operations": used_by})


@cache
def operations_by_code() -> dict[str, list[str]]:
    """Which operations may be refused with a code."""
    found: dict[str, list[str]] = {}
    for op in operations():
        for reason in reasons_of(op, op.http) if op.http else ():
            found.setdefault(reason.code, []).append(op.full_name)
    return found


def permissions() -> Response:
    if wants_page():
        return page("permissions.html", rows=table(), roles=list(Role), names=ROLE_NAMES)
    return answer({"roles": list(Role), "items": table()})


def schema(name: str) -> Response:
    """What the `dataschema` of an event's envelope leads to."""
    rendered = event_schema(name)
    if rendered is None:
        raise NO_SUCH_PATH()
    return Response(rendered, mimetype=SCHEMA)


@cache
def event_schema(name: str) -> bytes | None:
    event = events().get(name)
    if event is None:
        return None
    found = event.model_json_schema(mode="serialization")
    return orjson.dumps({"$schema": DIALECT, "$id": f"{PREFIX}/schemas/{name}.json"} | found)


@cache
def swagger_folder() -> Path:
    """Found without importing the package, which would bring a framework along."""
    found = find_spec("flask_openapi_swagger")
    assert found is not None and found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "templates" / "swagger"


def described(reason: ErrorCode) -> dict[str, Any]:
    return {"code": reason.code, "status": reason.status, "title": title_of(reason), "zh": reason.zh, "en": reason.en}


def wants_page() -> bool:
    return request.accept_mimetypes.best_match([JSON, "text/html"], default=JSON) == "text/html"


def answer(found: Any) -> Response:
    response = Response(orjson.dumps(found), mimetype=JSON)
    response.headers["Vary"] = "Accept"
    return response


def page(template: str, **values: Any) -> Response:
    response = Response(render_template(template, **values), mimetype="text/html")
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    response.headers["Vary"] = "Accept"
    return response
