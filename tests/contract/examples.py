"""The simplest example of any model, made from its schema."""

from typing import Any, TypeVar

from hypothesis import find
from hypothesis.strategies import from_regex
from pydantic import BaseModel

ModelT = TypeVar("ModelT", bound=BaseModel)
FORMATS = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "time": "03:04:05Z",
    "duration": "PT1M",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "email": "nobody@example.org",
    "uri": "https://example.org/",
    "binary": "AA==",
    "base64": "AA==",
}


def example(model: type[ModelT]) -> ModelT:
    schema = model.model_json_schema()
    return model.model_validate(_value(schema, schema))


def _value(schema: dict[str, Any], root: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    for given in ("const", "default"):
        if given in schema:
            return schema[given]
    for given in ("examples", "enum"):
        if schema.get(given):
            return schema[given][0]
    for options in ("anyOf", "oneOf", "allOf"):
        if options in schema:
            return _value(schema[options][0], root)
    return _of_kind(schema.get("type"), schema, root)


def _of_kind(kind: str | None, schema: dict[str, Any], root: dict[str, Any]) -> Any:
    match kind:
        case "object":
            wanted = schema.get("required", ())
            return {name: _value(field, root) for name, field in schema.get("properties", {}).items() if name in wanted}
        case "array":
            if "prefixItems" in schema:
                return [_value(item, root) for item in schema["prefixItems"]]
            return [_value(schema.get("items", {}), root) for _ in range(schema.get("minItems", 0))]
        case "string":
            return _text(schema)
        case "integer" | "number":
            return max(schema.get("minimum", 0), schema.get("exclusiveMinimum", -1) + 1)
        case "boolean":
            return False
    return None


def _text(schema: dict[str, Any]) -> str:
    if "pattern" in schema:
        return find(from_regex(schema["pattern"], fullmatch=True), lambda _text: True)
    return FORMATS.get(schema.get("format", ""), "x" * max(schema.get("minLength", 0), 1))
