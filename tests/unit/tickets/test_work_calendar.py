"""Office hours, against a naive count that shares no code with the calendar's."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.work_calendar import OFFICE_HOURS, WorkCalendar
from tests.support.office_hours import SHANGHAI, YEAR_BEGINS, works

DAYS_UNTIL_DECEMBER = 330
MOMENTS = st.integers(0, DAYS_UNTIL_DECEMBER * 86_400).map(lambda seconds: YEAR_BEGINS + timedelta(seconds=seconds))
TRICKY = st.sampled_from(
    [
        "2026-02-13T17:59:59", "2026-02-14T08:59:59", "2026-02-16T10:00", "2026-02-24T09:00", "2026-02-28T12:30",
        "2026-03-02T12:00", "2026-03-02T13:00", "2026-03-02T18:00", "2026-09-20T12:59:59", "2026-10-01T00:00",
        "2026-10-10T03:00", "2026-03-03T23:59:59",
    ]
).map(lambda local: datetime.fromisoformat(local).replace(tzinfo=SHANGHAI).astimezone(UTC))  # fmt: skip
STARTS = MOMENTS | TRICKY


def counted(start: datetime, end: datetime) -> int:
    """Seconds worked, minute by minute, with the broken minutes at both ends second by second."""
    at, seconds = start.astimezone(SHANGHAI), 0
    end = end.astimezone(SHANGHAI)
    while at < end:
        step = 60 if at.second == 0 and at + timedelta(minutes=1) <= end else 1
        seconds += step if works(at) else 0
        at += timedelta(seconds=step)
    return seconds


def reached(start: datetime, seconds: int) -> datetime:
    """The first moment by which so many seconds are worked."""
    at = start.astimezone(SHANGHAI)
    while seconds > 0:
        step = 60 if at.second == 0 and seconds >= 60 else 1
        at += timedelta(seconds=step)
        seconds -= step if works(at - timedelta(seconds=step)) else 0
    return at.astimezone(UTC)


@given(STARTS, st.integers(0, 20 * 24 * 3600))
def test_time_between_agrees_with_a_count_of_every_minute(start, length):
    end = start + timedelta(seconds=length)
    assert OFFICE_HOURS.between(start, end) == counted(start, end)


@given(STARTS, st.integers(1, 4 * 8 * 3600))
def test_deadline_agrees_with_a_count_of_every_minute(start, seconds):
    assert OFFICE_HOURS.add(start, seconds) == reached(start, seconds)


@given(
    st.integers(-7 * 31_536_000, 5 * 31_536_000).map(lambda s: YEAR_BEGINS + timedelta(seconds=s)),
    st.integers(0, 2_000_000),
)
def test_deadline_is_the_first_moment_by_which_the_time_has_passed(start, seconds):
    due = OFFICE_HOURS.add(start, seconds)
    assert OFFICE_HOURS.between(start, due) == seconds
    if seconds:
        assert OFFICE_HOURS.worked(start, due - timedelta(microseconds=1)) < timedelta(seconds=seconds)


@given(STARTS, st.integers(0, 10**6), st.integers(0, 10**6))
def test_two_parts_make_the_whole(start, first, second):
    middle, end = start + timedelta(seconds=first), start + timedelta(seconds=first + second)
    parts = OFFICE_HOURS.between(start, middle) + OFFICE_HOURS.between(middle, end)
    assert parts == OFFICE_HOURS.between(start, end)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-02-13T17:00", 8, "2026-02-14T17:00"),  # a make-up Saturday before the Spring Festival is a working day
        ("2026-02-14T17:00", 8, "2026-02-24T17:00"),  # nine days of holidays
        ("2026-03-02T12:30", 1, "2026-03-02T14:00"),  # in the lunch break
        ("2026-03-02T11:30", 1, "2026-03-02T13:30"),  # over the lunch break
        ("2026-03-02T23:00", 8, "2026-03-03T18:00"),  # at night: the last minute of the next day
        ("2026-09-30T17:30", 1, "2026-10-08T09:30"),  # over the National Day
        ("2026-10-03T10:00", 8, "2026-10-08T18:00"),  # on a holiday
    ],
)
def test_working_hours_end_where_people_expect(start, hours, due):
    begin, end = (datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (start, due))
    assert OFFICE_HOURS.add(begin, hours * 3600) == end


def test_years_without_published_holidays_go_by_the_weekday():
    assert OFFICE_HOURS.knows(2026) and not OFFICE_HOURS.knows(2040)
    assert OFFICE_HOURS.is_working_day(date(2040, 10, 1)) and not OFFICE_HOURS.is_working_day(date(2040, 10, 6))


def test_other_office_hours_are_data():

    mornings = WorkCalendar(hours=((time(8), time(10)),))
    start = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    assert mornings.add(start, 2 * 3600) == datetime(2026, 3, 3, 9, tzinfo=SHANGHAI)


def test_end_before_start_is_no_time():
    now = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    assert OFFICE_HOURS.between(now, now - timedelta(days=3)) == 0
