"""Shifts: seeing, changing and cancelling them, signing up and off."""

from typing import Any

from services.volunteers.domain.availability import is_resting
from services.volunteers.domain.places import fitting, refuse_too_few, refuse_twice, seat
from services.volunteers.usecases.activities import call_off, leads, own_volunteer, refuse_time
from services.volunteers.usecases.rosters import move_up, tell_gained
from shared.contracts.actor import Actor
from shared.contracts.volunteers.activities import CANCELLED_ALREADY
from shared.contracts.volunteers.shifts import (
    ALREADY_SIGNED_UP,
    COLLIDES,
    ENDED,
    NOT_SIGNED_UP,
    RESTING,
    SHIFT_BEGUN,
    TOO_EARLY,
    CancelShift,
    ChangeShift,
    EntryState,
    GetShift,
    ListMyShifts,
    ListShifts,
    ShiftChanged,
    ShiftPage,
    ShiftView,
    SignOff,
    SignUp,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import FORBIDDEN
from shared.kernel.paging import decode_cursor, encode_cursor


def get_shift(store: Any, actor: Actor, command: GetShift) -> ShiftView:
    return store.shift_view(store.get_shift(command.shift_id), actor.account)


def list_shifts(store: Any, actor: Actor, command: ListShifts) -> ShiftPage:
    return _page(store, actor, command, area=command.area, activity=command.activity_id)


def list_my_shifts(store: Any, actor: Actor, command: ListMyShifts) -> ShiftPage:
    return _page(store, actor, command, account=actor.account)


def _page(store: Any, actor: Actor, command: ListShifts | ListMyShifts, **asked: Any) -> ShiftPage:
    after = decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
    found = store.find_shifts(after, command.limit + 1, **asked)
    shown = found[: command.limit]
    following = encode_cursor(shown[-1].id) if len(found) > command.limit else None
    return ShiftPage(items=[store.shift_view(shift, actor.account) for shift in shown], next=following)


def led_shift(store: Any, actor: Actor, shift_id: str) -> Any:
    shift = store.get_shift(shift_id)
    if not leads(store, actor, shift.area, shift.team):
        raise FORBIDDEN()
    return shift


def _changeable(store: Any, actor: Actor, shift_id: str) -> Any:
    shift = led_shift(store, actor, shift_id)
    if shift.cancelled is not None:
        raise CANCELLED_ALREADY()
    if store.now >= shift.starts:
        raise SHIFT_BEGUN()
    return shift


def change_shift(store: Any, actor: Actor, command: ChangeShift) -> ShiftView:
    shift = _changeable(store, actor, command.shift_id)
    refuse_twice(command.needs)
    refuse_too_few(command.needs, shift.entries)
    refuse_time(store.now, command.starts, command.minutes)
    store.move_shift(shift, command.place, command.starts, command.minutes, command.needs)
    gained = move_up(store, shift)
    store.save(shift)
    news = ShiftChanged(
        title=shift.title, place=shift.place, starts=shift.starts, ends=shift.ends,
        accounts=[entry.account for entry in shift.entries],
    )  # fmt: skip
    store.announce(news, subject=shift.id, version=shift.version, area=shift.area)
    tell_gained(store, shift, gained)
    return store.shift_view(shift, actor.account)


def cancel_shift(store: Any, actor: Actor, command: CancelShift) -> ShiftView:
    shift = _changeable(store, actor, command.shift_id)
    call_off(store, shift, command.reason)
    return store.shift_view(shift, actor.account)


def sign_up(store: Any, actor: Actor, command: SignUp) -> ShiftView:
    shift = store.get_shift(command.shift_id)
    volunteer = own_volunteer(store, actor)
    if shift.cancelled is not None:
        raise CANCELLED_ALREADY()
    if store.now >= shift.closes_at:
        raise ENDED()
    if store.now < shift.opens_at:
        raise TOO_EARLY(opens_at=f"{shift.opens_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
    if store.entry_of(shift, actor.account) is not None:
        raise ALREADY_SIGNED_UP()
    if is_resting(volunteer.resting_until, store.now):
        raise RESTING()
    confirmed = {each.skill for each in volunteer.confirmations}
    able = fitting(store.needs_of(shift), command.skill, confirmed)
    other = store.colliding(actor.account, shift)
    if other is not None:
        raise COLLIDES(title=other.title)
    skill, state = seat(able, shift.entries, shift.reserve, command.waits)
    store.add_entry(shift, volunteer, skill, state)
    store.save(shift)
    record = store.service_record(actor.account)
    record.signed_at = store.now
    store.save(record)
    return store.shift_view(shift, actor.account)


def sign_off(store: Any, actor: Actor, command: SignOff) -> ShiftView:
    shift = store.get_shift(command.shift_id)
    entry = store.entry_of(shift, actor.account)
    if entry is None:
        raise NOT_SIGNED_UP()
    if store.now >= shift.starts or entry.state not in (EntryState.SIGNED_UP, EntryState.WAITING):
        raise SHIFT_BEGUN()
    shift.entries.remove(entry)
    gained = move_up(store, shift)
    store.save(shift)
    tell_gained(store, shift, gained)
    return store.shift_view(shift, actor.account)
