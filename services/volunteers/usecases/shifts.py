"""Shifts: seeing, changing and cancelling them, signing up and off."""

from typing import Any

from services.volunteers.domain.availability import is_resting
from services.volunteers.domain.places import (
    TO_COME,
    fitting,
    refuse_closed,
    refuse_too_few,
    refuse_twice,
    seat,
    stand_by,
)
from services.volunteers.domain.sign_up_pauses import refuse_paused
from services.volunteers.domain.standing_in import to_tell
from services.volunteers.usecases.activities import call_off, leads, own_volunteer, refuse_time
from services.volunteers.usecases.rosters import move_up, tell_gained
from shared.contracts.actor import Actor
from shared.contracts.volunteers.activities import CANCELLED_ALREADY
from shared.contracts.volunteers.shifts import (
    ALREADY_SIGNED_UP,
    COLLIDES,
    NOT_SIGNED_UP,
    RESTING,
    SHARE_TAKEN,
    SHIFT_BEGUN,
    CancelShift,
    ChangeShift,
    GetShift,
    ListMyShifts,
    ListShifts,
    ShiftChanged,
    ShiftPage,
    ShiftView,
    SignOff,
    SignUp,
    SignUpFields,
)
from shared.kernel.errors import FORBIDDEN
from shared.kernel.paging import decode_cursor, encode_cursor


def get_shift(store: Any, actor: Actor, command: GetShift) -> ShiftView:
    return store.shift_view(store.get_shift(command.shift_id), actor.account)


def list_shifts(store: Any, actor: Actor, command: ListShifts) -> ShiftPage:
    return _page(store, actor, command, area=command.area, activity=command.activity_id)


def list_my_shifts(store: Any, actor: Actor, command: ListMyShifts) -> ShiftPage:
    if command.over:
        after = decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
        return _shown(store, actor, command.limit, store.find_shifts_over(actor.account, after, command.limit + 1))
    return _page(store, actor, command, account=actor.account)


def _page(store: Any, actor: Actor, command: ListShifts | ListMyShifts, **asked: Any) -> ShiftPage:
    after = decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
    return _shown(store, actor, command.limit, store.find_shifts(after, command.limit + 1, **asked))


def _shown(store: Any, actor: Actor, limit: int, found: list[Any]) -> ShiftPage:
    shown = found[:limit]
    following = encode_cursor(shown[-1].id) if len(found) > limit else None
    return ShiftPage(items=[store.shift_view(shift, actor.account) for shift in shown], next=following)


def led_shift(store: Any, actor: Actor, shift_id: str) -> Any:
    shift = store.get_shift(shift_id)
    if not leads(store, actor, shift.area, shift.team):
        raise FORBIDDEN()
    return shift


def changeable(store: Any, actor: Actor, shift_id: str) -> Any:
    shift = led_shift(store, actor, shift_id)
    if shift.cancelled is not None:
        raise CANCELLED_ALREADY()
    if store.now >= shift.starts:
        raise SHIFT_BEGUN()
    return shift


def change_shift(store: Any, actor: Actor, command: ChangeShift) -> ShiftView:
    shift = changeable(store, actor, command.shift_id)
    refuse_twice(command.needs)
    refuse_too_few(command.needs, shift.entries)
    refuse_time(store.now, command.starts, command.minutes)
    store.move_shift(shift, command.place, command.starts, command.minutes, command.needs)
    gained = move_up(store, shift)
    store.save(shift)
    news = ShiftChanged(
        title=shift.title, place=shift.place, starts=shift.starts, ends=shift.ends,
        accounts=to_tell(entry.account for entry in shift.entries),
    )  # fmt: skip
    store.announce(news, subject=shift.id, version=shift.version, area=shift.area)
    tell_gained(store, shift, gained)
    return store.shift_view(shift, actor.account)


def cancel_shift(store: Any, actor: Actor, command: CancelShift) -> ShiftView:
    shift = changeable(store, actor, command.shift_id)
    call_off(store, shift, command.reason)
    return store.shift_view(shift, actor.account)


def sign_up(store: Any, actor: Actor, command: SignUp) -> ShiftView:
    shift = store.get_shift(command.shift_id)
    enter(store, shift, own_volunteer(store, actor), command)
    return store.shift_view(shift, actor.account)


def enter(store: Any, shift: Any, volunteer: Any, wish: SignUpFields, by: str | None = None) -> Any:
    """The new entry, whoever asks for it; `by`: who signs the volunteer up, if not themselves.

    Writes the volunteer's record, and who they are on tours, so that two engagements at once for the same time meet.
    """
    if shift.cancelled is not None:
        raise CANCELLED_ALREADY()
    refuse_closed(shift, store.now)
    refuse_paused(shift)
    if store.entry_of(shift, volunteer.account) is not None:
        raise ALREADY_SIGNED_UP()
    if is_resting(volunteer.resting_until, shift.starts):
        raise RESTING()
    confirmed = {each.skill for each in volunteer.confirmations}
    able = fitting(store.needs_of(shift), wish.skill, confirmed)
    other = store.colliding(volunteer.account, shift)
    if other is not None:
        raise COLLIDES(title=other.title)
    performers = store.performers_of(volunteer.account)
    stop = store.stop_during(performers, shift.starts, shift.ends) if performers else None
    if stop is not None:
        raise COLLIDES(title=stop.title)
    if shift.most_each and store.count_entries_ahead(volunteer.account, shift.activity) >= shift.most_each:
        raise SHARE_TAKEN(most=shift.most_each)
    if wish.stands_by:
        skill, state = stand_by(able, shift.entries, shift.stand_by)
    else:
        skill, state = seat(able, shift.entries, shift.reserve, wish.waits)
    store.add_entry(shift, volunteer, skill, state, by)
    store.save(shift)
    record = store.service_record(volunteer.account)
    record.signed_at = store.now
    for kept in (record, *performers):
        store.save(kept)
    return store.entry_of(shift, volunteer.account)


def sign_off(store: Any, actor: Actor, command: SignOff) -> ShiftView:
    shift = store.get_shift(command.shift_id)
    leave(store, shift, store.entry_of(shift, actor.account))
    return store.shift_view(shift, actor.account)


def leave(store: Any, shift: Any, entry: Any) -> None:
    """Whoever waits longest moves up."""
    if entry is None:
        raise NOT_SIGNED_UP()
    if shift.cancelled is not None:
        raise CANCELLED_ALREADY()
    if store.now >= shift.starts or entry.state not in TO_COME:
        raise SHIFT_BEGUN()
    shift.entries.remove(entry)
    gained = move_up(store, shift)
    store.save(shift)
    tell_gained(store, shift, gained)
