"""From a request to a command. Bodies are held strictly to their types; paths and queries are text and are read as such."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args, get_origin

import orjson
from flask import current_app, request
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from gateway.problems import invalid
from gateway.reasons import METHODS_WITH_BODY, UNSUPPORTED_TYPE
from shared.contracts.model import Command
from shared.contracts.operation import Op
from shared.kernel.errors import INVALID, MALFORMED, TOO_LARGE

JSON = "application/json"
Path = dict[str, str]


def decoder_of(op: Op) -> Callable[[Path], Command]:
    """A function from the path's parameters to the command; refuses with `invalid`, `malformed` and the like."""
    assert op.http is not None
    fields = op.command.model_fields
    numbers = frozenset(name for name, field in fields.items() if int in kinds_of(field))
    lists = frozenset(name for name, field in fields.items() if list in kinds_of(field))
    http, command = op.http, op.command

    def from_body(path: Path) -> Command:
        if request.query_string:
            raise INVALID(errors=[{"parameter": name, "code": "extra_forbidden"} for name in sorted(request.args)])
        given = body(op.body_limit)
        doubled = sorted(given.keys() & path.keys())
        if doubled:
            raise INVALID(errors=[{"pointer": f"/{name}", "code": "extra_forbidden"} for name in doubled])
        for name, value in path.items():
            given[name] = int(value) if name in numbers and value.isascii() and value.isdigit() else value
        try:
            return command.model_validate_json(orjson.dumps(given), strict=True)
        except ValidationError as error:
            raise invalid(error, http) from error

    def from_query(path: Path) -> Command:
        given: dict[str, Any] = {}
        for name, values in request.args.lists():
            if name not in lists and len(values) > 1:
                raise INVALID(errors=[{"parameter": name, "code": "given_twice"}])
            given[name] = values if name in lists else values[0]
        doubled = sorted(given.keys() & path.keys())
        if doubled:
            raise INVALID(errors=[{"parameter": name, "code": "extra_forbidden"} for name in doubled])
        try:
            return command.model_validate(given | path)
        except ValidationError as error:
            raise invalid(error, http) from error

    return from_body if op.http.method in METHODS_WITH_BODY else from_query


def body(limit: int | None = None) -> dict[str, Any]:
    """The JSON object that was sent, of so many bytes at most; nothing at all is an empty one."""
    raw = received(limit or current_app.extensions["settings"].body_limit)
    if not raw and not request.content_type:
        return {}
    if request.mimetype != JSON:
        raise UNSUPPORTED_TYPE()
    try:
        given = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise MALFORMED(at=error.pos) from error
    if not isinstance(given, dict):
        raise INVALID(errors=[{"pointer": "", "code": "dict_type"}])
    return given


def received(limit: int) -> bytes:
    """The raw body; refuses with `too_large`, before reading where the length is announced."""
    if (request.content_length or 0) > limit:
        raise TOO_LARGE(limit=limit)
    request.max_content_length = limit + 1  # a body of unknown length is cut there, without a word
    raw = request.get_data(cache=False)
    if len(raw) > limit:
        raise TOO_LARGE(limit=limit)
    return raw


def kinds_of(field: FieldInfo) -> set[Any]:
    """The plain types that a field may hold."""
    return _kinds(field.annotation)


def _kinds(annotation: Any) -> set[Any]:
    origin = get_origin(annotation)
    if origin is None:
        return {annotation}
    if origin is Literal:
        return {type(value) for value in get_args(annotation)}
    if origin is Annotated:
        return _kinds(get_args(annotation)[0])
    if origin in (list, tuple, set, frozenset):
        return {list}
    found: set[Any] = set()
    for inner in get_args(annotation):
        found |= _kinds(inner)
    return found
