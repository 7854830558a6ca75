"""Slots: exactly as much room as wanted, open in their window, filled in the order of the line."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.slots import (
    day_of,
    fill,
    lay_out,
    moment_of,
    refuse_late_change,
    refuse_outside_sign_up,
    refuse_wrong_day,
)
from services.tickets.domain.work_calendar import OFFICE_HOURS
from shared.contracts.tickets.home_services import MOST_PLACES, MOST_SLOTS, SlotTime
from shared.contracts.tickets.rounds import Layout
from shared.kernel.errors import Refusal

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
TIMES = st.lists(
    st.builds(SlotTime, at=st.integers(0, 1439), lasts=st.none() | st.integers(5, 600), capacity=st.none() | st.integers(1, 60)),
    min_size=1, max_size=6, unique_by=lambda slot: slot.at,
)  # fmt: skip
LAYOUTS = st.builds(
    Layout, first_day=DAYS, day=TIMES, households=st.none() | st.integers(1, 300), working_days_only=st.booleans(),
    skip=st.lists(DAYS, max_size=5),
)  # fmt: skip


def laid_out(layout, minutes=20, capacity=10):
    """The slots, or None where they are too many."""
    try:
        return lay_out(layout, minutes, capacity)
    except Refusal as refusal:
        assert refusal.reason.code == "tickets.too_many_slots"
        return None


@given(LAYOUTS, st.integers(5, 600), st.integers(1, 60))
def test_slots_hold_exactly_the_wanted_households(layout, minutes, capacity):
    slots = laid_out(layout, minutes, capacity)
    if slots is not None:
        wanted = layout.households or sum(slot.capacity or capacity for slot in layout.day)
        assert sum(slot.capacity for slot in slots) == wanted
        assert all(slot.capacity >= 1 for slot in slots)
        assert len(slots) <= MOST_SLOTS


@given(LAYOUTS)
def test_slots_are_numbered_in_order_on_served_days_only(layout):
    slots = laid_out(layout) or []
    assert [slot.number for slot in slots] == list(range(1, len(slots) + 1))
    assert [slot.starts_at for slot in slots] == sorted({slot.starts_at for slot in slots})
    for slot in slots:
        day = day_of(slot.starts_at)
        assert day >= layout.first_day and day not in layout.skip
        assert not layout.working_days_only or OFFICE_HOURS.is_working_day(day)
        assert slot.ends_at > slot.starts_at


@given(LAYOUTS)
def test_no_day_in_between_is_left_out(layout):
    slots = laid_out(layout) or []
    days = {day_of(slot.starts_at) for slot in slots}
    if days:
        span = (max(days) - layout.first_day).days + 1
        served = {layout.first_day + timedelta(days=n) for n in range(span)} - set(layout.skip)
        assert days == {day for day in served if not layout.working_days_only or OFFICE_HOURS.is_working_day(day)}


def test_five_hundred_checks_at_fifty_a_day_are_ten_days():
    slots = lay_out(Layout(first_day=date(2026, 12, 1), day=[SlotTime(at=510, capacity=50)], households=500), 10, 1)
    assert [day_of(slot.starts_at).day for slot in slots] == list(range(1, 11))
    assert {slot.capacity for slot in slots} == {50}


def test_last_slot_has_what_is_left():
    slots = lay_out(
        Layout(first_day=date(2026, 12, 1), day=[SlotTime(at=540), SlotTime(at=600)], households=31), 20, 10
    )
    assert [slot.capacity for slot in slots] == [10, 10, 10, 1]


def test_days_off_of_the_calendar_are_passed_over():
    layout = Layout(first_day=date(2026, 9, 30), day=[SlotTime(at=540)], households=2, working_days_only=True)
    assert [day_of(slot.starts_at) for slot in lay_out(layout, 20, 1)] == [date(2026, 9, 30), date(2026, 10, 8)]


@pytest.mark.parametrize(("households", "capacity"), [(MOST_SLOTS + 1, 1), (None, MOST_PLACES // 2)])
def test_too_many_slots_or_places_are_refused(households, capacity):
    day = [SlotTime(at=at) for at in (540, 600, 660)]
    with pytest.raises(Refusal, match="too_many_slots"):
        lay_out(Layout(first_day=date(2026, 12, 1), day=day, households=households), 20, capacity)


def test_minutes_after_midnight_are_those_of_shanghai():
    assert moment_of(date(2026, 12, 1), 0) == datetime(2026, 11, 30, 16, tzinfo=UTC)


@given(st.integers(-10_000, 10_000), st.integers(-10_000, 10_000), st.integers(-10_000, 10_000))
def test_sign_up_is_open_from_its_first_minute_to_before_its_last(opens, closes, now):
    at = [NOW + timedelta(minutes=each) for each in (opens, closes, now)]
    try:
        refuse_outside_sign_up(*at)
        assert opens <= now < closes
    except Refusal as refusal:
        assert refusal.reason.code == ("tickets.too_early" if now < opens else "tickets.sign_up_ended")


@given(st.integers(0, 10_000), st.integers(0, 20_000))
def test_change_is_possible_until_so_many_minutes_before(lead, before):
    starts_at = NOW + timedelta(minutes=before)
    try:
        refuse_late_change(starts_at, lead, NOW)
        assert before > lead
    except Refusal:
        assert before <= lead


def test_first_slot_lies_ahead_and_within_a_year():
    for days, fits in ((-1, False), (0, False), (1, True), (366, True), (367, False)):
        try:
            refuse_wrong_day(NOW + timedelta(days=days), NOW, "/first_day")
            assert fits
        except Refusal:
            assert not fits


@given(st.lists(st.integers(0, 20), max_size=8), st.integers(0, 100))
def test_line_fills_places_in_order_and_never_overfills(room, people):
    free = list(enumerate(room, start=1))
    line = [f"{number:03d}" for number in range(people)]
    seated = fill(free, line)
    assert [who for who, _ in seated] == line[: sum(room)]
    assert [number for _, number in seated] == sorted(number for _, number in seated)
    assert all(sum(number == slot for _, slot in seated) <= places for number, places in free)
