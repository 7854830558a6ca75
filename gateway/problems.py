"""Errors as RFC 9457 problem details, in the caller's language, with stable codes and field pointers."""

import logging
from typing import Any

import orjson
from flask import Flask, Response, g, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from gateway.wording import wording
from shared.contracts.operation import Http
from shared.kernel.errors import INTERNAL, INVALID, TOO_LARGE, ErrorCode, Refusal

log = logging.getLogger("linli.gateway")

PROBLEM = "application/problem+json"
RETRY_AFTER = {429: 1, 503: 2, 504: 1}

NO_SUCH_PATH = ErrorCode("no_such_path", 404, "There is nothing at this path.", "该路径不存在。")
METHOD_NOT_ALLOWED = ErrorCode("method_not_allowed", 405, "Use one of: {allowed}.", "可用的方法：{allowed}。")
BAD_REQUEST = ErrorCode("bad_request", 400, "The request cannot be read.", "无法读取该请求。")


def register(app: Flask) -> None:
    app.register_error_handler(Refusal, on_refusal)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Exception, on_surprise)


def on_refusal(refusal: Refusal) -> Response:
    facts = dict(refusal.facts)
    errors = facts.pop("errors", None)
    if errors is None and refusal.pointer is not None:
        errors = [{"pointer": refusal.pointer, "code": refusal.reason.code}]
    text = refusal.reason.text(g.language, {name: _shown(value) for name, value in facts.items()})
    return problem(refusal.reason, text, facts, [_worded(error, text) for error in errors or ()])


def on_http(error: HTTPException) -> Response:
    if error.code == 405:
        allowed = sorted(set(getattr(error, "valid_methods", None) or ()) - {"OPTIONS", "HEAD"})
        response = on_refusal(METHOD_NOT_ALLOWED(allowed=allowed))
        response.headers["Allow"] = ", ".join(allowed)
        return response
    if error.code == 404:
        return on_refusal(NO_SUCH_PATH())
    if error.code == 413:
        return on_refusal(TOO_LARGE(limit=request.max_content_length))
    if error.code is not None and error.code < 400 and error.get_response() is not None:
        return Response(status=error.code, headers=dict(error.get_headers()))
    return on_refusal(BAD_REQUEST())


def on_surprise(error: Exception) -> Response:
    log.exception("unexpected in %s", request.endpoint)
    return on_refusal(INTERNAL())


def problem(reason: ErrorCode, detail: str, facts: dict[str, Any], errors: list[dict[str, Any]]) -> Response:
    body: dict[str, Any] = {
        "type": f"/v1/errors/{reason.code}",
        "title": reason.code.rpartition(".")[2].replace("_", " ").capitalize(),
        "status": reason.status,
        "detail": detail,
        "instance": request.path,
        "code": reason.code,
        "request_id": g.request_id,
    }
    if errors:
        body["errors"] = errors
    for name, value in facts.items():
        body.setdefault(name, value)
    response = Response(orjson.dumps(body, default=str), reason.status, mimetype=PROBLEM)
    response.headers["Cache-Control"] = "no-store"
    if reason.status in RETRY_AFTER:
        response.headers["Retry-After"] = str(facts.get("retry_after", RETRY_AFTER[reason.status]))
    if reason.status == 401:
        response.headers["WWW-Authenticate"] = f'Bearer error="{reason.code}"'
    return response


def invalid(error: ValidationError, http: Http | None) -> Refusal:
    """Each finding with a pointer into the body, or the name of the query or path parameter."""
    in_path = set() if http is None else {part[1:-1] for part in http.path.split("/") if part.startswith("{")}
    in_query = http is not None and http.method in ("GET", "DELETE")
    errors = []
    for found in error.errors(include_url=False, include_input=False):
        where = [str(part) for part in found["loc"]]
        entry: dict[str, Any] = {"code": found["type"], "params": found.get("ctx", {})}
        if where and (in_query or where[0] in in_path):
            entry["parameter"] = where[0]
        else:
            entry["pointer"] = "".join(f"/{part}" for part in where)
        errors.append(entry)
    return INVALID(errors=errors)


def _worded(error: dict[str, Any], text: str) -> dict[str, Any]:
    shown = {name: error[name] for name in ("pointer", "parameter", "header") if name in error}
    detail = wording(error["code"], error.get("params", {}), g.language) or text
    return shown | {"code": error["code"], "detail": detail}


def _shown(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
