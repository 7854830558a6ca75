"""The whole document."""

import importlib
from functools import lru_cache
from typing import Any

import orjson

from gateway.openapi import handmade
from gateway.openapi.operations import CONTRACTS, HEADERS, PARAMETERS, operation
from gateway.openapi.replies import shared_replies
from gateway.openapi.schemas import Schemas
from shared.contracts.envelope import CONTENT_TYPE, Envelope
from shared.contracts.model import Event
from shared.contracts.registry import events, operations

PREFIX = "/v1"
VERSION = "1.0.0"
DESCRIPTION = """One API over all services of the suite. 全部服务的统一接口。

- Sign in, then send `Authorization: Bearer <token>`. 登录后携带令牌。
- Errors are problem details with a stable `code`; texts follow `Accept-Language` (zh, en). 错误以稳定的 `code` 标识，文字随语言而定。
- Times are UTC, money is in fen, durations are in minutes. 时间为 UTC，金额单位为分，时长单位为分钟。
- Unsafe requests take an `Idempotency-Key`; repeats get the first reply. 写操作可带幂等键，重复请求得到首次结果。
"""
ABOUT = {
    "gateway": "Health, and pages that explain the API.",
    "open311": "Matters as Open311 GeoReport v2 shows them, for clients of that standard.",
}
Document = dict[str, Any]


@lru_cache(maxsize=1)
def document() -> Document:
    schemas = Schemas()
    paths: dict[str, dict[str, Any]] = {}
    for op in operations():
        if op.http is not None:
            paths.setdefault(PREFIX + op.http.path, {})[op.http.method.lower()] = operation(op, schemas)
    for path, described in handmade.paths(schemas).items():
        paths.setdefault(path, {}).update(described)
    paths, replies = shared_replies(paths)
    webhooks = {event.TYPE: _webhook(event, schemas) for event in events().values() if event.AUDIENCE == "partner"}
    problem = {"$ref": "#/components/schemas/Problem"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Linli 邻里", "version": VERSION, "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "tags": _subjects(paths),
        "paths": paths,
        "webhooks": webhooks,
        "components": {
            "schemas": schemas.reached([paths, replies, webhooks, problem]),
            "parameters": PARAMETERS,
            "headers": HEADERS,
            "responses": replies,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def reply_of(path: str, method: str, status: int) -> Document | None:
    """What an operation may answer with this status, wherever in the document it stands."""
    found = document()["paths"][path][method]["responses"].get(str(status))
    if found is None or "$ref" not in found:
        return found
    return document()["components"]["responses"][found["$ref"].rpartition("/")[2]]


@lru_cache(maxsize=1)
def rendered() -> bytes:
    return orjson.dumps(document())


def _subjects(paths: dict[str, Document]) -> list[Document]:
    """What the operations are about, service by service, each with a line that says so."""
    named = {tag: None for methods in paths.values() for described in methods.values() for tag in described["tags"]}
    services = list(dict.fromkeys(name.partition("-")[0] for name in named))
    ordered = sorted(named, key=lambda name: services.index(name.partition("-")[0]))
    return [{"name": name, "description": ABOUT.get(name) or _about(name)} for name in ordered]


def _about(subject: str) -> str:
    return (importlib.import_module(CONTRACTS + subject.replace("-", ".")).__doc__ or subject).strip().splitlines()[0]


def _webhook(event: type[Event], schemas: Schemas) -> Document:
    """What a partner's endpoint is sent: a CloudEvent with the event as its data."""
    data = {"type": "object", "properties": {"type": {"const": event.TYPE}, "data": schemas.view(event)}}
    schema = {"allOf": [schemas.view(Envelope), data]}
    return {
        "post": {
            "operationId": event.TYPE,
            "tags": [event.TYPE.split(".")[0]],
            "summary": (event.__dict__.get("__doc__") or event.__name__).strip(),
            "description": f"Also on the broker, with the routing key `{event.TYPE}.<area path>`.",
            "security": [],
            "requestBody": {"required": True, "content": {CONTENT_TYPE: {"schema": schema}}},
            "responses": {"204": {"description": "Taken in."}},
        }
    }
