"""Photos: bytes in and out, which JSON does not carry well."""

from flask import Flask, Response, current_app, request
from pydantic import ValidationError
from werkzeug.datastructures import FileStorage

from gateway.binding import answer, enter
from gateway.decoding import received
from gateway.problems import invalid
from gateway.reasons import UNSUPPORTED_PHOTO
from gateway.requests import PREFIX, idempotency_key
from shared.contracts.operation import GET, Http, Op
from shared.contracts.tickets import photos as photos_api
from shared.kernel.errors import INVALID, TOO_LARGE

FORM = "multipart/form-data"
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "application/octet-stream"})
FRAMING = 64_000
"""Bytes that a multipart body may have beside the picture."""


def register(app: Flask) -> None:
    app.add_url_rule(f"{PREFIX}/photos", "photos.add", add_photo, methods=["POST"])
    app.add_url_rule(f"{PREFIX}/photos/<photo_id>", "photos.get", get_photo, methods=["GET"])
    app.add_url_rule(f"{PREFIX}/photos/<photo_id>/thumbnail", "photos.thumbnail", get_thumbnail, methods=["GET"])


def add_photo() -> Response:
    """The picture as multipart field `photo`, or as the body itself. What is too large is not read."""
    enter(photos_api.ADD_PHOTO)
    command = photos_api.AddPhoto.model_construct(content=picture(current_app.extensions["settings"].photo_limit))
    reply = current_app.extensions["services"].call(
        photos_api.ADD_PHOTO, command.model_dump_json(), key=idempotency_key()
    )
    response = answer(reply.body, 201, reply.version)
    if reply.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def picture(limit: int) -> bytes:
    if request.mimetype == FORM:
        request.max_content_length = limit + FRAMING
        upload = request.files.get("photo")
        if upload is None:
            raise INVALID(errors=[{"pointer": "/photo", "code": "missing"}])
        return picture_of(upload, limit, "/photo")
    if request.mimetype not in PICTURES:
        raise UNSUPPORTED_PHOTO()
    return received(limit)


def picture_of(upload: FileStorage, limit: int, pointer: str | None = None) -> bytes:
    content = upload.read()
    if len(content) > limit:
        raise TOO_LARGE(pointer, limit=limit)
    return content


def get_photo(photo_id: str) -> Response:
    return shown(photos_api.GET_PHOTO, GET("/photos/{photo_id}"), photo_id, "")


def get_thumbnail(photo_id: str) -> Response:
    return shown(photos_api.GET_THUMBNAIL, GET("/photos/{photo_id}/thumbnail"), photo_id, "-thumbnail")


def shown(op: Op, http: Http, photo_id: str, mark: str) -> Response:
    """Pictures never change, so that who has one need not ask again for a day."""
    enter(op)
    try:
        command = op.command.model_validate({"photo_id": photo_id})
    except ValidationError as error:
        raise invalid(error, http) from error
    photo = current_app.extensions["services"].ask(op, command)
    response = Response(photo.content, mimetype=photo.media_type)
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Vary"] = "Authorization"
    response.set_etag(photo.id + mark)
    return response.make_conditional(request)
