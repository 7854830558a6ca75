"""Holds each response of the running suite against the OpenAPI document."""

import re
from functools import cache
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import requests

from gateway.openapi import document
from gateway.openapi.document import reply_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DOCUMENT = "linli:openapi"
UNDOCUMENTED = frozenset({405, 414})
"""For paths and methods that are no operations."""


def assert_documented(response: requests.Response) -> None:
    """Fails when the document does not know the operation's status, kind of content, or body."""
    method = str(response.request.method).lower()
    path = response.request.path_url.partition("?")[0]
    template = operation(method, path)
    if template is None or response.status_code in UNDOCUMENTED or method in ("head", "options"):
        return
    where = f"{method.upper()} {template}: {response.status_code}"
    reply = reply_of(template, method, response.status_code)
    assert reply is not None, f"{where} is not documented: {response.text[:300]}"
    content = reply.get("content")
    if not content or not response.content:
        return
    kind = response.headers["Content-Type"].partition(";")[0]
    assert kind in content, f"{where} gives {kind}, which is not documented"
    if kind.endswith("json") and "schema" in content[kind]:
        errors = [
            error.message
            for error in validator(template, method, response.status_code, kind).iter_errors(response.json())
        ]
        assert not errors, f"{where} does not keep to its schema: {errors[:3]}: {response.text[:300]}"


@cache
def patterns() -> list[tuple[re.Pattern[str], str, frozenset[str]]]:
    """Paths without parameters first, since they win."""
    found = []
    for template, methods in sorted(document()["paths"].items(), key=lambda item: item[0].count("{")):
        pattern = "[^/]+".join(re.escape(part) for part in re.split(r"\{\w+\}", template))
        found.append((re.compile(pattern + r"\Z"), template, frozenset(methods)))
    return found


@cache
def operation(method: str, path: str) -> str | None:
    return next((t for pattern, t, methods in patterns() if method in methods and pattern.match(path)), None)


@cache
def registry() -> jsonschema_rs.Registry:
    """The document, read once: a validator then takes from it only what its own schema refers to."""
    return jsonschema_rs.Registry([(DOCUMENT, document() | {"$schema": DIALECT})])


@cache
def validator(template: str, method: str, status: int, kind: str) -> Any:
    reply = document()["paths"][template][method]["responses"][str(status)]
    place = reply.get("$ref") or pointer("paths", template, method, "responses", str(status))
    schema = {"$schema": DIALECT, "$ref": f"{DOCUMENT}{place}{pointer('content', kind, 'schema')[1:]}"}
    return jsonschema_rs.validator_for(schema, registry=registry())


def pointer(*parts: str) -> str:
    return "#/" + "/".join(quote(part.replace("~", "~0").replace("/", "~1"), safe="~") for part in parts)
