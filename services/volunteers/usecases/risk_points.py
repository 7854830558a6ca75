"""The register of risk points, and their inspections."""

from typing import Any

from services.volunteers.domain.hazards import STAFF_OF_AREA, TEAM_MEMBER
from services.volunteers.usecases.hazards import tell_found
from services.volunteers.usecases.photos import show_photos
from services.volunteers.usecases.posts import before, onward
from services.volunteers.usecases.response_standing import standing
from shared.contracts.actor import Actor
from shared.contracts.volunteers.inspections import (
    NOT_YOUR_RISK_POINT,
    InspectionPage,
    InspectionView,
    InspectRiskPoint,
    ListInspections,
    RiskPointInspected,
)
from shared.contracts.volunteers.risk_points import (
    RISK_POINT_RETIRED,
    ROW_TWICE,
    GetRiskPoint,
    ListRiskPoints,
    LoadRiskPoints,
    RetireRiskPoint,
    RiskPointPage,
    RiskPointsLoaded,
    RiskPointView,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA


def load_risk_points(store: Any, actor: Actor, command: LoadRiskPoints) -> RiskPointsLoaded:
    """Codes are known by district and code."""
    codes: set[tuple[str, str]] = set()
    for number, row in enumerate(command.rows):
        if not actor.covers(row.area):
            raise OUTSIDE_AREA(f"/rows/{number}/area")
        if (row.area[:6], row.code) in codes:
            raise ROW_TWICE(f"/rows/{number}/code", code=row.code)
        codes.add((row.area[:6], row.code))
    known = store.risk_points_by_code(codes)
    for number, row in enumerate(command.rows):
        kept = known.get((row.area[:6], row.code))
        if kept is not None and not actor.covers(kept.area):
            raise OUTSIDE_AREA(f"/rows/{number}/code")
    new = [row for row in command.rows if (row.area[:6], row.code) not in known]
    store.add_risk_points(new)
    others = [row for row in command.rows if (row.area[:6], row.code) in known]
    changed = sum(store.change_risk_point(known[row.area[:6], row.code], row) for row in others)
    return RiskPointsLoaded(added=len(new), changed=changed, unchanged=len(others) - changed)


def get_risk_point(store: Any, actor: Actor, command: GetRiskPoint) -> RiskPointView:
    return store.risk_point_view(store.get_risk_point(command.risk_point_id))


def list_risk_points(store: Any, actor: Actor, command: ListRiskPoints) -> RiskPointPage:
    found = store.find_risk_points(command, before(command), command.limit + 1)
    shown = [store.risk_point_view(point) for point in found[: command.limit]]
    return RiskPointPage(items=shown, next=onward(found, command.limit))


def retire_risk_point(store: Any, actor: Actor, command: RetireRiskPoint) -> RiskPointView:
    point = store.get_risk_point(command.risk_point_id)
    refuse_unseen(actor, point)
    if not point.active:
        raise RISK_POINT_RETIRED()
    point.active, point.retired = False, command.reason
    store.save(point)
    return store.risk_point_view(point)


def inspect_risk_point(store: Any, actor: Actor, command: InspectRiskPoint) -> InspectionView:
    point = store.get_risk_point(command.risk_point_id)
    ours = standing(store, actor, point.area) & {STAFF_OF_AREA, TEAM_MEMBER}
    if not ours and point.responsible_account != actor.account:
        raise NOT_YOUR_RISK_POINT()
    if not point.active:
        raise RISK_POINT_RETIRED()
    hazards = [
        store.add_hazard(
            seen, point.area, point.place, actor.account, point=point.point, photos=command.photos, risk_point=point.id
        )
        for seen in command.hazards
    ]
    for hazard in hazards:
        tell_found(store, hazard)
    inspection = store.add_inspection(point, command, actor.account, [hazard.id for hazard in hazards])
    news = RiskPointInspected(
        area=point.area, kind=point.kind, hazards=len(hazards), late_days=inspection.late_days
    )  # fmt: skip
    store.announce(news, subject=point.id, version=point.version, area=point.area)
    if inspection.photos:
        show_photos(store, inspection, inspection.photos, point.area, account=actor.account, everybody=False)
    return store.inspection_view(inspection)


def list_inspections(store: Any, actor: Actor, command: ListInspections) -> InspectionPage:
    point = store.get_risk_point(command.risk_point_id)
    refuse_unseen(actor, point)
    found = store.find_inspections(point.id, before(command), command.limit + 1)
    shown = [store.inspection_view(each) for each in found[: command.limit]]
    return InspectionPage(items=shown, next=onward(found, command.limit))


def refuse_unseen(actor: Actor, point: Any) -> None:
    if not actor.covers(point.area):
        raise NOT_FOUND("/risk_point_id", what="risk point")
