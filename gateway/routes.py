"""The few endpoints that are made by hand: health, photos."""

from typing import Any

import orjson
from flask import Flask, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from gateway.auth import admit
from gateway.binding import JSON, PREFIX, answer, idempotency_key
from shared.contracts import identity, tickets
from shared.runtime.health import passes


def register(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
    app.add_url_rule("/metrics", "metrics", metrics)
    app.add_url_rule(f"{PREFIX}/photos", "photos.add", add_photo, methods=["POST"])
    app.add_url_rule(f"{PREFIX}/photos/<photo_id>", "photos.get", get_photo, methods=["GET"])


def healthz() -> Response:
    return Response(b'{"alive":true}\n', mimetype=JSON)


def readyz() -> Response:
    """Ready when the broker answers and identity can be asked; other services being down takes only their part away."""
    services: Any = current_app.extensions["services"]
    ready = {"broker": services.line.connected(), "identity": passes(lambda: services.ask(identity.GET_KEYS, identity.GetKeys()))}
    return Response(orjson.dumps(ready), 200 if all(ready.values()) else 503, mimetype=JSON)


def metrics() -> Response:
    return Response(generate_latest(), mimetype=CONTENT_TYPE_LATEST)


def add_photo() -> Response:
    """The picture as multipart field `photo`, or as the body itself."""
    admit(tickets.ADD_PHOTO)
    upload = request.files.get("photo")
    content = upload.read() if upload else request.get_data()
    command = tickets.AddPhoto.model_construct(content=content)
    reply = current_app.extensions["services"].call(tickets.ADD_PHOTO, command.model_dump_json(), key=idempotency_key())
    return answer(reply.body, 201, reply.version)


def get_photo(photo_id: str) -> Response:
    admit(tickets.GET_PHOTO)
    photo = current_app.extensions["services"].ask(tickets.GET_PHOTO, tickets.GetPhoto(photo_id=photo_id))
    response = Response(photo.content, mimetype=photo.media_type)
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    response.headers["Content-Disposition"] = "inline"
    response.set_etag(photo.id)
    return response.make_conditional(request)


