"""Whether the gateway lives and is ready, and its figures."""

from typing import Any

import orjson
from flask import Flask, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from gateway.binding import JSON
from shared.contracts import identity
from shared.runtime.health import passes


def register(app: Flask) -> None:
    app.add_url_rule("/healthz", "gateway.healthz", healthz)
    app.add_url_rule("/readyz", "gateway.readyz", readyz)
    app.add_url_rule("/metrics", "gateway.metrics", metrics)


def healthz() -> Response:
    return Response(b'{"alive":true}\n', mimetype=JSON)


def readyz() -> Response:
    """Ready when the broker answers and identity can be asked; other services being down takes only their part away."""
    services: Any = current_app.extensions["services"]
    ready = {
        "broker": services.line.connected(),
        "identity": passes(lambda: services.ask(identity.GET_KEYS, identity.GetKeys())),
    }
    return Response(orjson.dumps(ready), 200 if all(ready.values()) else 503, mimetype=JSON)


def metrics() -> Response:
    return Response(generate_latest(), mimetype=CONTENT_TYPE_LATEST)
