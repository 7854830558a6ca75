"""Extra fields: schemas that may be used, and values that fit."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.extra_fields import FIELD_WORDS, TYPES, refuse_misfit, refuse_unfit
from services.tickets.domain.first_catalogue import FIRST_CATALOGUE
from shared.kernel.errors import Refusal

SCHEMA = {
    "type": "object",
    "properties": {
        "floors": {"type": "integer", "minimum": 1, "maximum": 60},
        "kind": {"type": "string", "oneOf": [{"const": "a", "title": "甲", "title_en": "A"}, {"const": "b"}]},
        "needs": {
            "type": "array",
            "maxItems": 2,
            "uniqueItems": True,
            "items": {"type": "string", "enum": ["x", "y", "z"]},
        },
        "day": {"type": "string", "format": "date"},
        "at": {"type": "string", "format": "date-time"},
    },
    "required": ["floors"],
}
SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | st.text(max_size=5)
WORDS = st.sampled_from([*sorted(FIELD_WORDS), "$ref", "pattern", "properties", "required"]) | st.text(max_size=5)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=10,
)
FIELDS = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(TYPES))}, optional=dict.fromkeys(FIELD_WORDS - {"type"}, ANYTHING)
)


def refusal(check, *arguments) -> Refusal:
    with pytest.raises(Refusal) as refused:
        check(*arguments)
    return refused.value


def with_field(**field) -> dict:
    return {"type": "object", "properties": {"x": field}}


def test_schemas_of_the_first_catalogue_are_fit_for_use():
    for fields in FIRST_CATALOGUE.values():
        refuse_unfit(fields.extra)
    refuse_unfit(SCHEMA)


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"type": "string"}, "/extra/type"),
        ({"$ref": "https://example.org/x"}, "/extra"),
        ({"additionalProperties": True}, "/extra/additionalProperties"),
        ({"properties": []}, "/extra/properties"),
        ({"properties": {f"x{n}": {"type": "string"} for n in range(21)}}, "/extra/properties"),
        ({"properties": {"Größe": {"type": "string"}}}, "/extra/properties"),
        ({"properties": {"x": 3}}, "/extra/properties/x"),
        ({"properties": {}, "required": ["y"]}, "/extra/required"),
        ({"properties": {}, "required": 7}, "/extra/required"),
        (with_field(type="object"), "/extra/properties/x/type"),
        (with_field(type=["string"]), "/extra/properties/x/type"),
        (with_field(type="string", pattern="(a+)+$"), "/extra/properties/x"),
        (with_field(type="string", format="email"), "/extra/properties/x/format"),
        (with_field(type="string", maxLength="many"), "/extra/properties/x/maxLength"),
        (with_field(type="array"), "/extra/properties/x/items"),
        (with_field(type="array", items={"type": "integer"}), "/extra/properties/x/items"),
        (with_field(type="string", enum=[{}]), "/extra/properties/x"),
        (with_field(type="string", oneOf=[{"title": "a"}]), "/extra/properties/x/oneOf/0"),
        (with_field(type="string", oneOf=[{"const": "a", "$ref": "#"}]), "/extra/properties/x/oneOf/0"),
    ],
)
def test_unfit_schema_is_refused_where_it_is_wrong(schema, pointer):
    refused = refusal(refuse_unfit, schema)
    assert (refused.reason.code, refused.pointer) == ("tickets.bad_schema", pointer)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "floors"),
        ({"floors": 0}, "floors"),
        ({"floors": "3"}, "floors"),
        ({"floors": 3, "kind": "c"}, "kind"),
        ({"floors": 3, "needs": ["x", "y", "z"]}, "needs"),
        ({"floors": 3, "needs": ["q"]}, "needs"),
        ({"floors": 3, "day": "2026-02-30"}, "day"),
        ({"floors": 3, "at": "2026-02-20T10:00:00"}, "at"),
        ({"floors": 3, "colour": "red"}, "colour"),
    ],
)
def test_misfit_value_is_refused_with_its_field(values, field):
    refused = refusal(refuse_misfit, SCHEMA, values)
    assert (refused.reason.code, refused.pointer) == ("tickets.bad_extra_field", f"/extra/{field}")


def test_fitting_values_pass():
    values = {"floors": 6, "kind": "a", "needs": ["x", "z"], "day": "2026-02-20", "at": "2026-02-20T10:00:00Z"}
    refuse_misfit(SCHEMA, values)
    refuse_misfit({}, {})


def test_category_without_fields_takes_none():
    assert refusal(refuse_misfit, {}, {"x": 1}).pointer == "/extra/x"


@given(FIELDS, ANYTHING)
def test_any_schema_is_either_refused_or_can_be_used(field, value):
    schema = json.loads(json.dumps({"type": "object", "properties": {"x": field}}))
    try:
        refuse_unfit(schema)
        refuse_misfit(schema, {"x": value})
    except Refusal as refused:
        assert refused.reason.status == 422
