"""Whether rows of a paper ledger can be: in order, of the past, of no more people than there were."""

from datetime import date, datetime

from shared.contracts.actor import Actor, lies_in
from shared.contracts.volunteers.hazards import OWN_TREATMENT
from shared.contracts.volunteers.response_records import (
    COUNTS_DISAGREE,
    ROW_AHEAD,
    ROW_DISORDER,
    PastCallOut,
    PastDrill,
    RecordCallOuts,
    RecordDrills,
    RecordTreatments,
    TreatedHazard,
)
from shared.kernel.errors import OUTSIDE_AREA


def area_of(row: TreatedHazard | PastDrill | PastCallOut) -> str:
    return row.community if isinstance(row, PastDrill) else row.area


def refuse_elsewhere(sheet: RecordTreatments | RecordDrills | RecordCallOuts, actor: Actor) -> None:
    """Rows of other districts, or outside of the areas of whoever records them."""
    for number, row in enumerate(sheet.rows):
        if not lies_in(area_of(row), sheet.district) or not actor.covers(area_of(row)):
            raise OUTSIDE_AREA(f"/rows/{number}/{'community' if isinstance(row, PastDrill) else 'area'}")


def refuse_treatment(row: TreatedHazard, at: str, today: date) -> None:
    if row.treated_on < row.found_on:
        raise ROW_DISORDER(f"{at}/treated_on")
    if row.verified_on < row.treated_on:
        raise ROW_DISORDER(f"{at}/verified_on")
    if row.verified_on > today:
        raise ROW_AHEAD(f"{at}/verified_on")
    if row.verified_by == row.treated_by:
        raise OWN_TREATMENT(f"{at}/verified_by")


def refuse_drill(row: PastDrill, at: str, now: datetime) -> None:
    if row.held_at > now:
        raise ROW_AHEAD(f"{at}/held_at")
    if row.attended > row.members:
        raise COUNTS_DISAGREE(f"{at}/attended")


def refuse_call_out(row: PastCallOut, at: str, now: datetime) -> None:
    if row.closed_at < row.raised_at:
        raise ROW_DISORDER(f"{at}/closed_at")
    if row.closed_at > now:
        raise ROW_AHEAD(f"{at}/closed_at")
    for name in ("answer_seconds", "arrival_seconds"):
        if len(getattr(row, name)) > row.called:
            raise COUNTS_DISAGREE(f"{at}/{name}")
