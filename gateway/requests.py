"""What every request has: an id, a language, an entry in the log; and the headers that unsafe ones may carry."""

import logging
import os
import re
import time
from functools import lru_cache

import orjson
from flask import Flask, Response, g, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from shared.kernel.clock import SystemClock
from shared.kernel.errors import INVALID
from shared.kernel.ids import new_id
from shared.runtime.metrics import REQUEST_SECONDS

PREFIX = "/v1"
KEY = re.compile(r"^[\x21-\x7e]{1,128}\Z")
REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}\Z")
VERSION = re.compile(r'^(?:W/)?"?([0-9]{1,15})"?\Z')
LANGUAGES = ("zh", "en")
STANDARD_OUTPUT = 1
log = logging.getLogger("linli.request")


def register(app: Flask) -> None:
    app.before_request(begin)
    app.after_request(finish)


def begin() -> None:
    g.started = time.perf_counter()
    given = request.headers.get("X-Request-Id")
    made = given is None or not REQUEST_ID.match(given)
    g.request_id = new_id(SystemClock().now()) if made else given
    g.own_key = g.request_id if made else None
    g.language = language_of(request.headers.get("Accept-Language", ""))
    g.token = None


@lru_cache(maxsize=1000)
def language_of(accepted: str) -> str:
    """ "zh" or "en"; Chinese where neither is asked for. Clients send few different values, so answers are kept."""
    found = parse_accept_header(accepted, LanguageAccept).best_match(LANGUAGES, default="zh")
    return found or "zh"


def finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.request_id
    seconds = time.perf_counter() - g.started
    operation = request.endpoint or "none"
    REQUEST_SECONDS.labels(operation, response.status_code).observe(seconds)
    if log.isEnabledFor(logging.INFO):
        _write(operation, response.status_code, seconds)
    return response


def _write(operation: str, status: int, seconds: float) -> None:
    """One line, with nothing in it that says who asked: the rule instead of the path, no query, no address."""
    line = {
        "event": "request",
        "timestamp": SystemClock().now(),
        "request_id": g.request_id,
        "method": request.method,
        "route": request.url_rule.rule if request.url_rule else None,
        "operation": operation,
        "status": status,
        "milliseconds": round(seconds * 1000, 2),
        "traceparent": request.headers.get("traceparent"),
    }
    # Written past the logging module, whose formatting would cost more than many a request.
    os.write(STANDARD_OUTPUT, orjson.dumps(line, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE))


def idempotency_key() -> str:
    """The caller's key, or one that no other request has."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return g.own_key or new_id(SystemClock().now())
    if not KEY.match(key):
        raise INVALID(errors=[{"header": "Idempotency-Key", "code": "bad_key"}])
    return key


def expected_version() -> int | None:
    """From `If-Match: "3"`, also in the weak form that compressing proxies make of it; `*` and absence mean any."""
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    found = VERSION.match(given)
    if found is None:
        raise INVALID(errors=[{"header": "If-Match", "code": "bad_version"}])
    return int(found[1])
