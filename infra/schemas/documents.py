"""The released documents, made from the contracts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import yaml
from pydantic.json_schema import models_json_schema

from gateway.asyncapi import document
from gateway.pages import event_schema
from shared.contracts.registry import events, operations

FOLDER = Path(__file__).parent
ASYNCAPI = FOLDER / "asyncapi.yaml"
OPERATIONS = FOLDER / "operations.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def event_file(kind: str) -> Path:
    return FOLDER / "events" / f"{kind}.json"


def rendered() -> Iterator[tuple[Path, str]]:
    """Every document with its place."""
    for kind in sorted(events()):
        schema = event_schema(kind)
        assert schema is not None
        yield event_file(kind), pretty(orjson.loads(schema))
    yield OPERATIONS, pretty(operations_schema())
    yield ASYNCAPI, yaml.safe_dump(document(), allow_unicode=True, sort_keys=False, width=120)


def operations_schema() -> dict[str, Any]:
    """Commands and views of all operations over one set of definitions."""
    asked = sorted(operations(), key=lambda op: op.full_name)
    commands = {(op.command, "validation") for op in asked}
    views = {(op.view, "serialization") for op in asked}
    found, shared = models_json_schema(sorted(commands | views, key=str), ref_template="#/$defs/{model}")  # type: ignore[arg-type]
    return {
        "$schema": DIALECT,
        "operations": {
            op.full_name: {"command": found[op.command, "validation"], "view": found[op.view, "serialization"]}
            for op in asked
        },
        "$defs": shared.get("$defs", {}),
    }


def released() -> Iterator[tuple[str, dict[str, Any], dict[str, Any] | None, bool]]:
    """What was released beside what is now: name, old schema, new one (None where it is gone), whether callers send it."""
    for file in sorted((FOLDER / "events").glob("*.json")):
        now = event_schema(file.stem)
        yield file.stem, orjson.loads(file.read_bytes()), orjson.loads(now) if now else None, False
    if not OPERATIONS.exists():
        return
    before, now = orjson.loads(OPERATIONS.read_bytes()), operations_schema()
    for name, op in before["operations"].items():
        for part in ("command", "view"):
            current = now["operations"].get(name)
            yield (
                f"{name} {part}",
                op[part] | {"$defs": before["$defs"]},
                current[part] | {"$defs": now["$defs"]} if current else None,
                part == "command",
            )


def pretty(schema: dict[str, Any]) -> str:
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2).decode() + "\n"
