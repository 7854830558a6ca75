"""JSON Schemas of single fields that people add as data: which are fit for use, and whether values fit them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from shared.kernel.errors import ErrorCode

ALLOWED = frozenset(
    {
        "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
        "maxLength", "title", "description", "default", "examples",
    }
)  # fmt: skip
"""No references (they could lead out of the house) and no patterns (one can be written that never ends)."""
TYPES = frozenset({"string", "integer", "boolean"})


class Field(Protocol):
    """`json_schema` is a text; the schema of the field's value."""

    @property
    def name(self) -> str: ...
    @property
    def json_schema(self) -> str: ...
    @property
    def required(self) -> bool: ...


def refuse_unfit_fields(fields: Sequence[Field], pointer: str, error: ErrorCode) -> None:
    """Refuses with `error` (its fact: reason) the first field whose schema cannot be used; `pointer` leads to the list."""
    names: set[str] = set()
    for place, field in enumerate(fields):
        if field.name in names:
            raise error(f"{pointer}/{place}/name", reason="named twice")
        names.add(field.name)
        _refuse_unfit_schema(field.json_schema, f"{pointer}/{place}/json_schema", error)


def _refuse_unfit_schema(text: str, pointer: str, error: ErrorCode) -> None:
    try:
        schema = json.loads(text)
    except (ValueError, RecursionError) as cause:
        raise error(pointer, reason="not JSON") from cause
    if not isinstance(schema, dict) or schema.get("type") not in TYPES:
        raise error(pointer, reason="type must be string, integer or boolean")
    unknown = sorted(schema.keys() - ALLOWED)
    if unknown:
        raise error(pointer, reason=f"{unknown[0]} may not be used")
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as cause:
        raise error(pointer, reason=cause.message[:200]) from cause


def refuse_misfits(
    fields: Sequence[Field], values: Mapping[str, Any], pointer: str, error: ErrorCode, *, complete: bool = True
) -> None:
    """Refuses with `error` (its facts: field, reason) a value without a field or that does not fit it, and if `complete`
    what is required and missing; `pointer` leads to the values."""
    by_name = {field.name: field for field in fields}
    for name in values:
        if name not in by_name:
            raise error(f"{pointer}/{name}", field=name, reason="no such field")
    for name, field in by_name.items():
        if name not in values:
            if complete and field.required:
                raise error(f"{pointer}/{name}", field=name, reason="missing")
            continue
        found = next(iter(Draft202012Validator(json.loads(field.json_schema)).iter_errors(values[name])), None)
        if found is not None:
            raise error(f"{pointer}/{name}", field=name, reason=f"{found.validator} {found.validator_value}"[:100])
