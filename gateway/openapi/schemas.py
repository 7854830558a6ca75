"""Schemas of commands, views and events as components, named after their models."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.contracts.envelope import Envelope
from shared.contracts.operation import Op
from shared.contracts.registry import events, operations

REFERENCE = "#/components/schemas/"
Schema = dict[str, Any]

PROBLEM: Schema = {
    "title": "Problem",
    "type": "object",
    "description": "Why a request was refused (RFC 9457). `code` is stable; texts follow Accept-Language. "
    "Facts of the case may stand beside these fields.",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "where the code is explained", "examples": ["/v1/errors/invalid"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "for people, in Chinese or English"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string", "description": "quote it when you ask for help"},
        "errors": {"type": "array", "items": {"$ref": REFERENCE + "FieldProblem"}},
    },
}
FIELD_PROBLEM: Schema = {
    "title": "FieldProblem",
    "type": "object",
    "description": "One field that is not in order: a pointer into the body (RFC 6901), or the name of a parameter or header.",
    "required": ["code", "detail"],
    "properties": {
        "pointer": {"type": "string", "examples": ["/point/longitude"]},
        "parameter": {"type": "string"},
        "header": {"type": "string"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}


class Schemas:
    """All components, and what an operation needs of them. Schemas that nothing refers to are left out at the end."""

    def __init__(self) -> None:
        wanted: dict[tuple[type[BaseModel], Any], None] = {}
        for op in operations():
            wanted[op.command, "validation"] = None
            wanted[op.view, "serialization"] = None
        for event in (Envelope, *events().values()):
            wanted[event, "serialization"] = None
        self._names, found = models_json_schema(list(wanted), ref_template=REFERENCE + "{model}")
        self.all: dict[str, Schema] = found.get("$defs", {})
        for (_, mode), reference in self._names.items():
            if mode == "serialization":
                self._absent_instead_of_null(reference["$ref"])
        self.all |= {"Problem": PROBLEM, "FieldProblem": FIELD_PROBLEM}

    def view(self, model: type[BaseModel]) -> Schema:
        return dict(self._names[model, "serialization"])

    def properties(self, op: Op) -> tuple[dict[str, Schema], frozenset[str]]:
        """The command's fields, and which of them are required."""
        command = self._resolve(self._names[op.command, "validation"])
        return command.get("properties", {}), frozenset(command.get("required", ()))

    def body(self, op: Op, in_path: frozenset[str]) -> Schema | None:
        """The command without what stands in the path; None where nothing is left."""
        reference = self._names[op.command, "validation"]
        properties, required = self.properties(op)
        rest = {name: schema for name, schema in properties.items() if name not in in_path}
        if not rest:
            return None
        if not in_path:
            return dict(reference)
        name = f"{op.command.__name__}Body"
        body = self._resolve(reference) | {"properties": rest, "required": sorted(required - in_path), "title": name}
        if self.all.setdefault(name, body) != body:
            name = f"{op.service}.{op.name}.body"
            self.all[name] = body
        return {"$ref": REFERENCE + name}

    def reached(self, roots: Any) -> dict[str, Schema]:
        """The components that `roots` refers to, also over others."""
        seen: dict[str, Schema] = {}
        todo = list(references(roots))
        while todo:
            name = todo.pop()
            if name not in seen:
                seen[name] = self.all[name]
                todo += references(seen[name])
        return dict(sorted(seen.items()))

    def _resolve(self, reference: Schema) -> Schema:
        return self.all[reference["$ref"].removeprefix(REFERENCE)]

    def _absent_instead_of_null(self, reference: str, seen: set[str] | None = None) -> None:
        """Replies leave out what is null, so a field that may be null is not a required one."""
        seen = set() if seen is None else seen
        name = reference.removeprefix(REFERENCE)
        if name in seen:
            return
        seen.add(name)
        schema = self.all[name]
        if "required" in schema:
            fields = schema["properties"]
            schema["required"] = [field for field in schema["required"] if not nullable(fields[field])]
        for inner in references(schema):
            self._absent_instead_of_null(inner, seen)


def nullable(schema: Schema) -> bool:
    return any(variant.get("type") == "null" for variant in schema.get("anyOf", ()))


def without_null(schema: Schema) -> Schema:
    """For parameters, which are absent rather than null."""
    if not nullable(schema):
        return schema
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
    variants = [variant for variant in schema["anyOf"] if variant.get("type") != "null"]
    return (variants[0] if len(variants) == 1 else {"anyOf": variants}) | rest


def references(part: Any) -> list[str]:
    """Names of the components that are referred to anywhere in `part`."""
    if isinstance(part, dict):
        found = [name for value in part.values() for name in references(value)]
        reference = part.get("$ref")
        if isinstance(reference, str) and reference.startswith(REFERENCE):
            found.append(reference.removeprefix(REFERENCE))
        return found
    if isinstance(part, list):
        return [name for value in part for name in references(value)]
    return []
