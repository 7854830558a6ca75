"""Checking in and out by codes, and what was served."""

from datetime import datetime
from typing import Any

from services.volunteers.domain.passage_codes import code_of, read, step_at, step_ends
from services.volunteers.domain.serving import (
    AT_THE_END,
    GRACE,
    minutes_served,
    refuse_arrival_out_of_time,
    refuse_departure_out_of_time,
)
from services.volunteers.usecases.activities import leads, own_volunteer
from services.volunteers.usecases.people import visible
from services.volunteers.usecases.shifts import led_shift
from shared.contracts.actor import Actor
from shared.contracts.volunteers.activities import CANCELLED_ALREADY
from shared.contracts.volunteers.attendance import (
    CHECKED_IN_ALREADY,
    DAY_TO_COME,
    NOT_CHECKED_IN,
    OWN_HOURS,
    CheckIn,
    CheckOut,
    HoursView,
    ListRoster,
    Passage,
    RecordHours,
    RosterView,
    ServiceGiven,
    ServiceView,
    ShiftCodeView,
    ShowMyService,
    ShowShiftCode,
)
from shared.contracts.volunteers.shifts import NOT_SIGNED_UP, EntryState, EntryView
from shared.kernel.clock import SHANGHAI

CLOSES_AFTER = GRACE


def show_shift_code(store: Any, actor: Actor, command: ShowShiftCode) -> ShiftCodeView:
    shift = led_shift(store, actor, command.shift_id)
    if shift.cancelled is not None:
        raise CANCELLED_ALREADY()
    step = step_at(store.now)
    return ShiftCodeView(code=code_of(store.shift_secret(shift), command.passage, step), until=step_ends(step))


def list_roster(store: Any, actor: Actor, command: ListRoster) -> RosterView:
    shift = led_shift(store, actor, command.shift_id)
    return RosterView(items=[store.entry_view(entry) for entry in shift.entries])


def check_in(store: Any, actor: Actor, command: CheckIn) -> EntryView:
    """Who may see the code does not check in with it: somebody else records their hours."""
    shift, entry = _entered(store, actor, command.shift_id)
    if shift.cancelled is not None:
        raise CANCELLED_ALREADY()
    if leads(store, actor, shift.area, shift.team):
        raise OWN_HOURS()
    step = read(store.shift_secret(shift), Passage.IN, command.code, store.now, entry.came_step)
    refuse_arrival_out_of_time(shift.starts, shift.ends, store.now)
    if entry.came_at is not None:
        raise CHECKED_IN_ALREADY()
    if entry.state != EntryState.SIGNED_UP:
        raise NOT_SIGNED_UP()
    entry.state, entry.came_at, entry.came_step = EntryState.PRESENT, store.now, step
    store.save(shift)
    return store.entry_view(entry)


def check_out(store: Any, actor: Actor, command: CheckOut) -> EntryView:
    shift, entry = _entered(store, actor, command.shift_id)
    step = read(store.shift_secret(shift), Passage.OUT, command.code, store.now, entry.left_step)
    refuse_departure_out_of_time(shift.ends, store.now)
    if entry.state != EntryState.PRESENT:
        raise NOT_CHECKED_IN()
    entry.state, entry.left_at, entry.left_step = EntryState.SERVED, store.now, step
    entry.minutes = minutes_served(shift.starts, shift.ends, entry.came_at, entry.left_at)
    store.save(shift)
    record = store.service_record(actor.account)
    record.minutes += entry.minutes
    record.shifts += 1
    store.save(record)
    news = ServiceGiven(account=actor.account, area=shift.area, minutes=entry.minutes, shift_id=shift.id)
    store.announce(news, subject=shift.id, version=shift.version, area=shift.area)
    return store.entry_view(entry)


def _entered(store: Any, actor: Actor, shift_id: str) -> tuple[Any, Any]:
    shift = store.get_shift(shift_id)
    entry = store.entry_of(shift, actor.account)
    if entry is None:
        raise NOT_SIGNED_UP()
    return shift, entry


def close_shift(store: Any, shift_id: str, ended_before: datetime) -> None:
    """Long enough after its end: who never came is a no-show."""
    shift = store.find_shift_over(shift_id, ended_before)
    if shift is None:
        return
    for entry in shift.entries:
        entry.state = AT_THE_END.get(entry.state, entry.state)
        if entry.state == EntryState.NO_SHOW:
            record = store.service_record(entry.account)
            record.no_shows += 1
            store.save(record)
    shift.closed = True
    store.save(shift)


def record_hours(store: Any, actor: Actor, command: RecordHours) -> HoursView:
    volunteer = visible(store, actor, command.volunteer_id)
    if volunteer.account == actor.account:
        raise OWN_HOURS("/volunteer_id")
    if command.day > store.now.astimezone(SHANGHAI).date():
        raise DAY_TO_COME("/day")
    hours = store.record_hours(volunteer, command, actor.account)
    record = store.service_record(volunteer.account)
    record.minutes += command.minutes
    record.outside += command.minutes
    store.save(record)
    news = ServiceGiven(account=volunteer.account, area=volunteer.area, minutes=command.minutes)
    store.announce(news, subject=hours.id, version=hours.version, area=volunteer.area)
    return store.hours_view(hours)


def show_my_service(store: Any, actor: Actor, _command: ShowMyService) -> ServiceView:
    return store.service_view(store.service_record(own_volunteer(store, actor).account))
