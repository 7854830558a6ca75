"""From an operation to a Flask view: admit, decode, call, encode. The only generic code of the gateway."""

import re
import time
from collections.abc import Callable
from typing import Any, get_origin

import orjson
from flask import Flask, Response, current_app, g, request
from opentelemetry.trace import SpanKind
from pydantic import ValidationError

from gateway.auth import admit
from gateway.problems import invalid
from shared.contracts.operation import Op
from shared.contracts.registry import operations
from shared.kernel.errors import INVALID, MALFORMED, TOO_LARGE, ErrorCode
from shared.kernel.ids import new_id
from shared.kernel.clock import SystemClock
from shared.runtime.metrics import REQUEST_SECONDS
from shared.runtime.tracing import span

PREFIX = "/v1"
JSON = "application/json"
KEY = re.compile(r"^[\x21-\x7e]{1,128}$")
REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")

UNSUPPORTED_TYPE = ErrorCode(
    "unsupported_media_type", 415, "Send JSON (Content-Type: application/json).", "请使用 JSON 格式（Content-Type: application/json）。"
)


def register(app: Flask) -> None:
    app.before_request(begin)
    app.after_request(finish)
    for op in operations():
        if op.http is not None:
            rule = PREFIX + re.sub(r"\{(\w+)\}", r"<\1>", op.http.path)
            app.add_url_rule(rule, op.full_name, view_of(op), methods=[op.http.method])


def begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if REQUEST_ID.match(given) else new_id(SystemClock().now())
    g.language = "en" if request.accept_languages.best_match(["zh", "en"], default="zh") == "en" else "zh"
    g.started = time.perf_counter()
    g.token = None


def finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.request_id
    REQUEST_SECONDS.labels(request.endpoint or "none", response.status_code).observe(time.perf_counter() - g.started)
    return response


def view_of(op: Op) -> Callable[..., Response]:
    assert op.http is not None
    status, unsafe = op.http.status, op.http.method != "GET"
    lists = frozenset(name for name, field in op.command.model_fields.items() if get_origin(field.annotation) is list)
    decode = _from_body if op.http.method in ("POST", "PUT", "PATCH") else _from_query

    def view(**path: str) -> Response:
        actor = admit(op)
        current_app.extensions["limit"].hit(actor.account if actor else None)
        try:
            command = op.command.model_validate(decode(path, lists))
        except ValidationError as error:
            raise invalid(error, op.http) from error
        with span(f"{op.http.method} {op.http.path}", SpanKind.CLIENT, request.headers.get("traceparent")):
            reply = current_app.extensions["services"].call(
                op,
                command.model_dump_json(),
                key=idempotency_key() if unsafe else None,
                expected=expected_version() if unsafe else None,
            )
        return answer(reply.body, status, reply.version)

    return view


def answer(body: bytes, status: int, version: int | None) -> Response:
    """The service's JSON as it is; a thing with a version has it as its ETag."""
    response = Response(body, status, mimetype=JSON)
    response.headers["Cache-Control"] = "private, no-cache"
    if version is not None:
        response.set_etag(str(version))
        if request.method == "GET":
            response.headers["Vary"] = "Authorization, Accept-Language"
            response.make_conditional(request)
    return response


def idempotency_key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not KEY.match(key):
        raise INVALID("Idempotency-Key", errors=[{"header": "Idempotency-Key", "code": "bad_key"}])
    return key


def expected_version() -> int | None:
    """From `If-Match: "3"`; `*` and absence mean any version."""
    given = request.headers.get("If-Match", "*").strip().strip('"')
    if given == "*":
        return None
    if not given.isdigit() or len(given) > 15:
        raise INVALID("If-Match", errors=[{"header": "If-Match", "code": "bad_version"}])
    return int(given)


def _from_body(path: dict[str, str], _lists: frozenset[str]) -> dict[str, Any]:
    limit = current_app.extensions["settings"].body_limit
    if (request.content_length or 0) > limit:
        raise TOO_LARGE(limit=limit)
    raw = request.get_data()
    if not raw and not request.content_type:
        return dict(path)
    if request.mimetype != JSON:
        raise UNSUPPORTED_TYPE()
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise MALFORMED(at=error.pos) from error
    if not isinstance(body, dict):
        raise INVALID("", errors=[{"pointer": "", "code": "dict_type"}])
    doubled = body.keys() & path.keys()
    if doubled:
        raise INVALID(errors=[{"pointer": f"/{name}", "code": "extra_forbidden"} for name in sorted(doubled)])
    return body | path


def _from_query(path: dict[str, str], lists: frozenset[str]) -> dict[str, Any]:
    query: dict[str, Any] = {}
    for name, values in request.args.lists():
        query[name] = values if name in lists else values[-1]
    return query | path
