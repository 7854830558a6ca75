"""What the gateway answers by hand: photos, health, and the pages that explain the API."""

from typing import Any

from gateway import exports
from gateway.openapi import open311, sign_in
from gateway.openapi.operations import access, description, header, parameter, refusals, reply, subject
from gateway.openapi.schemas import Schemas
from gateway.reasons import NO_SUCH_PATH, UNSUPPORTED_PHOTO, UNSUPPORTED_TYPE, reasons_of
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets import photos as photos_api
from shared.contracts.tickets.exports import GET_EXPORT_PART
from shared.kernel.errors import MALFORMED

Part = dict[str, Any]
PICTURES = ("image/jpeg", "image/png", "image/webp")
BINARY: Part = {"type": "string", "contentMediaType": "application/octet-stream"}
FLAGS: Part = {"type": "object", "additionalProperties": {"type": "boolean"}}


def paths(schemas: Schemas) -> dict[str, Part]:
    return {
        "/v1/photos": {"post": _add_photo(schemas)},
        "/v1/photos/{photo_id}": {"get": _picture("get", photos_api.GET_PHOTO, "/photos/{photo_id}", *PICTURES)},
        "/v1/photos/{photo_id}/thumbnail": {
            "get": _picture("thumbnail", photos_api.GET_THUMBNAIL, "/photos/{photo_id}/thumbnail", "image/jpeg")
        },
        f"/v1{exports.PATH}": {"get": _get_file()},
        "/v1/openapi.json": _page("openapi", "This document", "application/json"),
        "/v1/asyncapi.json": _page("asyncapi", "The AsyncAPI document of events for partners", "application/json"),
        "/v1/docs": _page("docs", "The explorer of this document", "text/html"),
        "/v1/permissions": _page(
            "permissions", "Which role may ask for what, as JSON or a page", "application/json", "text/html"
        ),
        "/v1/errors": _page("errors", "All error codes, as JSON or a page", "application/json", "text/html"),
        "/v1/errors/{code}": _page(
            "error", "One error code, in Chinese and English", "application/json", "text/html", name="code"
        ),
        "/v1/schemas/{name}.json": _page(
            "schema", "The JSON Schema of an event's data", "application/schema+json", name="name"
        ),
        "/.well-known/jwks.json": _page(
            "jwks", "The public keys as a plain JWKS document (RFC 7517)", "application/json"
        ),
        **sign_in.paths(schemas),
        **open311.paths(),
        "/healthz": _page("healthz", "Whether the gateway runs", "application/json", schema=FLAGS),
        "/readyz": _readiness(),
        "/metrics": _page("metrics", "Figures for Prometheus", "text/plain"),
    }


def _add_photo(schemas: Schemas) -> Part:
    op, http = photos_api.ADD_PHOTO, POST("/photos")
    reasons = [
        UNSUPPORTED_PHOTO if reason is UNSUPPORTED_TYPE else reason
        for reason in reasons_of(op, http)
        if reason is not MALFORMED
    ]
    form = {"type": "object", "required": ["photo"], "properties": {"photo": BINARY}}
    return {
        "operationId": "photos.add",
        "tags": [subject(op)],
        "summary": op.summary,
        "description": description(op),
        "parameters": [parameter("IdempotencyKey"), parameter("RequestId")],
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": {"schema": form}} | {kind: {"schema": BINARY} for kind in PICTURES},
        },
        "responses": {"201": reply(op, schemas, True), **refusals(reasons)},
    } | access(op)


def _picture(name: str, op: Op, path: str, *kinds: str) -> Part:
    schema = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
    return {
        "operationId": f"photos.{name}",
        "tags": [subject(op)],
        "summary": op.summary,
        "description": description(op),
        "parameters": [
            {"name": "photo_id", "in": "path", "required": True, "schema": schema},
            parameter("IfNoneMatch"),
            parameter("RequestId"),
        ],
        "responses": {
            "200": {
                "description": "The picture.",
                "headers": {"ETag": header("ETag"), "X-Request-Id": header("RequestId")},
                "content": {kind: {"schema": BINARY} for kind in kinds},
            },
            "304": {"description": "Not modified.", "headers": {"ETag": header("ETag")}},
            **refusals(reasons_of(op, GET(path))),
        },
    } | access(op)


def _get_file() -> Part:
    op, http = GET_EXPORT_PART, GET(exports.PATH)
    schema = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
    return {
        "operationId": "exports.file",
        "tags": [subject(op)],
        "summary": "A table's file",
        "description": description(op),
        "parameters": [
            {"name": "export_id", "in": "path", "required": True, "schema": schema},
            parameter("RequestId"),
        ],
        "responses": {
            "200": {
                "description": "The file.",
                "headers": {"X-Request-Id": header("RequestId")},
                "content": {kind.partition(";")[0]: {"schema": BINARY} for kind in exports.TYPES.values()},
            },
            **refusals(reasons_of(op, http)),
        },
    } | access(op)


def _page(page: str, summary: str, *kinds: str, name: str | None = None, schema: Part | None = None) -> Part:
    described: Part = {
        "operationId": f"gateway.{page}",
        "tags": ["gateway"],
        "summary": summary,
        "security": [],
        "x-roles": [],
        "responses": {
            "200": {"description": "Done.", "content": {kind: {"schema": schema} if schema else {} for kind in kinds}}
        },
    }
    if name:
        described["parameters"] = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}}]
        described["responses"] |= refusals([NO_SUCH_PATH])
    return {"get": described}


def _readiness() -> Part:
    described = _page("readyz", "Whether broker and identity answer", "application/json", schema=FLAGS)
    described["get"]["responses"]["503"] = {
        "description": "Not ready.",
        "content": {"application/json": {"schema": FLAGS}},
    }
    return described
