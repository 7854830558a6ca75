"""The AsyncAPI 3 document: every event that partners may receive, how it is addressed and what it looks like."""

from functools import cache
from typing import Any

import orjson
from pydantic.json_schema import models_json_schema

from shared.contracts.envelope import CONTENT_TYPE, Envelope
from shared.contracts.model import Event
from shared.contracts.registry import events

SCHEMAS = "#/components/schemas/"
AREA_PARAMETER = {
    "area": {
        "description": "Path of the area that it happened in, district.street.community.grid; `-` where it belongs to none.",
        "examples": ["150202.003.005.012"],
    }
}
INTRODUCTION = """What happens in the town, as CloudEvents 1.0 in structured JSON over AMQP 0-9-1.

Each partner agency has a user and a queue `partner.<name>` of its own, which gets the events of its areas and types.
An event may arrive more than once: its `id` tells. Events of one `subject` arrive in order; `aggregateversion` counts.
A replayed event carries the header `replayed-at`."""


def partner_events() -> dict[str, type[Event]]:
    return {kind: event for kind, event in sorted(events().items()) if event.AUDIENCE == "partner"}


def document() -> dict[str, Any]:
    told = partner_events()
    models = [(event, "serialization") for event in (*told.values(), Envelope)]
    _, schemas = models_json_schema(models, ref_template=SCHEMAS + "{model}")  # type: ignore[arg-type]
    parts = schemas["$defs"]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Linli events for partner agencies", "version": "1", "description": INTRODUCTION},
        "defaultContentType": CONTENT_TYPE,
        "servers": {"town": {"host": "localhost:5672", "protocol": "amqp", "description": "the town's message broker"}},
        "channels": {_key(kind): _channel(kind) for kind in told},
        "operations": {f"send_{_key(kind)}": _operation(kind, event) for kind, event in told.items()},
        "components": {
            "messages": {_key(kind): _message(kind, event) for kind, event in told.items()},
            "schemas": parts,
        },
    }


@cache
def rendered() -> bytes:
    return orjson.dumps(document())


def summary(event: type[Event]) -> str:
    """The first line of the event's own docstring, or its name in words."""
    own = (event.__dict__.get("__doc__") or "").strip()
    return own.splitlines()[0] if own else event.TYPE.rsplit(".", 1)[0].replace(".", " ").replace("_", " ")


def _key(kind: str) -> str:
    return kind.replace(".", "_")


def _channel(kind: str) -> dict[str, Any]:
    exchange = {"name": "partner.events", "type": "topic", "durable": True, "autoDelete": False, "vhost": "/"}
    return {
        "address": f"{kind}.{{area}}",
        "parameters": AREA_PARAMETER,
        "messages": {_key(kind): {"$ref": f"#/components/messages/{_key(kind)}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": "0.3.0"}},
    }


def _operation(kind: str, event: type[Event]) -> dict[str, Any]:
    return {
        "action": "send",
        "summary": summary(event),
        "channel": {"$ref": f"#/channels/{_key(kind)}"},
        "messages": [{"$ref": f"#/channels/{_key(kind)}/messages/{_key(kind)}"}],
    }


def _message(kind: str, event: type[Event]) -> dict[str, Any]:
    particular = {
        "properties": {"type": {"const": kind}, "data": {"$ref": SCHEMAS + event.__name__}},
    }
    return {
        "name": kind,
        "title": summary(event),
        "contentType": CONTENT_TYPE,
        "payload": {"allOf": [{"$ref": f"{SCHEMAS}Envelope"}, particular]},
    }
