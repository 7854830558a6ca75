"""Forms of items: which schemas are fit for use, and whether what is filled in fits them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from shared.contracts.tickets.forms import BAD_FORM, FORM_MISFIT, FormField

ALLOWED = frozenset(
    {
        "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
        "maxLength", "title", "description", "default", "examples",
    }
)  # fmt: skip
"""No references (they could lead out of the house) and no patterns (one can be written that never ends)."""
TYPES = frozenset({"string", "integer", "boolean"})


def refuse_unfit_form(form: Sequence[FormField], pointer: str = "") -> None:
    """Refuses with `tickets.bad_form`, pointing to the field whose schema cannot be used."""
    names: set[str] = set()
    for place, field in enumerate(form):
        if field.name in names:
            raise BAD_FORM(f"{pointer}/form/{place}/name", reason="named twice")
        names.add(field.name)
        _refuse_unfit_schema(field.json_schema, f"{pointer}/form/{place}/json_schema")


def _refuse_unfit_schema(text: str, pointer: str) -> None:
    try:
        schema = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BAD_FORM(pointer, reason="not JSON") from error
    if not isinstance(schema, dict) or schema.get("type") not in TYPES:
        raise BAD_FORM(pointer, reason="type must be string, integer or boolean")
    unknown = sorted(schema.keys() - ALLOWED)
    if unknown:
        raise BAD_FORM(pointer, reason=f"{unknown[0]} may not be used")
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise BAD_FORM(pointer, reason=error.message[:200]) from error


def refuse_misfit_form(form: Sequence[FormField], values: Mapping[str, Any], complete: bool) -> None:
    """Refuses with `tickets.form_misfit`, pointing to the field. complete: what is required must be there."""
    fields = {field.name: field for field in form}
    for name in values:
        if name not in fields:
            raise FORM_MISFIT(f"/form/{name}", field=name, reason="not a field of this form")
    for name, field in fields.items():
        if name not in values:
            if complete and field.required:
                raise FORM_MISFIT(f"/form/{name}", field=name, reason="missing")
            continue
        found = next(iter(Draft202012Validator(json.loads(field.json_schema)).iter_errors(values[name])), None)
        if found is not None:
            raise FORM_MISFIT(f"/form/{name}", field=name, reason=f"{found.validator} {found.validator_value}"[:100])
