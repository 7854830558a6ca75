"""The extra fields of a category: which schemas are fit for use, and whether a report's values fit them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError, ValidationError

from shared.contracts.tickets.catalogue import BAD_EXTRA, BAD_SCHEMA

MOST_FIELDS = 20
MOST_CHOICES = 100
FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
ROOT_WORDS = frozenset({"$schema", "type", "properties", "required", "additionalProperties", "title", "description"})
FIELD_WORDS = frozenset(
    {
        "type", "enum", "const", "oneOf", "items", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength",
        "maxLength", "minItems", "maxItems", "uniqueItems", "format", "title", "title_en", "description", "default",
        "examples",
    }
)  # fmt: skip
"""No references (they could lead out of the house) and no patterns (one can be written that never ends)."""
CHOICE_WORDS = frozenset({"const", "title", "title_en"})
TYPES = ("string", "integer", "number", "boolean", "array")
FORMATS = ("date", "date-time")
FORMAT_CHECKER = FormatChecker(formats=())


@FORMAT_CHECKER.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@FORMAT_CHECKER.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def refuse_unfit(schema: Mapping[str, Any]) -> None:
    """Refuses with `tickets.bad_schema`, pointing to the part that cannot be used."""
    if not schema:
        return
    _only(schema, ROOT_WORDS, "/extra")
    if schema.get("type", "object") != "object":
        raise BAD_SCHEMA("/extra/type", reason="the root must be an object")
    if schema.get("additionalProperties", False) is not False:
        raise BAD_SCHEMA("/extra/additionalProperties", reason="other fields are never taken")
    properties = schema.get("properties", {})
    if not isinstance(properties, dict) or len(properties) > MOST_FIELDS:
        raise BAD_SCHEMA("/extra/properties", reason=f"an object of at most {MOST_FIELDS} fields is needed")
    for name, field in properties.items():
        _refuse_unfit_field(name, field, f"/extra/properties/{name}")
    required = schema.get("required", [])
    if not isinstance(required, list) or any(name not in properties for name in map(str, required)):
        raise BAD_SCHEMA("/extra/required", reason="it names what is not a property")
    try:
        Draft202012Validator.check_schema(dict(schema))
    except SchemaError as error:
        place = "".join(f"/{part}" for part in error.absolute_path)
        raise BAD_SCHEMA(f"/extra{place}", reason=error.message[:200]) from error


def _refuse_unfit_field(name: str, field: Any, pointer: str) -> None:
    if not FIELD_NAME.fullmatch(name):
        raise BAD_SCHEMA("/extra/properties", reason="names are small letters, digits and underlines")
    _only(field, FIELD_WORDS, pointer)
    if field.get("type") not in TYPES:
        raise BAD_SCHEMA(f"{pointer}/type", reason="it must be string, integer, number, boolean or array")
    if field.get("format", "date") not in FORMATS:
        raise BAD_SCHEMA(f"{pointer}/format", reason="date and date-time are known")
    if field["type"] == "array":
        items = field.get("items")
        _only(items, FIELD_WORDS - {"items"}, f"{pointer}/items")
        if not isinstance(items, dict) or items.get("type") != "string":
            raise BAD_SCHEMA(f"{pointer}/items", reason="lists are of texts")
        _refuse_unfit_choices(items, f"{pointer}/items")
    _refuse_unfit_choices(field, pointer)


def _refuse_unfit_choices(field: Mapping[str, Any], pointer: str) -> None:
    enum, one_of = field.get("enum", []), field.get("oneOf", [])
    for word, choices in (("enum", enum), ("oneOf", one_of)):
        if not isinstance(choices, list) or len(choices) > MOST_CHOICES:
            raise BAD_SCHEMA(f"{pointer}/{word}", reason=f"a list of at most {MOST_CHOICES} choices is needed")
    for place, choice in enumerate(one_of):
        _only(choice, CHOICE_WORDS, f"{pointer}/oneOf/{place}")
        if "const" not in choice:
            raise BAD_SCHEMA(f"{pointer}/oneOf/{place}", reason="a choice is a const with a title")
    for value in (*enum, *(choice["const"] for choice in one_of), *([field["const"]] if "const" in field else ())):
        if not isinstance(value, str | int):
            raise BAD_SCHEMA(pointer, reason="choices are texts or whole numbers")


def _only(schema: Any, words: frozenset[str], pointer: str) -> None:
    if not isinstance(schema, Mapping):
        raise BAD_SCHEMA(pointer, reason="an object is needed")
    unknown = sorted(schema.keys() - words)
    if unknown:
        raise BAD_SCHEMA(pointer, reason=f"{unknown[0]} may not be used")


def refuse_misfit(schema: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Refuses with `tickets.bad_extra_field`: every value needs a field and must fit it, what is required must be there."""
    fields = schema.get("properties", {})
    for name in values:
        if name not in fields:
            raise BAD_EXTRA(f"/extra/{name}", field=name, reason="unknown")
    for name in schema.get("required", ()):
        if name not in values:
            raise BAD_EXTRA(f"/extra/{name}", field=name, reason="required")
    for name, value in values.items():
        found = next(Draft202012Validator(fields[name], format_checker=FORMAT_CHECKER).iter_errors(value), None)
        if found is not None:
            raise BAD_EXTRA(f"/extra/{name}", field=name, reason=_reason(found))


def _reason(found: ValidationError) -> str:
    wanted = found.validator_value
    return f"{found.validator} {wanted}" if isinstance(wanted, str | int | float) else str(found.validator)
