"""Whatever validation can find has words in both languages."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import _pydantic_core

from gateway import fact_wording
from gateway.fact_wording import PERIODS, RULE_FAULTS, UNITS
from gateway.flow_wording import ACTIONS, STATES
from gateway.wording import OTHERWISE, REASONS, SKILLS, THINGS, WORDS, shown, wording
from infra.docs.diagrams import machines, services
from shared.contracts.ledger import Unit
from shared.contracts.registry import operations
from shared.contracts.volunteers.needs import Misfit
from shared.contracts.volunteers.pairing import PairKind
from shared.contracts.volunteers.pantry import Period
from shared.contracts.volunteers.people import Skill
from tests.architecture.imports import ROOT

NEVER_FROM_A_REQUEST = {
    # Python objects, calls and attributes: JSON and query strings hold none of them.
    "no_such_attribute", "get_attribute_error", "needs_python_object", "frozen_field", "frozen_instance",
    "dataclass_type", "dataclass_exact_type", "named_tuple_type", "default_factory_not_called", "iterable_type",
    "iteration_error", "frozen_dict_type", "ordered_dict_type", "counter_type", "deque_type", "missing_sentinel_error",
    "ellipsis_error", "is_instance_of", "is_subclass_of", "callable_type", "arguments_type", "missing_argument",
    "unexpected_keyword_argument", "missing_keyword_only_argument", "unexpected_positional_argument",
    "missing_positional_only_argument", "multiple_argument_values", "fraction_type", "fraction_parsing", "complex_type",
    "complex_str_parsing",
}  # fmt: skip
KINDS = {entry["type"]: entry for entry in _pydantic_core.list_all_errors()}
SIMPLE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=9)
ANYTHING = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
COMMANDS = sorted({op.command for op in operations()}, key=lambda command: command.__name__)


def test_every_kind_of_finding_has_words():
    assert set(KINDS) - NEVER_FROM_A_REQUEST - set(WORDS) == set()


@pytest.mark.parametrize("kind", sorted(set(KINDS) & set(WORDS)))
def test_words_use_only_what_the_finding_tells(kind):
    params = KINDS[kind].get("example_context") or {}
    for language, index in (("en", 0), ("zh", 1)):
        text = wording(kind, params, language)
        assert text and "{" not in text
        assert WORDS[kind] == OTHERWISE or text != OTHERWISE[index]


def test_words_differ_by_language():
    assert all(english != chinese and re.search(r"[一-鿿]", chinese) for english, chinese in WORDS.values())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_findings_of_a_command_all_have_words(command):
    @settings(max_examples=15, deadline=None)
    @given(st.fixed_dictionaries({}, optional=dict.fromkeys(command.model_fields, ANYTHING)))
    def try_anything(body):
        try:
            command.model_validate(body)
        except ValidationError as error:
            unknown = {found["type"] for found in error.errors()} - set(WORDS)
            assert not {kind for kind in unknown if "." not in kind}

    try_anything()


def test_things_that_are_not_found_have_a_chinese_name():
    named = set()
    for source in (ROOT / "services").rglob("*.py"):
        named |= set(re.findall(r'NOT_FOUND\([^)]*what="([^"]+)"', source.read_text()))
    assert named - set(THINGS) == set()


def test_states_and_actions_of_every_flow_have_a_chinese_name():
    flows = [machine for service in services() for machine in machines(service).values()]
    assert {str(state) for flow in flows for state in flow.states} - set(STATES) == set()
    assert {str(move.action) for flow in flows for move in flow.moves} - set(ACTIONS) == set()


def test_actions_and_states_that_no_table_names_have_a_chinese_name():
    actions, states = set(), set()
    for source in (ROOT / "services").rglob("*.py"):
        for refusal in re.findall(r"NOT_ALLOWED_NOW\(([^)]*)\)", source.read_text()):
            actions |= set(re.findall(r'action="(\w+)"', refusal)) | set(re.findall(r'allowed=\["(\w+)"\]', refusal))
            states |= set(re.findall(r'state="(\w+)"', refusal))
    assert actions and states
    assert (actions - set(ACTIONS), states - set(STATES)) == (set(), set())


def test_where_nothing_can_be_done_the_sentence_says_so():
    assert (shown("allowed", [], "zh"), shown("allowed", [], "en")) == ("无", "nothing")


def test_texts_of_a_form_say_what_it_is():
    used, here = set(), set()
    for op in operations():
        if op.http is not None:
            found = patterns(op.command.model_json_schema())
            used |= found
            here |= found if op.service == "volunteers" else set()
    assert here <= set(fact_wording.FORMS) <= used
    assert (
        wording("string_pattern_mismatch", {"pattern": r"^20\d\d-(0[1-9]|1[0-2])$"}, "zh") == "必须是月份，例如 2026-11"
    )
    assert wording("string_pattern_mismatch", {"pattern": "^odd{2}$"}, "zh") == "格式不正确"


def patterns(schema: Any) -> set[str]:
    """Of all texts anywhere in a schema."""
    if isinstance(schema, list):
        return {found for each in schema for found in patterns(each)}
    if not isinstance(schema, dict):
        return set()
    own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
    return own.union(*map(patterns, schema.values()))


def test_choices_are_listed_in_the_language_of_the_reader():
    assert wording("enum", {"expected": "'meals', 'cleaning' or 'company'"}, "zh").endswith("meals、cleaning、company")
    assert wording("enum", {"expected": "'meals' or 'company'"}, "en").endswith("'meals' or 'company'")


def test_moments_are_told_by_the_clock_of_shanghai():
    assert shown("until", "2026-11-30T18:05:00.000Z", "zh") == "2026-12-01 02:05"
    assert shown("until", "2026-11-30", "zh") == "2026-11-30"


def test_what_is_wrong_with_a_rule_of_recurrence_has_words():
    source = (ROOT / "shared/kernel/recurrence.py").read_text()
    assert set(re.findall(r'_refusal\("(\w+)"', source)) == set(RULE_FAULTS)


def test_units_periods_and_kinds_have_words():
    assert {*Unit} == set(UNITS)
    assert {*Period} <= set(PERIODS)
    assert {*PairKind} <= set(fact_wording.KINDS)


def test_states_and_actions_are_told_in_the_language_of_the_reader():
    assert (shown("state", "half_confirmed", "zh"), shown("state", "half_confirmed", "en")) == (
        "一方已确认",
        "half_confirmed",
    )
    assert (shown("allowed", ["confirm", "dispute"], "zh"), shown("allowed", ["confirm"], "en")) == (
        "确认、提出争议",
        "confirm",
    )


def test_skills_and_misfits_have_a_chinese_name():
    assert {*Skill} == set(SKILLS)
    assert {*Misfit} <= set(REASONS)
    assert (shown("skill", "haircuts", "zh"), shown("reason", "too_far", "en")) == ("理发", "too_far")
