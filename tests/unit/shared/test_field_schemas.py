"""Fields that a district adds to people, and items to their forms."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.residents.people import BAD_EXTRA, BAD_SCHEMA, FieldRule
from shared.kernel.errors import Refusal
from shared.kernel.field_schemas import refuse_misfits, refuse_unfit_fields


def rule(name: str = "school", required: bool = False, **schema) -> FieldRule:
    return FieldRule(
        name=name, title="学校", json_schema=json.dumps(schema or {"type": "string", "maxLength": 5}), required=required
    )


def refused_unfit(*rules: FieldRule) -> str | None:
    """Where it points."""
    with pytest.raises(Refusal) as refused:
        refuse_unfit_fields(rules, "/fields", BAD_SCHEMA)
    assert refused.value.reason.code == "residents.bad_schema"
    return refused.value.pointer


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object"},
        {"type": "string", "pattern": "(a+)+$"},
        {"$ref": "http://elsewhere.example/schema"},
        {"type": "string", "maxLength": "five"},
        {"maxLength": 5},
    ],
)
def test_schema_that_is_not_fit_is_refused(schema):
    assert refused_unfit(rule(), rule("other", **schema)) == "/fields/1/json_schema"


@given(st.text(max_size=200))
def test_text_that_is_no_schema_is_refused(text: str):
    if text.strip():
        assert refused_unfit(rule().model_copy(update={"json_schema": text})) == "/fields/0/json_schema"


def test_field_named_twice_is_refused():
    assert refused_unfit(rule(), rule()) == "/fields/1/name"


@pytest.mark.parametrize(
    ("rules", "values"),
    [
        ([rule()], {"school": "too long a name"}),
        ([rule()], {"school": 7}),
        ([rule()], {"other": "x"}),
        ([rule(required=True)], {}),
        ([rule("floor", type="integer", minimum=1)], {"floor": 0}),
        ([rule("floor", type="integer")], {"floor": True}),
    ],
)
def test_value_that_does_not_fit_is_refused(rules, values):
    with pytest.raises(Refusal) as refused:
        refuse_misfits(rules, values, "/extra", BAD_EXTRA)
    assert refused.value.reason.code == "residents.bad_extra_field"
    assert refused.value.pointer == f"/extra/{next(iter(values), 'school')}"


def test_values_that_fit_are_taken():
    rules = [rule(required=True), rule("floor", type="integer"), rule("lift", type="boolean")]
    refuse_unfit_fields(rules, "/fields", BAD_SCHEMA)
    refuse_misfits(rules, {"school": "一中", "floor": 3, "lift": True}, "/extra", BAD_EXTRA)


def test_draft_may_leave_out_what_is_required_later():
    refuse_misfits([rule(required=True)], {}, "/form", BAD_EXTRA, complete=False)
