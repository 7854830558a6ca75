"""Sheets of paper ledgers put on record, and the figures of first response."""

from typing import Any

from services.volunteers.domain.hazards import day_at
from services.volunteers.domain.response_records import (
    refuse_call_out,
    refuse_drill,
    refuse_elsewhere,
    refuse_treatment,
)
from services.volunteers.usecases.posts import refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.response_figures import BACKWARD_PERIOD, ResponseFigures, ShowResponseFigures
from shared.contracts.volunteers.response_records import (
    NO_SUCH_RISK_POINT,
    SHEET_KNOWN,
    RecordCallOuts,
    RecordDrills,
    RecordTreatments,
    SheetRecorded,
)


def record_treatments(store: Any, actor: Actor, command: RecordTreatments) -> SheetRecorded:
    key = opened(store, actor, command, "treatments")
    for number, row in enumerate(command.rows):
        refuse_treatment(row, f"/rows/{number}", day_at(store.now))
    codes = {(command.district, row.risk_point) for row in command.rows if row.risk_point is not None}
    known = {code: point.id for (_, code), point in store.risk_points_by_code(codes).items()}
    for number, row in enumerate(command.rows):
        if row.risk_point is not None and row.risk_point not in known:
            raise NO_SUCH_RISK_POINT(f"/rows/{number}/risk_point", code=row.risk_point)
    store.record_treatments(command.rows, known, key)
    return recorded(command)


def record_drills(store: Any, actor: Actor, command: RecordDrills) -> SheetRecorded:
    key = opened(store, actor, command, "drills")
    for number, row in enumerate(command.rows):
        refuse_drill(row, f"/rows/{number}", store.now)
    store.record_drills(command.rows, key)
    return recorded(command)


def record_call_outs(store: Any, actor: Actor, command: RecordCallOuts) -> SheetRecorded:
    key = opened(store, actor, command, "call_outs")
    for number, row in enumerate(command.rows):
        refuse_call_out(row, f"/rows/{number}", store.now)
    store.record_call_outs(command.rows, key)
    return recorded(command)


def opened(store: Any, actor: Actor, sheet: Any, ledger: str) -> str:
    """The key of a sheet of the actor's areas that was not recorded before."""
    refuse_elsewhere(sheet, actor)
    day = store.day_recorded(ledger, sheet.district, sheet.sheet)
    if day is not None:
        raise SHEET_KNOWN("/sheet", day=day)
    return store.mark_recorded(ledger, sheet.district, sheet.sheet, len(sheet.rows))


def recorded(sheet: Any) -> SheetRecorded:
    return SheetRecorded(district=sheet.district, sheet=sheet.sheet, rows=len(sheet.rows))


def show_response_figures(store: Any, actor: Actor, command: ShowResponseFigures) -> ResponseFigures:
    refuse_outside(actor, command.area, "/area")
    if command.until < command.since:
        raise BACKWARD_PERIOD("/until")
    return store.count_response(command.area, command.since, command.until)
