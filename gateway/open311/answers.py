"""Answers as JSON or XML, as the path's ending asks for."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
import xmltodict
from flask import Response, request

from shared.kernel.clock import SHANGHAI

JSON, XML = "json", "xml"
FORM = f"<any({JSON},{XML}):form>"
"""The ending of a path."""
TYPES = {JSON: "application/json; charset=utf-8", XML: "text/xml; charset=utf-8"}
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Thing = Mapping[str, Any]


def things(root: str, name: str, found: list[dict[str, Any]], form: str, status: int = 200) -> Response:
    """A list: an array in JSON, and elements `name` below `root` in XML."""
    return written(found if form == JSON else {root: {name: found}}, form, status)


def thing(root: str, found: Thing, form: str) -> Response:
    """One thing: an object in JSON, an element in XML; lists in it stand below a plural in XML alone."""
    return written(found if form == JSON else {root: _elements(found)}, form, 200)


def written(content: Any, form: str, status: int) -> Response:
    if form == JSON:
        body: Any = orjson.dumps(content)
    else:
        body = xmltodict.unparse(_clean(content), short_empty_elements=True)
    return Response(body, status, content_type=TYPES[form])


def moment(at: datetime | None) -> str | None:
    """As people here read their clocks, with the zone: `2026-11-22T09:30:00+08:00`."""
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds") if at else None


def asked_form() -> str:
    """The form of an answer to a request that may not have been understood."""
    return XML if request.path.endswith(f".{XML}") else JSON


def _elements(found: Thing) -> dict[str, Any]:
    """`attributes: [..]` becomes `attributes: {attribute: [..]}`."""
    return {
        name: {name.removesuffix("s"): [_elements(each) for each in value]} if isinstance(value, list) else value
        for name, value in found.items()
    }


def _clean(content: Any) -> Any:
    if isinstance(content, Mapping):
        return {name: _clean(value) for name, value in content.items()}
    if isinstance(content, list):
        return [_clean(value) for value in content]
    if isinstance(content, bool):
        return "true" if content else "false"
    return NOT_IN_XML.sub("", content) if isinstance(content, str) else content
