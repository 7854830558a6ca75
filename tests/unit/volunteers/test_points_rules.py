"""What deeds earn, and when points end."""

from collections import deque
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.points import (
    above,
    by_year,
    expired_points,
    expires_at,
    last_expired_year,
    month_bounds,
    month_of,
    points_for,
    refuse_over_budget,
    refuse_over_cap,
    rule_in_force,
)
from shared.contracts.volunteers.points import Measure
from shared.kernel.errors import Refusal

MOVES = st.lists(st.tuples(st.sampled_from(["earn", "spend", "return", "year"]), st.integers(1, 50)), max_size=40)
STEPS = st.lists(st.tuples(st.booleans(), st.integers(1, 50), st.integers(2020, 2030)), max_size=30)


def test_rule_of_the_nearest_area_counts():
    assert rule_in_force("clean_up", [("150452", True), ("150452.001", True)]) == "150452.001"


@pytest.mark.parametrize("rules", [[], [("150452", True), ("150452.001", False)]])
def test_no_rule_or_one_that_is_off_nearby_gives_nothing(rules: list[tuple[str, bool]]):
    with pytest.raises(Refusal, match=r"volunteers\.no_earning_rule"):
        rule_in_force("clean_up", rules)


def test_points_count_by_times_and_need_a_judge_for_value():
    assert points_for("service", Measure.HOUR, 5, 3) == 15
    with pytest.raises(Refusal, match=r"volunteers\.needs_appraisal"):
        points_for("goods_given", Measure.VALUE, 5, 3)


def test_caps_and_budgets_hold_to_the_point():
    caps = {"day": 10, "month": None}
    refuse_over_cap(4, {"day": 6, "month": 600}, caps)
    with pytest.raises(Refusal, match=r"volunteers\.earning_cap"):
        refuse_over_cap(5, {"day": 6, "month": 600}, caps)
    refuse_over_budget(1, 9, 10, "150452", "2026-11")
    with pytest.raises(Refusal, match=r"volunteers\.budget_spent"):
        refuse_over_budget(2, 9, 10, "150452", "2026-11")


def test_a_year_ends_with_the_next_one_in_shanghai():
    assert expires_at(2026) == datetime(2027, 12, 31, 16, tzinfo=UTC)
    assert last_expired_year(datetime(2027, 12, 31, 15, 59, tzinfo=UTC)) == 2025
    assert last_expired_year(datetime(2027, 12, 31, 16, 0, tzinfo=UTC)) == 2026


@given(st.integers(2000, 2098), st.integers(1, 12))
def test_months_follow_each_other_without_a_gap(year: int, month: int):
    later = datetime(2200, 1, 1, tzinfo=UTC)
    since, until = month_bounds(f"{year}-{month:02}", later)
    following = month_of(until)
    assert month_of(since) == f"{year}-{month:02}" and month_bounds(following, later)[0] == until


def test_the_running_month_ends_now_and_a_later_one_has_not_begun():
    now = datetime(2026, 11, 22, 8, tzinfo=UTC)
    assert month_bounds("2026-11", now) == (datetime(2026, 10, 31, 16, tzinfo=UTC), now)
    with pytest.raises(Refusal, match=r"volunteers\.month_not_begun"):
        month_bounds("2026-12", now)


def test_area_lies_in_itself_and_all_above():
    assert above("150452.001.002") == ["150452.001.002", "150452.001", "150452"]


@given(STEPS, st.integers(2018, 2031))
def test_expiry_is_that_of_a_queue_in_which_the_oldest_leaves_first(steps: list, last_year: int):
    """Against a queue of single points: what the formula takes is what of the queue is old."""
    queue: deque[int] = deque()
    issued: dict[int, int] = {}
    for earns, points, year in sorted(steps, key=lambda step: step[2]):
        if earns:
            queue.extend([year] * points)
            issued[year] = issued.get(year, 0) + points
        else:
            for _ in range(min(points, len(queue))):
                queue.popleft()
    old = sum(1 for year in queue if year <= last_year)
    assert expired_points(len(queue), issued, last_year) == old
    left = by_year(len(queue), issued)
    assert left == {year: queue.count(year) for year in sorted(set(queue))}


@given(MOVES)
def test_what_comes_back_is_as_old_as_it_was_and_everything_adds_up(moves: list[tuple[str, int]]):
    """Points that were spent come back at any time after; whatever the order, nothing too old is left once expiry has run."""
    year, available, expired = 2026, 0, 0
    issued: dict[int, int] = {}
    paid: list[int] = []
    for move, points in moves:
        if move == "earn":
            issued[year] = issued.get(year, 0) + points
            available += points
        elif move == "spend" and available >= points:
            available -= points
            paid.append(points)
        elif move == "return" and paid:
            available += paid.pop(points % len(paid))
        elif move == "year":
            year += 1
        last = year - 2
        old = expired_points(available, issued, last)
        available, expired = available - old, expired + old
        assert sum(issued.values()) == available + sum(paid) + expired
        left = by_year(available, issued)
        assert sum(left.values()) == available
        assert all(each > last for each in left)


def test_what_came_back_too_late_is_gone_and_what_is_younger_stays():
    issued = {2024: 100, 2025: 40}
    assert expired_points(40 + 30, issued, 2024) == 30
    assert expired_points(40, issued, 2024) == 0
