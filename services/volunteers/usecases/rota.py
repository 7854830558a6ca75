"""Rotas: recording turns, who is on turn when, and totals."""

from datetime import date, timedelta
from typing import Any

from services.volunteers.domain.growth import Gained
from services.volunteers.domain.time_bank import is_own
from services.volunteers.usecases.activities import first_day, leads
from services.volunteers.usecases.growth_standings import keep_standings, served
from services.volunteers.usecases.posts import refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.activities import CANCELLED_ALREADY
from shared.contracts.volunteers.attendance import DAY_TO_COME, OWN_HOURS, ServiceGiven
from shared.contracts.volunteers.rota import (
    NO_TURN,
    ROTA_PERIOD,
    TURN_AHEAD,
    ListTurns,
    RecordTurns,
    RotaFigures,
    RotaView,
    ShowRota,
    ShowRotaFigures,
    TurnsPage,
    TurnsRecorded,
)
from shared.contracts.volunteers.shifts import EntryState
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import FORBIDDEN, NOT_FOUND
from shared.kernel.paging import decode_cursor, encode_cursor


def record_turns(store: Any, actor: Actor, command: RecordTurns) -> TurnsRecorded:
    """All or none: one row that is not in order refuses the whole list."""
    activity = _led(store, actor, command.activity_id)
    known = store.volunteers_named({turn.volunteer_id for turn in command.turns})
    shifts = store.shifts_on(activity, {turn.day for turn in command.turns})
    records: dict[str, Any] = {}
    given: list[tuple[Any, str, int]] = []
    gained: list[Gained] = []
    for place, turn in enumerate(command.turns):
        volunteer = known.get(turn.volunteer_id)
        if volunteer is None:
            raise NOT_FOUND(f"/turns/{place}/volunteer_id", what="volunteer")
        if is_own(actor, volunteer):
            raise OWN_HOURS(f"/turns/{place}/volunteer_id")
        shift = shifts[turn.day] = _shift_of(store, activity, shifts.get(turn.day), turn.day, f"/turns/{place}/day")
        minutes = turn.minutes or _lasts(shift)
        before = store.put_turn(shift, volunteer, minutes)
        if before is EntryState.SERVED:
            continue
        if volunteer.account not in records:
            records[volunteer.account] = store.service_record(volunteer.account)
        record = records[volunteer.account]
        record.minutes += minutes
        record.shifts += 1
        record.no_shows -= before is EntryState.NO_SHOW
        given.append((shift, volunteer.account, minutes))
        gained.append(served(shift, volunteer.id))
    for kept in (*{shift.id: shift for shift, _, _ in given}.values(), *records.values()):
        store.save(kept)
    keep_standings(store, gained)
    for shift, account, minutes in given:
        news = ServiceGiven(account=account, area=shift.area, minutes=minutes, shift_id=shift.id)
        store.announce(news, subject=shift.id, version=shift.version, area=shift.area)
    return TurnsRecorded(recorded=len(given))


def show_rota(store: Any, actor: Actor, command: ShowRota) -> RotaView:
    activity = _led(store, actor, command.activity_id)
    until = command.since + timedelta(weeks=command.weeks)
    shifts = store.find_rota_days(activity, command.since, until)
    days = [store.rota_day(shift) for shift in shifts]
    to_come = sum(day.missing for day in days if day.starts > store.now)
    return RotaView(title=activity.title, days=days, missing=to_come)


def list_turns(store: Any, actor: Actor, command: ListTurns) -> TurnsPage:
    activity = _led(store, actor, command.activity_id)
    _refuse_backwards(command.since, command.until)
    after = decode_cursor(command.cursor, int, str) if command.cursor is not None else None
    found = store.count_turns(activity, command.since, command.until, after, command.limit + 1)
    shown = found[: command.limit]
    more = len(found) > command.limit
    return TurnsPage(items=shown, next=encode_cursor(shown[-1].turns, shown[-1].volunteer_id) if more else None)


def show_rota_figures(store: Any, actor: Actor, command: ShowRotaFigures) -> RotaFigures:
    refuse_outside(actor, command.area, "/area")
    _refuse_backwards(command.since, command.until)
    return store.count_rota(command.area, command.since, command.until)


def _led(store: Any, actor: Actor, activity_id: str) -> Any:
    activity = store.get_activity(activity_id)
    if not leads(store, actor, activity.area, activity.team):
        raise FORBIDDEN()
    return activity


def _shift_of(store: Any, activity: Any, shift: Any, day: date, pointer: str) -> Any:
    """The shift of that day; one of a day before the activity was opened is made now."""
    if day > store.now.astimezone(SHANGHAI).date():
        raise DAY_TO_COME(pointer)
    if shift is None:
        if day >= first_day(activity):
            raise NO_TURN(pointer, day=day)
        return store.make_past_shift(activity, day)
    if shift.cancelled is not None:
        raise CANCELLED_ALREADY(pointer)
    if shift.starts > store.now:
        raise TURN_AHEAD(pointer, day=day)
    return shift


def _lasts(shift: Any) -> int:
    return int((shift.ends - shift.starts).total_seconds()) // 60


def _refuse_backwards(since: date, until: date) -> None:
    if until < since:
        raise ROTA_PERIOD("/until")
