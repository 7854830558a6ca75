"""Pausing sign-up for activities and shifts, and letting it go on."""

from typing import Any

from services.volunteers.domain.sign_up_pauses import paused_because
from services.volunteers.domain.standing_in import to_tell
from services.volunteers.usecases.activities import led_activity
from services.volunteers.usecases.rosters import move_up, tell_gained
from services.volunteers.usecases.shifts import changeable
from shared.contracts.actor import Actor
from shared.contracts.volunteers.activities import ActivityView
from shared.contracts.volunteers.shifts import ShiftView
from shared.contracts.volunteers.sign_up_pauses import (
    NOT_PAUSED,
    PAUSED_ALREADY,
    PauseActivity,
    PauseShift,
    ResumeActivity,
    ResumeShift,
    SignUpPaused,
    SignUpResumed,
)


def pause_activity(store: Any, actor: Actor, command: PauseActivity) -> ActivityView:
    activity = led_activity(store, actor, command.activity_id)
    if activity.paused is not None:
        raise PAUSED_ALREADY()
    activity.paused = command.reason
    store.save(activity)
    for shift in store.shifts_to_come(activity):
        was = paused_because(shift)
        shift.paused_with_activity = command.reason
        _keep(store, shift, was)
    return store.activity_view(activity)


def resume_activity(store: Any, actor: Actor, command: ResumeActivity) -> ActivityView:
    activity = led_activity(store, actor, command.activity_id)
    if activity.paused is None:
        raise NOT_PAUSED()
    activity.paused = None
    store.save(activity)
    for shift in store.shifts_to_come(activity):
        was = paused_because(shift)
        shift.paused_with_activity = None
        _keep(store, shift, was)
    return store.activity_view(activity)


def pause_shift(store: Any, actor: Actor, command: PauseShift) -> ShiftView:
    shift = changeable(store, actor, command.shift_id)
    if shift.paused is not None:
        raise PAUSED_ALREADY()
    was = paused_because(shift)
    shift.paused = command.reason
    _keep(store, shift, was)
    return store.shift_view(shift, actor.account)


def resume_shift(store: Any, actor: Actor, command: ResumeShift) -> ShiftView:
    shift = changeable(store, actor, command.shift_id)
    if shift.paused is None:
        raise NOT_PAUSED()
    was = paused_because(shift)
    shift.paused = None
    _keep(store, shift, was)
    return store.shift_view(shift, actor.account)


def _keep(store: Any, shift: Any, was: str | None) -> None:
    """Who is on the shift is told when it is paused or goes on, and not when a second reason comes or goes."""
    because = paused_because(shift)
    gained = move_up(store, shift)
    store.save(shift)
    accounts = to_tell(entry.account for entry in shift.entries)
    if was is None and because is not None:
        _tell(store, shift, SignUpPaused(title=shift.title, starts=shift.starts, reason=because, accounts=accounts))
    if was is not None and because is None:
        _tell(store, shift, SignUpResumed(title=shift.title, starts=shift.starts, accounts=accounts))
    tell_gained(store, shift, gained)


def _tell(store: Any, shift: Any, news: SignUpPaused | SignUpResumed) -> None:
    store.announce(news, subject=shift.id, version=shift.version, area=shift.area)
