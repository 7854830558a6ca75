"""Fields that a district adds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.extra import refuse_misfit, refuse_unfit
from shared.contracts.residents.people import FieldRule
from shared.kernel.errors import Refusal


def rule(name: str = "school", required: bool = False, **schema) -> FieldRule:
    return FieldRule(
        name=name, title="学校", json_schema=json.dumps(schema or {"type": "string", "maxLength": 5}), required=required
    )


def code_of(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.reason.code


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
    assert code_of(lambda: refuse_unfit([rule(**schema)])) == "residents.bad_schema"


@given(st.text(max_size=200))
def test_text_that_is_no_schema_is_refused(text: str):
    if text.strip():
        assert (
            code_of(lambda: refuse_unfit([rule().model_copy(update={"json_schema": text})])) == "residents.bad_schema"
        )


def test_field_named_twice_is_refused():
    assert code_of(lambda: refuse_unfit([rule(), rule()])) == "residents.bad_schema"


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
    assert code_of(lambda: refuse_misfit(rules, values)) == "residents.bad_extra_field"


def test_values_that_fit_are_taken():
    rules = [rule(required=True), rule("floor", type="integer"), rule("lift", type="boolean")]
    refuse_unfit(rules)
    refuse_misfit(rules, {"school": "一中", "floor": 3, "lift": True})
