"""Finding and keeping the register: risk points, inspections, hazards."""

from datetime import date, timedelta
from typing import Any

from services.volunteers.documents.hazards import Hazard, Inspection, KnownTicket, RiskPoint
from services.volunteers.documents.shifts import Shift
from services.volunteers.domain.areas import chain
from services.volunteers.domain.hazards import HAZARD, day_at, days_late, due_again
from services.volunteers.domain.masking import mask_name
from services.volunteers.store.inserting import insert_all
from services.volunteers.store.response_teams import point_of
from shared.contracts.tickets.matters import TicketState
from shared.contracts.volunteers.hazards import HazardState, HazardView, ListHazards
from shared.contracts.volunteers.inspections import InspectionView, InspectRiskPoint
from shared.contracts.volunteers.risk_points import HazardSeen, ListRiskPoints, RiskPointFields, RiskPointView
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

RESPONSIBLE = "risk point"
KEPT = ("area", "place", "kind", "level", "unit", "responsible_account", "every_days")


class HazardStore(Work):
    documents = (RiskPoint, Inspection, Hazard, KnownTicket)

    def risk_points_by_code(self, codes: set[tuple[str, str]]) -> dict[tuple[str, str], RiskPoint]:
        """Keys are district and code."""
        found: dict[tuple[str, str], RiskPoint] = {}
        for district in {district for district, _ in codes}:
            wanted = [code for of, code in codes if of == district]
            found |= {(district, each.code): each for each in RiskPoint.objects(district=district, code__in=wanted)}
        return found

    def add_risk_points(self, rows: list[RiskPointFields]) -> None:
        insert_all([self._new_risk_point(row) for row in rows])

    def change_risk_point(self, point: RiskPoint, row: RiskPointFields) -> bool:
        """Whether anything of it is different now; its next inspection moves with the interval."""
        if point.active and fields_of(point) == row:
            return False
        due = date.fromisoformat(point.due_on) + timedelta(days=row.every_days - point.every_days)
        fill(point, row)
        point.due_on, point.active, point.retired = due.isoformat(), True, None
        self.save(point)
        return True

    def get_risk_point(self, risk_point_id: str) -> RiskPoint:
        point = RiskPoint.objects(id=risk_point_id).first()
        if point is None:
            raise NOT_FOUND("/risk_point_id", what="risk point")
        self.refuse_stale(point.version)
        return point

    def find_risk_points(self, wanted: ListRiskPoints, before: str | None, limit: int) -> list[RiskPoint]:
        query: dict[str, Any] = {"within": wanted.area, "active": True}
        if wanted.overdue:
            query["due_on"] = {"$lt": day_at(self.now).isoformat()}
        query |= {name: getattr(wanted, name).value for name in ("kind", "level") if getattr(wanted, name)}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(RiskPoint.objects(__raw__=query).order_by("-id").limit(limit))

    def add_inspection(self, point: RiskPoint, fields: InspectRiskPoint, by: str, hazards: list[str]) -> Inspection:
        """The risk point is due again so many days from today."""
        inspection = Inspection(
            id=self.new_id(), risk_point=point.id, within=point.within, day=day_at(self.now).isoformat(), at=self.now, by=by,
            findings=fields.findings, photos=fields.photos, hazards=hazards,
            late_days=days_late(date.fromisoformat(point.due_on), day_at(self.now)),
        )  # fmt: skip
        self.save(inspection)
        point.inspected_on = inspection.day
        point.due_on = due_again(day_at(self.now), point.every_days).isoformat()
        self.save(point)
        return inspection

    def find_inspections(self, risk_point_id: str, before: str | None, limit: int) -> list[Inspection]:
        found = Inspection.objects(risk_point=risk_point_id)
        found = found.filter(id__lt=before) if before is not None else found
        return list(found.order_by("-id").limit(limit))

    def add_hazard(self, seen: HazardSeen, area: str, place: str, by: str, **more: Any) -> Hazard:
        hazard = Hazard(
            id=self.new_id(), area=area, within=chain(area), place=place, kind=seen.kind, level=seen.level, text=seen.text,
            state=HAZARD.initial, found_at=self.now, found_on=day_at(self.now).isoformat(), found_by=by, people=[by], **more,
        )  # fmt: skip
        self.save(hazard)
        return hazard

    def get_hazard(self, hazard_id: str) -> Hazard:
        hazard = Hazard.objects(id=hazard_id).first()
        if hazard is None:
            raise NOT_FOUND("/hazard_id", what="hazard")
        self.refuse_stale(hazard.version)
        return hazard

    def find_hazards(self, asked: ListHazards, account: str, before: str | None, limit: int) -> list[Hazard]:
        wanted: dict[str, Any] = {"within": asked.area, "state": asked.state, "shift": asked.shift_id, "id__lt": before}
        if asked.mine:
            wanted |= {"people": account, "assignee": account}
        found = Hazard.objects(**{name: value for name, value in wanted.items() if value is not None})
        if asked.overdue:
            found = found.filter(state=HazardState.ASSIGNED, due_on__lt=day_at(self.now).isoformat())
        return list(found.order_by("-id").limit(limit))

    def find_known_ticket(self, ticket_id: str) -> KnownTicket | None:
        return KnownTicket.objects(id=ticket_id).first()

    def note_ticket(self, ticket_id: str, area: str, state: TicketState, version: int) -> bool:
        """Whether it is news: events of different types may overtake each other."""
        known = self.find_known_ticket(ticket_id) or KnownTicket(id=ticket_id, ticket_version=0)
        if known.ticket_version >= version:
            return False
        known.area, known.state, known.ticket_version, known.moved_at = area, state, version, self.now
        self.save(known)
        return True

    def hazards_of_ticket(self, ticket_id: str) -> list[Hazard]:
        return list(Hazard.objects(ticket=ticket_id))

    def stands_on_shift(self, shift_id: str, account: str) -> bool:
        shift = Shift.objects(id=shift_id).first()
        if shift is None:
            raise NOT_FOUND("/shift_id", what="shift")
        return any(entry.account == account for entry in shift.entries)

    def forget_in_register(self, account: str) -> None:
        """Accounts go; what was found and done stays. What they were to see to is for anybody again."""
        RiskPoint.objects(responsible_account=account).update(unset__responsible_account=1, unset__responsible=1)
        Inspection.objects(by=account).update(unset__by=1)
        for hazard in Hazard.objects(people=account):
            if hazard.state is HazardState.ASSIGNED and hazard.assignee == account:
                hazard.state = HazardState.FOUND
            if hazard.assignee == account:
                hazard.assigned_to = None
            for name in ("found_by", "assignee", "treated_by", "verified_by"):
                if getattr(hazard, name) == account:
                    setattr(hazard, name, None)
            hazard.people = [each for each in hazard.people if each != account]
            self.save(hazard)

    def risk_point_view(self, point: RiskPoint) -> RiskPointView:
        due_on = date.fromisoformat(point.due_on)
        named = unseal(point.responsible, RESPONSIBLE) if point.responsible else None
        return RiskPointView(
            id=point.id, code=point.code, area=point.area, place=point.place, point=point_of(point.point), kind=point.kind,
            level=point.level, unit=point.unit, responsible=mask_name(named) if named else None,
            every_days=point.every_days, inspected_on=day_of(point.inspected_on), due_on=due_on,
            overdue_days=days_late(due_on, day_at(self.now)) if point.active else 0, retired=point.retired,
            version=point.version,
        )  # fmt: skip

    def inspection_view(self, each: Inspection) -> InspectionView:
        return InspectionView(
            id=each.id, risk_point_id=each.risk_point, day=date.fromisoformat(each.day), at=each.at,
            findings=each.findings, photos=list(each.photos), hazards=list(each.hazards), late_days=each.late_days,
        )  # fmt: skip

    def hazard_view(self, hazard: Hazard, actions: list[str]) -> HazardView:
        return HazardView(
            id=hazard.id, area=hazard.area, place=hazard.place, point=point_of(hazard.point), kind=hazard.kind,
            level=hazard.level, text=hazard.text, photos=list(hazard.photos), risk_point_id=hazard.risk_point,
            shift_id=hazard.shift, state=hazard.state, found_at=hazard.found_at, assigned_to=hazard.assigned_to,
            due_on=day_of(hazard.due_on), treated_on=day_of(hazard.treated_on), treatment=hazard.treatment,
            treatment_photos=list(hazard.treatment_photos), remark=hazard.remark, ticket_id=hazard.ticket,
            ticket_state=hazard.ticket_state, actions=actions, version=hazard.version,
        )  # fmt: skip

    def _new_risk_point(self, row: RiskPointFields) -> RiskPoint:
        due = due_again(day_at(self.now), row.every_days).isoformat()
        point = RiskPoint(id=self.new_id(), district=row.area[:6], code=row.code, due_on=due, active=True)
        fill(point, row)
        return point


def fill(point: RiskPoint, row: RiskPointFields) -> None:
    for name in KEPT:
        setattr(point, name, getattr(row, name))
    point.within = chain(row.area)
    point.point = [row.point.longitude, row.point.latitude] if row.point else []
    point.responsible = seal(row.responsible, RESPONSIBLE) if row.responsible else None


def fields_of(point: RiskPoint) -> RiskPointFields:
    return RiskPointFields(
        code=point.code, point=point_of(point.point),
        responsible=unseal(point.responsible, RESPONSIBLE) if point.responsible else None,
        **{name: getattr(point, name) for name in KEPT},
    )  # fmt: skip


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
