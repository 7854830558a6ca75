"""JSON objects from outside are bounded before anything looks at them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from shared.contracts.tickets.json_object import DEEPEST, LARGEST, JsonObject

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


class Holder(BaseModel):
    held: JsonObject


def nested(depth: int) -> dict:
    return {"x": nested(depth - 1)} if depth > 1 else {}


@pytest.mark.parametrize(
    ("given_object", "kind"),
    [
        (nested(DEEPEST + 1), "recursion_depth_exceeded"),
        ({"x": "a" * LARGEST}, "string_too_long"),
        ({str(n): [1, 2, 3] for n in range(LARGEST // 60)}, "string_too_long"),
        ({"x": "a\x00"}, "nul_character"),
        ({"\x00": 1}, "nul_character"),
        ({"x": "\ud800"}, "string_unicode"),
        ({"x": 10**30}, "int_parsing_size"),
        ({"x": 1e300}, "int_parsing_size"),
        ({"x": float("inf")}, "finite_number"),
        ({"x": object()}, "json_type"),
    ],
)
def test_what_something_could_choke_on_is_refused(given_object, kind):
    with pytest.raises(ValidationError) as refused:
        Holder(held=given_object)
    assert [found["type"] for found in refused.value.errors()] == [kind]


@given(st.dictionaries(st.text(), ANYTHING))
def test_what_is_taken_can_be_written_and_read_again(given_object):
    try:
        held = Holder(held=given_object)
    except ValidationError:
        return
    assert Holder.model_validate_json(held.model_dump_json()) == held
    assert json.loads(held.model_dump_json())["held"] == given_object


def test_deepest_allowed_is_taken():
    assert Holder(held=nested(DEEPEST))
