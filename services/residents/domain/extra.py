"""Fields that a district adds: which schemas are fit for use, and whether values fit them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from shared.contracts.residents.people import BAD_EXTRA, BAD_SCHEMA, FieldRule

ALLOWED = frozenset(
    {
        "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
        "maxLength", "title", "description", "default", "examples",
    }
)  # fmt: skip
"""No references (they could lead out of the house) and no patterns (one can be written that never ends)."""
TYPES = frozenset({"string", "integer", "boolean"})


def refuse_unfit(rules: Iterable[FieldRule]) -> None:
    names: set[str] = set()
    for place, rule in enumerate(rules):
        pointer = f"/fields/{place}"
        if rule.name in names:
            raise BAD_SCHEMA(f"{pointer}/name", reason="named twice")
        names.add(rule.name)
        _refuse_unfit_schema(rule.json_schema, f"{pointer}/json_schema")


def _refuse_unfit_schema(text: str, pointer: str) -> None:
    try:
        schema = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BAD_SCHEMA(pointer, reason="not JSON") from error
    if not isinstance(schema, dict) or schema.get("type") not in TYPES:
        raise BAD_SCHEMA(pointer, reason="type must be string, integer or boolean")
    unknown = sorted(schema.keys() - ALLOWED)
    if unknown:
        raise BAD_SCHEMA(pointer, reason=f"{unknown[0]} may not be used")
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise BAD_SCHEMA(pointer, reason=error.message[:200]) from error


def refuse_misfit(rules: Iterable[FieldRule], values: Mapping[str, Any]) -> None:
    """Every value needs a rule and must fit it; what is required must be there."""
    by_name = {rule.name: rule for rule in rules}
    for name in values:
        if name not in by_name:
            raise BAD_EXTRA(f"/extra/{name}", field=name, reason="not a field of this district")
    for name, rule in by_name.items():
        if name not in values:
            if rule.required:
                raise BAD_EXTRA(f"/extra/{name}", field=name, reason="missing")
            continue
        found = next(iter(Draft202012Validator(json.loads(rule.json_schema)).iter_errors(values[name])), None)
        if found is not None:
            raise BAD_EXTRA(f"/extra/{name}", field=name, reason=f"{found.validator}")
