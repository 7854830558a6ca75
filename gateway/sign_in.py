"""What signing in needs beside the contract's operations: the keys where standards look for them, replies that no cache keeps."""

import orjson
from flask import Flask, Response, current_app, request

from gateway.binding import JSON
from shared.contracts import identity
from shared.contracts.registry import operations

SECRET_REPLIES = frozenset(op.full_name for op in operations() if not op.keeps_reply)


def register(app: Flask) -> None:
    app.add_url_rule("/.well-known/jwks.json", "identity.jwks", jwks)
    app.after_request(keep_nothing)


def jwks() -> Response:
    """The public keys as a plain JWKS document (RFC 7517)."""
    keys = current_app.extensions["services"].ask(identity.GET_KEYS, identity.GetKeys())
    response = Response(orjson.dumps(keys.model_dump(mode="json")), mimetype=JSON)
    response.headers["Cache-Control"] = "public, max-age=10"
    return response


def keep_nothing(response: Response) -> Response:
    if request.endpoint in SECRET_REPLIES:
        response.headers["Cache-Control"] = "no-store"
    return response
