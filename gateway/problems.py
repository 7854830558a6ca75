"""Errors as RFC 9457 problem details, in the caller's language, with stable codes and field pointers."""

import logging
from typing import Any

import orjson
from flask import Flask, Response, g, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from gateway.reasons import BAD_REQUEST, METHOD_NOT_ALLOWED, METHODS_WITH_BODY, NO_SUCH_PATH
from gateway.wording import shown, wording
from shared.contracts.operation import Http
from shared.kernel.errors import INTERNAL, INVALID, REGISTRY, TOO_LARGE, ErrorCode, Refusal

log = logging.getLogger("linli.gateway")

PROBLEM = "application/problem+json"
RETRY_AFTER = {429: 1, 503: 2, 504: 1}
RESERVED = frozenset({"type", "title", "status", "detail", "instance", "code", "request_id", "errors"})


def register(app: Flask) -> None:
    app.register_error_handler(Refusal, on_refusal)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Exception, on_surprise)


def on_refusal(refusal: Refusal) -> Response:
    facts = dict(refusal.facts)
    errors = facts.pop("errors", None)
    if errors is None and refusal.pointer is not None:
        errors = [_place(refusal.pointer) | {"code": refusal.reason.code}]
    text = refusal.reason.text(g.language, {name: shown(name, value, g.language) for name, value in facts.items()})
    return problem(refusal.reason, text, facts, [_worded(error, text) for error in errors or ()])


def on_http(error: HTTPException) -> Response:
    """What Flask and Werkzeug refuse, in the same form."""
    if error.code == 405:
        allowed = sorted(set(getattr(error, "valid_methods", None) or ()) - {"OPTIONS", "HEAD"})
        response = on_refusal(METHOD_NOT_ALLOWED(allowed=allowed))
        response.headers["Allow"] = ", ".join(allowed)
        return response
    if error.code == 404:
        return on_refusal(NO_SUCH_PATH())
    if error.code == 413:
        return on_refusal(TOO_LARGE(limit=request.max_content_length))
    if error.code is not None and error.code < 400:
        return Response(status=error.code, headers=dict(error.get_headers()))
    return on_refusal(BAD_REQUEST())


def on_surprise(error: Exception) -> Response:
    log.exception("unexpected in %s, request %s", request.endpoint, g.request_id)
    return on_refusal(INTERNAL())


def problem(reason: ErrorCode, detail: str, facts: dict[str, Any], errors: list[dict[str, Any]]) -> Response:
    body: dict[str, Any] = {
        "type": f"/v1/errors/{reason.code}",
        "title": title_of(reason),
        "status": reason.status,
        "detail": detail,
        "instance": request.path,
        "code": reason.code,
        "request_id": g.request_id,
    }
    if errors:
        body["errors"] = errors
    body |= {name: value for name, value in facts.items() if name not in RESERVED}
    response = Response(orjson.dumps(body, default=str), reason.status, mimetype=PROBLEM)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = g.language
    response.headers["Vary"] = "Accept-Language"
    if reason.status in RETRY_AFTER:
        response.headers["Retry-After"] = str(facts.get("retry_after", RETRY_AFTER[reason.status]))
    if reason.status == 401:
        response.headers["WWW-Authenticate"] = f'Bearer error="{reason.code}"'
    return response


def title_of(reason: ErrorCode) -> str:
    return reason.code.rpartition(".")[2].replace("_", " ").capitalize()


def invalid(error: ValidationError, http: Http | None) -> Refusal:
    """Each finding with a pointer into the body, or the name of the query or path parameter."""
    in_path = set() if http is None else {part[1:-1] for part in http.path.split("/") if part.startswith("{")}
    in_query = http is not None and http.method not in METHODS_WITH_BODY
    errors = []
    for found in error.errors(include_url=False, include_input=False):
        where = [str(part) for part in found["loc"]]
        entry: dict[str, Any] = {"code": found["type"], "params": found.get("ctx", {})}
        if where and (in_query or where[0] in in_path):
            entry["parameter"] = where[0]
        else:
            entry["pointer"] = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in where)
        errors.append(entry)
    return INVALID(errors=errors)


def _place(pointer: str) -> dict[str, str]:
    """Where the caller wrote it: in a header, in the path or the query by its name, or in the body by a pointer."""
    if pointer and not pointer.startswith("/"):
        return {"header": pointer}
    name = pointer[1:].partition("/")[0]
    if name and (name in (request.view_args or {}) or request.method not in METHODS_WITH_BODY):
        return {"parameter": name}
    return {"pointer": pointer}


def _of_registry(code: str, error: dict[str, Any], text: str) -> str:
    """A finding that comes with facts of its own is told in the words of its own reason."""
    facts = error.get("params")
    return text if facts is None else REGISTRY[code].text(g.language, facts)


def _worded(error: dict[str, Any], text: str) -> dict[str, Any]:
    """Findings come from validation here, or from a service, which names the place as a list."""
    places = {name: error[name] for name in ("pointer", "parameter", "header") if name in error}
    if not places and "loc" in error:
        places["pointer"] = "".join(f"/{part}" for part in error["loc"])
    code = error.get("code") or error.get("type") or INVALID.code
    detail = _of_registry(code, error, text) if code in REGISTRY else wording(code, error.get("params", {}), g.language)
    return places | {"code": code, "detail": detail or text}
