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
from services.volunteers.usecases.activities import leads
from services.volunteers.usecases.growth_standings import keep_standings, served
from services.volunteers.usecases.rosters import tell_entry
from services.volunteers.usecases.shifts import led_shift
from shared.contracts.actor import Actor
from shared.contracts.volunteers.activities import CANCELLED_ALREADY
from shared.contracts.volunteers.attendance import (
    CHECKED_IN_ALREADY,
    NOT_AT_THIS_TIME,
    NOT_CHECKED_IN,
    NOT_COME,
    NOT_STANDING_BY,
    OWN_HOURS,
    CallIn,
    CheckIn,
    CheckOut,
    ListRoster,
    MarkArrival,
    MarkDeparture,
    Passage,
    RosterView,
    ServiceGiven,
    ServiceTakenBack,
    ShiftCodeView,
    ShowShiftCode,
    StrikeArrival,
)
from shared.contracts.volunteers.shifts import NOT_SIGNED_UP, EntryAction, EntryState, EntryView

CLOSES_AFTER = GRACE
CAME = (EntryState.PRESENT, EntryState.SERVED, EntryState.UNFINISHED)


def show_shift_code(store: Any, actor: Actor, command: ShowShiftCode) -> ShiftCodeView:
    shift = led_shift(store, actor, command.shift_id)
    if shift.cancelled is not None:
        raise CANCELLED_ALREADY()
    step = step_at(store.now)
    came = sum(entry.came_at is not None for entry in shift.entries)
    code = code_of(store.shift_secret(shift), command.passage, step)
    return ShiftCodeView(code=code, until=step_ends(step), came=came)


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
    entry.came_step = step
    return _arrive(store, shift, entry)


def mark_arrival(store: Any, actor: Actor, command: MarkArrival) -> EntryView:
    return _arrive(store, *_marked(store, actor, command))


def _arrive(store: Any, shift: Any, entry: Any) -> EntryView:
    refuse_arrival_out_of_time(shift.starts, shift.ends, store.now)
    if entry.came_at is not None:
        raise CHECKED_IN_ALREADY()
    if entry.state != EntryState.SIGNED_UP:
        raise NOT_SIGNED_UP()
    entry.state, entry.came_at = EntryState.PRESENT, store.now
    store.save(shift)
    return store.entry_view(entry)


def check_out(store: Any, actor: Actor, command: CheckOut) -> EntryView:
    shift, entry = _entered(store, actor, command.shift_id)
    step = read(store.shift_secret(shift), Passage.OUT, command.code, store.now, entry.left_step)
    entry.left_step = step
    return _depart(store, shift, entry)


def mark_departure(store: Any, actor: Actor, command: MarkDeparture) -> EntryView:
    return _depart(store, *_marked(store, actor, command))


def _depart(store: Any, shift: Any, entry: Any) -> EntryView:
    if entry.state != EntryState.PRESENT:
        raise NOT_CHECKED_IN()
    refuse_departure_out_of_time(shift.starts, shift.ends, store.now)
    entry.state, entry.left_at = EntryState.SERVED, store.now
    entry.minutes = minutes_served(shift.starts, shift.ends, entry.came_at, entry.left_at)
    store.save(shift)
    keep_standings(store, [served(shift, entry.volunteer)])
    record = store.service_record(entry.account)
    record.minutes += entry.minutes
    record.shifts += 1
    store.save(record)
    news = ServiceGiven(account=entry.account, area=shift.area, minutes=entry.minutes, shift_id=shift.id)
    store.announce(news, subject=shift.id, version=shift.version, area=shift.area)
    return store.entry_view(entry)


def _entered(store: Any, actor: Actor, shift_id: str) -> tuple[Any, Any]:
    shift = store.get_shift(shift_id)
    entry = store.entry_of(shift, actor.account)
    if entry is None:
        raise NOT_SIGNED_UP()
    return shift, entry


def _led_entry(store: Any, actor: Actor, command: EntryAction) -> tuple[Any, Any]:
    shift = led_shift(store, actor, command.shift_id)
    entry = store.entry_for(shift, command.volunteer_id)
    if entry is None:
        raise NOT_SIGNED_UP()
    return shift, entry


def _marked(store: Any, actor: Actor, command: EntryAction) -> tuple[Any, Any]:
    """An entry of somebody else, of a shift that is held."""
    shift, entry = _led_entry(store, actor, command)
    if shift.cancelled is not None:
        raise CANCELLED_ALREADY()
    if entry.volunteer in store.ids_of(actor):
        raise OWN_HOURS("/volunteer_id")
    return shift, entry


def call_in(store: Any, actor: Actor, command: CallIn) -> EntryView:
    shift, entry = _led_entry(store, actor, command)
    if shift.cancelled is not None:
        raise CANCELLED_ALREADY()
    if store.now >= shift.ends:
        raise NOT_AT_THIS_TIME()
    if entry.state is not EntryState.STANDING_BY:
        raise NOT_STANDING_BY()
    entry.state = EntryState.SIGNED_UP
    store.save(shift)
    tell_entry(store, shift, entry.account, entry.state)
    return store.entry_view(entry)


def strike_arrival(store: Any, actor: Actor, command: StrikeArrival) -> EntryView:
    shift, entry = _led_entry(store, actor, command)
    if entry.state not in CAME:
        raise NOT_COME()
    record = store.service_record(entry.account)
    record.minutes -= entry.minutes
    record.shifts -= entry.state is EntryState.SERVED
    record.no_shows += 1
    store.save(record)
    if entry.state is EntryState.SERVED:
        keep_standings(store, [served(shift, entry.volunteer, -1)])
    taken, entry.minutes = entry.minutes, 0
    entry.state, entry.struck = EntryState.NO_SHOW, command.reason
    store.save(shift)
    tell_entry(store, shift, entry.account, entry.state)
    if taken:
        news = ServiceTakenBack(account=entry.account, area=shift.area, minutes=taken, shift_id=shift.id)
        store.announce(news, subject=shift.id, version=shift.version, area=shift.area)
    return store.entry_view(entry)


def close_shift(store: Any, shift_id: str, ended_before: datetime) -> None:
    """Long enough after its end: who never came is a no-show."""
    shift = store.find_shift_over(shift_id, ended_before)
    if shift is None:
        return
    for entry in shift.entries:
        before, entry.state = entry.state, AT_THE_END.get(entry.state, entry.state)
        if before != entry.state == EntryState.NO_SHOW:
            record = store.service_record(entry.account)
            record.no_shows += 1
            store.save(record)
    shift.closed = True
    store.save(shift)
