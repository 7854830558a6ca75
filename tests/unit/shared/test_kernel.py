"""Ids, cursors, refusals, areas of duty."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.actor import Actor, Role, lies_in
from shared.kernel.errors import NOT_FOUND, REGISTRY, ErrorCode, Refusal
from shared.kernel.ids import is_id, new_id
from shared.kernel.paging import decode_cursor, encode_cursor

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_ids_sort_by_the_time_of_their_birth(first: int, later: int):
    one, two = new_id(NOON + timedelta(milliseconds=first)), new_id(NOON + timedelta(milliseconds=first + later))
    assert is_id(one) and one < two


@given(st.text(max_size=50), st.integers(-(2**53), 2**53))
def test_cursor_gives_its_key_back(text: str, number: int):
    assert decode_cursor(encode_cursor(text, number), str, int) == [text, number]


@given(st.text(max_size=60))
def test_what_is_not_a_cursor_is_refused(text: str):
    try:
        assert isinstance(decode_cursor(text, str)[0], str)
    except Refusal as refusal:
        assert refusal.reason.code == "bad_cursor"


@pytest.mark.parametrize(("key", "kind"), [(2**63, int), (-(2**63), int), ("\ud800", str)])
def test_a_cursor_that_no_database_can_be_asked_for_is_refused(key: object, kind: type):
    with pytest.raises(Refusal) as refusal:
        decode_cursor(encode_cursor(key), kind)
    assert refusal.value.reason.code == "bad_cursor"


def test_refusal_speaks_both_languages():
    refusal = NOT_FOUND(what="ticket")
    assert refusal.reason.text("en", refusal.facts) == "There is no such ticket."
    assert "ticket" in refusal.reason.text("zh", refusal.facts)


def test_missing_fact_does_not_break_the_text():
    assert NOT_FOUND.text("en", {}) == "There is no such <what>."


def test_error_code_cannot_be_declared_twice():
    with pytest.raises(ValueError, match="twice"):
        ErrorCode("not_found", 404, "x", "y")


def test_every_error_code_has_both_texts_and_a_sane_status():
    assert [c.code for c in REGISTRY.values() if not (c.en and c.zh and 400 <= c.status < 600)] == []


@pytest.mark.parametrize(
    ("area", "duty", "inside"),
    [("1.2", "1.2", True), ("1.2.3", "1.2", True), ("1.23", "1.2", False), ("1", "1.2", False)],
)
def test_area_lies_in_itself_and_in_what_is_above_it(area: str, duty: str, inside: bool):
    assert lies_in(area, duty) is inside
    assert Actor("a", frozenset({Role.GRID_WORKER}), areas=(duty,)).covers(area) is inside
