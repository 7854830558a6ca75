"""A small HTTP port per service process: /healthz (alive), /readyz (broker and database answer), /metrics."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Checks = dict[str, Callable[[], bool]]


def health_app(checks: Checks) -> Callable[..., Iterable[bytes]]:
    """A WSGI app over named checks; a check that raises counts as failed."""

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/metrics":
            start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
            return [generate_latest()]
        if path == "/healthz":
            return _answer(start_response, {"alive": True}, True)
        if path == "/readyz":
            results = {name: passes(check) for name, check in checks.items()}
            return _answer(start_response, results, all(results.values()))
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"/healthz, /readyz, /metrics\n"]

    return app


def passes(check: Callable[[], bool]) -> bool:
    try:
        return bool(check())
    except Exception:
        return False


def _answer(start_response: Callable[..., Any], body: dict[str, bool], good: bool) -> Iterable[bytes]:
    start_response("200 OK" if good else "503 Service Unavailable", [("Content-Type", "application/json")])
    return [json.dumps(body).encode() + b"\n"]
