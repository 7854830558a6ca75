"""Commands are bounded: no text, list or number without an end reaches a service."""

from typing import Any

import pytest
from pydantic import BaseModel

from shared.contracts.model import Command
from shared.contracts.registry import operations

BOUNDS = {
    "string": ("maxLength", "pattern", "enum", "const", "format"),
    "integer": ("maximum", "exclusiveMaximum", "enum", "const"),
    "array": ("maxItems",),
}


def unbounded(schema: Any, where: str = "") -> list[str]:
    """Paths of the parts of a JSON Schema that have no upper bound."""
    found: list[str] = []
    if isinstance(schema, dict):
        kind = schema.get("type")
        if isinstance(kind, str) and kind in BOUNDS and not any(bound in schema for bound in BOUNDS[kind]):
            found.append(where)
        for name, part in schema.items():
            found += unbounded(part, f"{where}/{name}")
    elif isinstance(schema, list):
        for number, part in enumerate(schema):
            found += unbounded(part, f"{where}/{number}")
    return found


@pytest.mark.parametrize("op", operations(), ids=lambda op: op.full_name)
def test_command_is_bounded(op: Any):
    assert unbounded(op.command.model_json_schema()) == []


def test_an_unbounded_field_would_be_found():
    class Loose(Command):
        text: str

    assert unbounded(Loose.model_json_schema()) == ["/properties/text"]


@pytest.mark.parametrize("op", operations(), ids=lambda op: op.full_name)
def test_operation_has_a_view_that_is_a_model(op: Any):
    assert issubclass(op.view, BaseModel)
