"""Slots: laid out over days, open for sign-up in a window, filled in the order of the line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from services.tickets.domain.work_calendar import OFFICE_HOURS
from shared.contracts.tickets.bookings import SIGN_UP_ENDED, TOO_EARLY, TOO_LATE_TO_CHANGE
from shared.contracts.tickets.home_services import MOST_PLACES, MOST_SLOTS, TOO_MANY_SLOTS
from shared.contracts.tickets.rounds import WRONG_DAY, Layout
from shared.kernel.clock import SHANGHAI

LONGEST_DAYS = 366
DAY = timedelta(days=1)


@dataclass(frozen=True)
class SlotPlan:
    number: int
    starts_at: datetime
    ends_at: datetime
    capacity: int


def lay_out(layout: Layout, minutes: int, capacity: int, pointer: str = "/layout") -> list[SlotPlan]:
    """The slots in order, numbered from 1; `minutes` and `capacity` hold where the layout says nothing.

    Together they have room for exactly the wanted households: the last slot may have less room than the others.
    Refuses with `too_many_slots`.
    """
    times = sorted(layout.day, key=lambda slot: slot.at)
    left = layout.households or sum(slot.capacity or capacity for slot in times)
    if left > MOST_PLACES:
        raise TOO_MANY_SLOTS(pointer, slots=MOST_SLOTS, places=MOST_PLACES)
    slots: list[SlotPlan] = []
    day = layout.first_day
    while left:
        for slot in times if _is_served(layout, day) else ():
            places = min(left, slot.capacity or capacity)
            if places == 0:
                break
            if len(slots) == MOST_SLOTS:
                raise TOO_MANY_SLOTS(pointer, slots=MOST_SLOTS, places=MOST_PLACES)
            starts = moment_of(day, slot.at)
            slots.append(SlotPlan(len(slots) + 1, starts, starts + timedelta(minutes=slot.lasts or minutes), places))
            left -= places
        day += DAY
    return slots


def _is_served(layout: Layout, day: date) -> bool:
    return day not in layout.skip and (not layout.working_days_only or OFFICE_HOURS.is_working_day(day))


def moment_of(day: date, minutes: int) -> datetime:
    """So many minutes after midnight in Shanghai, in UTC."""
    return (datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minutes)).astimezone(UTC)


def day_of(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def refuse_wrong_day(starts_at: datetime, now: datetime, pointer: str) -> None:
    """The first slot lies ahead, and within a year."""
    if not now < starts_at <= now + timedelta(days=LONGEST_DAYS):
        raise WRONG_DAY(pointer, days=LONGEST_DAYS)


def refuse_outside_sign_up(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Refuses with `too_early` or `sign_up_ended`. The window holds its first moment, and its last no more."""
    if now < opens_at:
        raise TOO_EARLY(at=local(opens_at))
    if now >= closes_at:
        raise SIGN_UP_ENDED(at=local(closes_at))


def refuse_late_change(starts_at: datetime, change_before: int, now: datetime) -> None:
    until = starts_at - timedelta(minutes=change_before)
    if now >= until:
        raise TOO_LATE_TO_CHANGE(at=local(until))


def local(moment: datetime) -> str:
    """As people read it."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="minutes")


def fill(free: Sequence[tuple[int, int]], line: Iterable[str]) -> list[tuple[str, int]]:
    """Who gets which slot: the first in line the first place. `free` is slot numbers with their places."""
    places = [number for number, room in free for _ in range(room)]
    return list(zip(line, places, strict=False))
