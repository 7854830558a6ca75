"""Days by rule: as RFC 5545 says, within bounds, whatever is written."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.tickets.round_series import BAD_RULE
from shared.kernel.errors import Refusal
from shared.kernel.recurrence import LOOK_AHEAD, Recurrence

FIRST = date(2026, 12, 1)
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARTS = st.sampled_from(
    ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=SECONDLY", "INTERVAL=0", "INTERVAL=2", "INTERVAL=99999",
     "COUNT=0", "COUNT=3", "UNTIL=20270101", "UNTIL=20270101T000000Z", "UNTIL=2027", "BYDAY=MO,FR", "BYDAY=0MO", "BYDAY=-1SU",
     "BYDAY=XX", "BYMONTHDAY=31", "BYMONTHDAY=99", "BYMONTH=2", "BYMONTH=13", "BYSETPOS=0", "BYSETPOS=-1", "BYSETPOS=400",
     "BYHOUR=3", "BYEASTER=1", "WKST=SU", "WKST=", "X", "="]
)  # fmt: skip


def recurrence(text: str | None, first: date) -> Recurrence:
    return Recurrence(text, first, BAD_RULE)


@given(st.lists(PARTS, min_size=1, max_size=6).map(";".join))
def test_any_rule_gives_days_in_order_or_is_refused(text):
    try:
        rule = recurrence(text, FIRST)
    except Refusal as refusal:
        assert refusal.reason.code == "tickets.bad_rule"
        return
    days = list(rule.days(FIRST + LOOK_AHEAD))
    assert days and days == sorted(set(days)) and days[0] >= FIRST
    assert rule.next_from(FIRST) == days[0]


@given(st.text(alphabet="ABDEFILMNOQRTUVWY=;,0123456789-+", max_size=40))
def test_any_text_is_refused_or_a_rule(text):
    try:
        assert recurrence(text, FIRST).next_from(FIRST) is not None
    except Refusal as refusal:
        assert refusal.reason.code == "tickets.bad_rule"


@given(DAYS, st.sets(st.sampled_from(WEEKDAYS), min_size=1), st.integers(1, 4), st.integers(0, 200))
def test_weekly_rule_agrees_with_counting_days(first, weekdays, interval, ahead):
    rule = recurrence(f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(sorted(weekdays))}", first)
    until = first + timedelta(days=ahead)
    monday = first - timedelta(days=first.weekday())
    counted = [
        day for day in (first + timedelta(days=n) for n in range(ahead + 1))
        if WEEKDAYS[day.weekday()] in weekdays and (day - monday).days // 7 % interval == 0
    ]  # fmt: skip
    assert list(rule.days(until)) == counted


@given(st.integers(1, 30), st.integers(0, 60))
def test_count_bounds_the_days(count, ahead):
    rule = recurrence(f"FREQ=DAILY;COUNT={count}", FIRST)
    assert len(list(rule.days(FIRST + timedelta(days=ahead)))) == min(count, ahead + 1)
    assert rule.next_from(FIRST + timedelta(days=count)) is None


@given(DAYS)
def test_next_day_is_a_day_of_the_rule_and_none_lies_before_it(day):
    rule = recurrence("FREQ=MONTHLY;BYMONTHDAY=31", FIRST)
    following = rule.next_from(day)
    assert following is not None and following >= max(day, FIRST) and rule.holds(following)
    assert not any(rule.holds(day + timedelta(days=n)) for n in range((following - day).days))


def test_until_is_the_last_day():
    rule = recurrence("FREQ=DAILY;UNTIL=20261203", FIRST)
    assert list(rule.days(date(2027, 1, 1))) == [date(2026, 12, day) for day in (1, 2, 3)]


def test_leap_day_comes_every_fourth_year():
    rule = recurrence("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", FIRST)
    assert rule.next_from(FIRST) == date(2028, 2, 29)
    assert rule.next_from(date(2028, 3, 1)) == date(2032, 2, 29)


@pytest.mark.parametrize(
    "text",
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;UNTIL=20261130", "FREQ=HOURLY", "INTERVAL=2", "FREQ=DAILY;BYHOUR=1",
     "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;COUNT=1001", "FREQ=DAILY;UNTIL=20261301", "FREQ=WEEKLY;BYDAY=ZZ", "FREQ=MONTHLY;BYDAY=9MO"],
)  # fmt: skip
def test_rule_that_cannot_be_kept_is_refused(text):
    with pytest.raises(Refusal, match="bad_rule"):
        recurrence(text, FIRST)


def test_first_mondays_are_found():
    days = recurrence("FREQ=MONTHLY;BYDAY=1MO", FIRST).between(FIRST - timedelta(days=1), date(2027, 3, 31))
    assert days == [date(2026, 12, 7), date(2027, 1, 4), date(2027, 2, 1), date(2027, 3, 1)]


@given(DAYS)
def test_first_monday_comes_once_a_month_whatever_day_the_rule_begins(first):
    days = recurrence("FREQ=MONTHLY;BYDAY=1MO", first).between(first - timedelta(days=1), first + timedelta(days=400))
    assert all(day.weekday() == 0 and day.day <= 7 for day in days)
    months = [day.year * 12 + day.month for day in days]
    assert months == list(range(months[0], months[0] + len(months))) and len(months) >= 12


def test_without_a_rule_there_is_one_day():
    once = recurrence(None, FIRST)
    assert once.between(FIRST - timedelta(days=1), date(2030, 1, 1)) == [FIRST]
    assert once.next_after(FIRST) is None


@given(
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=WEEKLY;COUNT=36"]),
    st.lists(st.integers(0, 400), max_size=6),
)
def test_days_made_in_pieces_are_those_made_at_once(rule: str, cuts: list[int]):
    days = recurrence(rule, FIRST)
    before = FIRST - timedelta(days=1)
    bounds = [before, *(FIRST + timedelta(days=cut) for cut in sorted(cuts)), FIRST + timedelta(days=400)]
    pieces = [day for since, until in pairwise(bounds) for day in days.between(since, until)]
    assert pieces == days.between(before, bounds[-1])
