"""Opening hours."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.hours import fault_of, is_open
from shared.contracts.residents.points import PointStatus, Span, SpecialDay, WeeklySpan
from shared.kernel.clock import SHANGHAI

spans = st.tuples(st.integers(0, 1438), st.integers(1, 1440)).filter(lambda pair: pair[0] < pair[1])
weekly = st.lists(
    st.builds(lambda day, pair: WeeklySpan(weekday=day, opens=pair[0], closes=pair[1]), st.integers(1, 7), spans),
    max_size=8,
)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
MONDAY = datetime(2026, 11, 23, tzinfo=SHANGHAI)
WORKDAY = [WeeklySpan(weekday=1, opens=540, closes=720), WeeklySpan(weekday=1, opens=840, closes=1080)]


@pytest.mark.parametrize(
    ("minutes", "open_"),
    [(539, False), (540, True), (719, True), (720, False), (840, True), (1080, False), (1440 + 600, False)],
)
def test_open_from_the_first_minute_to_before_the_last(minutes, open_):
    assert is_open(PointStatus.OPEN, WORKDAY, [], MONDAY + timedelta(minutes=minutes)) is open_


@pytest.mark.parametrize("status", [PointStatus.SUSPENDED, PointStatus.CLOSED])
def test_suspended_place_is_never_open(status):
    assert not is_open(status, WORKDAY, [], MONDAY + timedelta(hours=10))


def test_place_without_hours_never_closes_but_for_special_days():
    assert is_open(PointStatus.OPEN, [], [], MONDAY)
    assert not is_open(PointStatus.OPEN, [], [SpecialDay(day=MONDAY.date())], MONDAY)


def test_special_day_counts_in_local_time():
    special = [SpecialDay(day=date(2026, 11, 23), spans=[Span(opens=0, closes=60)])]
    assert is_open(PointStatus.OPEN, WORKDAY, special, datetime(2026, 11, 22, 16, 30, tzinfo=UTC))
    assert not is_open(PointStatus.OPEN, WORKDAY, special, datetime(2026, 11, 22, 15, 59, tzinfo=UTC))


@given(weekly, moments)
def test_weekly_hours_repeat_every_week(hours, moment):
    assert is_open(PointStatus.OPEN, hours, [], moment) == is_open(
        PointStatus.OPEN, hours, [], moment + timedelta(weeks=1)
    )


@given(weekly)
def test_hours_hold_exactly_when_no_minute_is_claimed_twice(hours):
    claimed = [(span.weekday, minute) for span in hours for minute in range(span.opens, span.closes)]
    assert (fault_of(hours, []) is None) == (len(claimed) == len(set(claimed)))


def test_date_named_twice_is_a_fault():
    assert "twice" in fault_of([], [SpecialDay(day=MONDAY.date()), SpecialDay(day=MONDAY.date())])


def test_span_that_ends_before_it_begins_is_a_fault():
    assert "before" in fault_of([], [SpecialDay(day=MONDAY.date(), spans=[Span(opens=600, closes=540)])])
