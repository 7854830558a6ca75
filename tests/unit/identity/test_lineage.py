"""Lines of refresh tokens: one good token at a time, and reuse is always noticed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.identity.domain.lineage import Line, Verdict, judge

START = datetime(2026, 11, 21, 8, tzinfo=UTC)
FAR = START + timedelta(days=30)


def rotate(line: Line, key: str | None, now: datetime, number: int) -> Line:
    """As the store does it after GOOD and REPEAT."""
    used = line.current if judge(line, line.current, key, now) is Verdict.GOOD else line.previous
    return Line(f"token {number}", FAR, used, key, now)


@given(st.integers(1, 40), st.data())
def test_any_spent_token_under_another_key_is_reuse(generations: int, data: st.DataObject):
    line, spent, now = Line("token 0", FAR), [], START
    for number in range(1, generations + 1):
        spent.append(line.current)
        now += timedelta(seconds=data.draw(st.integers(0, 900)))
        line = rotate(line, f"key {number}", now, number)
    presented = data.draw(st.sampled_from(spent))
    assert judge(line, presented, "thief", now) is Verdict.REUSED
    assert judge(line, presented, None, now) is Verdict.REUSED
    assert judge(line, line.current, "owner", now) is Verdict.GOOD


@given(st.integers(0, 120))
def test_same_request_is_a_repeat_within_a_minute(seconds: int):
    line = Line("new", FAR, "old", "key", START)
    verdict = judge(line, "old", "key", START + timedelta(seconds=seconds))
    assert verdict is (Verdict.REPEAT if seconds < 60 else Verdict.REUSED)


def test_request_without_a_key_is_never_a_repeat():
    assert judge(Line("new", FAR, "old", None, START), "old", None, START) is Verdict.REUSED


@given(st.sampled_from(["current", "previous", "unknown"]))
def test_ended_or_expired_line_is_over_for_every_token(token: str):
    assert judge(Line("current", FAR, "previous", "key", START, ended_at=START), token, "key", START) is Verdict.OVER
    assert judge(Line("current", START, "previous", "key", START), token, "key", START) is Verdict.OVER
