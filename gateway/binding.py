"""From an operation to a Flask view: admit, decode, call, encode. The only generic code of the gateway."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import orjson
from flask import Flask, Response, current_app, request
from opentelemetry.trace import SpanKind

from gateway.auth import admit
from gateway.decoding import decoder_of
from gateway.requests import PREFIX, expected_version, idempotency_key
from shared.contracts.model import Page
from shared.contracts.operation import Op
from shared.contracts.registry import operations
from shared.kernel.errors import Refusal
from shared.runtime.tracing import span

JSON = "application/json"


def register(app: Flask) -> None:
    for op in operations():
        if op.http is not None:
            rule = PREFIX + re.sub(r"\{(\w+)\}", r"<\1>", op.http.path)
            app.add_url_rule(rule, op.full_name, view_of(op), methods=[op.http.method])


def view_of(op: Op) -> Callable[..., Response]:
    assert op.http is not None
    status, unsafe, paged = op.http.status, op.http.method != "GET", issubclass(op.view, Page)
    decode, name = decoder_of(op), f"{op.http.method} {op.http.path}"

    def view(**path: str) -> Response:
        enter(op)
        command = decode(path)
        with span(name, SpanKind.CLIENT, request.headers.get("traceparent")):
            reply = current_app.extensions["services"].call(
                op,
                command.model_dump_json(),
                key=idempotency_key() if unsafe else None,
                expected=expected_version() if unsafe else None,
            )
        response = answer(reply.body, status, reply.version)
        if reply.replayed:
            response.headers["Idempotency-Replayed"] = "true"
        if paged:
            link_next(response, reply.body)
        return response

    return view


def enter(op: Op) -> None:
    """Who asks may do so, and not too often; one who is not admitted counts by address."""
    limit = current_app.extensions["limit"]
    try:
        actor = admit(op)
    except Refusal:
        limit.hit(None)
        raise
    limit.hit(actor.account if actor else None)


def answer(body: bytes, status: int, version: int | None) -> Response:
    """The service's JSON as it is; a thing with a version has it as its ETag."""
    response = Response(body, status, mimetype=JSON)
    response.headers["Cache-Control"] = "private, no-cache"
    if version is not None:
        response.set_etag(str(version))
        if request.method in ("GET", "HEAD"):
            response.headers["Vary"] = "Authorization"
            response.make_conditional(request)
    return response


def link_next(response: Response, body: bytes) -> None:
    """The next page as a link (RFC 8288), beside the cursor in the body."""
    if b'"next":' not in body:
        return
    cursor = orjson.loads(body).get("next")
    if cursor:
        query = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
        response.headers["Link"] = f'<{request.path}?{urlencode([*query, ("cursor", cursor)])}>; rel="next"'
