"""One-time codes: throttle, tries, repeats."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.identity.domain.codes import (
    GOOD_FOR,
    HOUR,
    PAUSE,
    PER_HOUR,
    Code,
    refuse_too_many,
    refuse_untriable,
    refuse_wrong,
)
from shared.kernel.errors import Refusal

START = datetime(2026, 11, 21, 8, tzinfo=UTC)


def reason(rule, *arguments) -> str | None:
    try:
        rule(*arguments)
    except Refusal as refusal:
        return refusal.reason.code
    return None


@given(st.lists(st.integers(0, 7200), max_size=80))
def test_however_one_asks_no_more_than_allowed_is_sent(waits: list[int]):
    sent: list[datetime] = []
    now = START
    for wait in waits:
        now += timedelta(seconds=wait)
        if reason(refuse_too_many, sent, now) is None:
            sent.append(now)
    assert all(later - earlier >= PAUSE for earlier, later in pairwise(sent))
    assert all(sent[at + PER_HOUR] - sent[at] >= HOUR for at in range(len(sent) - PER_HOUR))


@given(st.lists(st.integers(60, 900), min_size=1, max_size=12), st.integers(0, 59))
def test_who_waits_as_long_as_told_is_served(gaps: list[int], early: int):
    sent: list[datetime] = []
    now = START
    for gap in gaps:
        now += timedelta(seconds=gap)
        if reason(refuse_too_many, sent, now) is None:
            sent.append(now)
    now = sent[-1] + timedelta(seconds=early)
    for _ in range(2):
        try:
            refuse_too_many(sent, now)
            break
        except Refusal as refusal:
            now += timedelta(seconds=refusal.facts["retry_after"])
    assert reason(refuse_too_many, sent, now) is None


def code(**changed) -> Code:
    return Code(**({"print": "right", "expires_at": START + GOOD_FOR, "tries_left": 5} | changed))


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (None, "identity.wrong_code"),
        (code(print=None), "identity.wrong_code"),
        (code(expires_at=START), "identity.wrong_code"),
        (code(tries_left=0), "identity.code_used_up"),
        (code(used_at=START, used_by="other"), "identity.wrong_code"),
        (code(used_at=START, used_by="key"), None),
        (code(used_at=START - timedelta(seconds=60), used_by="key"), "identity.wrong_code"),
        (code(), None),
    ],
)
def test_what_may_be_tried(kept: Code | None, expected: str | None):
    assert reason(refuse_untriable, kept, "key", START) == expected


@pytest.mark.parametrize(("digits", "expected"), [("right", None), ("wrong", "identity.wrong_code")])
def test_only_the_right_code_passes(digits: str, expected: str | None):
    assert reason(refuse_wrong, code(), digits, None, START) == expected
    assert reason(refuse_wrong, None, digits, None, START) == "identity.wrong_code"
