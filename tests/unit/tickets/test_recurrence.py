"""What becomes of days that fall on a holiday."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.recurrence import Held, settle
from services.tickets.domain.work_calendar import OFFICE_HOURS
from shared.contracts.tickets.round_series import OnHoliday

DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
NATIONAL_DAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("policy", "held"),
    [(OnHoliday.KEEP, NATIONAL_DAY), (OnHoliday.DROP, None), (OnHoliday.SHIFT, date(2026, 10, 8))],
)
def test_public_holiday_is_kept_dropped_or_shifted_with_its_name(policy, held):
    settled = settle(NATIONAL_DAY, {}, policy)
    assert settled.on == held
    assert (settled.reason is None) == (policy == OnHoliday.KEEP)


@given(DAYS)
def test_shifted_round_is_never_on_a_holiday_and_never_earlier(day):
    settled = settle(day, {}, OnHoliday.SHIFT)
    assert settled.on is not None and settled.on >= day
    assert settled.on == day or OFFICE_HOURS.is_working_day(settled.on)


@given(DAYS, st.none() | DAYS, st.sampled_from(OnHoliday))
def test_what_the_station_says_goes_before_the_calendar(day, to_day, policy):
    said = Held(to_day, "停电检修")
    assert settle(day, {day: said}, policy) == said
