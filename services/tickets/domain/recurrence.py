"""Days by a rule of recurrence, and what becomes of those that fall on a holiday."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar.constants import holidays

from services.tickets.domain.work_calendar import OFFICE_HOURS
from shared.contracts.tickets.round_series import BAD_RULE, OnHoliday
from shared.kernel.recurrence import Recurrence


def recurrence(rule: str, first: date) -> Recurrence:
    """The days of the rule from `first` on. Refuses with `bad_rule` what is no rule over days, or never comes true."""
    return Recurrence(rule, first, BAD_RULE)


@dataclass(frozen=True)
class Held:
    """On which day a round is held, if it is; `reason` where that is not the day of the rule."""

    on: date | None
    reason: str | None = None


def settle(day: date, exceptions: Mapping[date, Held], on_holiday: OnHoliday) -> Held:
    """What the station says of a day goes before what the calendar says."""
    if day in exceptions:
        return exceptions[day]
    holiday = holidays.get(day)
    if holiday is None or on_holiday == OnHoliday.KEEP:
        return Held(day)
    if on_holiday == OnHoliday.DROP:
        return Held(None, holiday)
    following = day + timedelta(days=1)
    while not OFFICE_HOURS.is_working_day(following):
        following += timedelta(days=1)
    return Held(following, holiday)
