"""Keeping sheets of paper ledgers, and counting what first response has and does."""

from datetime import UTC, date, datetime, time, timedelta

from services.volunteers.documents.activities import Team
from services.volunteers.documents.call_outs import CallOut, RecordedSheet
from services.volunteers.documents.drills import Drill
from services.volunteers.documents.hazards import Hazard, Inspection, RiskPoint
from services.volunteers.domain.areas import chain
from services.volunteers.domain.hazards import day_at
from services.volunteers.domain.spreads import spread
from services.volunteers.store.inserting import insert_all
from shared.contracts.volunteers.call_outs import CallOutState
from shared.contracts.volunteers.drills import DrillState
from shared.contracts.volunteers.hazards import HazardState
from shared.contracts.volunteers.response_figures import ResponseFigures, Spread
from shared.contracts.volunteers.response_records import PastCallOut, PastDrill, TreatedHazard
from shared.kernel.clock import SHANGHAI
from shared.storage.sealing import seal
from shared.storage.work import Work

WITH_TICKETS = (HazardState.TICKETED, HazardState.RESOLVED)
ON_PAPER = "paper ledger"


class ResponseRecordStore(Work):
    documents = (RecordedSheet,)

    def day_recorded(self, ledger: str, district: str, sheet: str) -> str | None:
        kept = RecordedSheet.objects(id=sheet_key(ledger, district, sheet)).first()
        return kept.day if kept else None

    def mark_recorded(self, ledger: str, district: str, sheet: str, rows: int) -> str:
        """The key by which its rows name the sheet."""
        key = sheet_key(ledger, district, sheet)
        self.save(RecordedSheet(id=key, day=day_at(self.now).isoformat(), rows=rows))
        return key

    def record_treatments(self, rows: list[TreatedHazard], risk_points: dict[str, str], key: str) -> None:
        """`risk_points`: ids by code."""
        insert_all(
            [
                Hazard(
                    id=self.new_id(), area=row.area, within=chain(row.area), place=row.place, kind=row.kind,
                    level=row.level, text=row.text, risk_point=risk_points.get(row.risk_point or ""),
                    state=HazardState.VERIFIED, found_at=midnight(row.found_on), found_on=row.found_on.isoformat(),
                    treated_on=row.treated_on.isoformat(), treatment=row.treatment,
                    verified_on=row.verified_on.isoformat(), sheet=key,
                    treated_name=seal(row.treated_by, ON_PAPER), verified_name=seal(row.verified_by, ON_PAPER),
                )
                for row in rows
            ]
        )  # fmt: skip

    def record_drills(self, rows: list[PastDrill], key: str) -> None:
        insert_all(
            [
                Drill(
                    id=self.new_id(), community=row.community, within=chain(row.community), kind=row.kind,
                    title=row.title, place=row.place, state=DrillState.HELD, starts_at=row.held_at,
                    held_on=day_at(row.held_at).isoformat(), members=row.members,
                    attended=row.attended, assembled_seconds=row.assembled_seconds, findings=row.findings, sheet=key,
                )
                for row in rows
            ]
        )  # fmt: skip

    def record_call_outs(self, rows: list[PastCallOut], key: str) -> None:
        insert_all(
            [
                CallOut(
                    id=self.new_id(), area=row.area, within=chain(row.area), place=row.place, kind=row.kind,
                    state=CallOutState.CLOSED, raised_at=row.raised_at, closed_at=row.closed_at, wanted=1,
                    answer_within=0, called=row.called, answers=row.answer_seconds, arrivals=row.arrival_seconds,
                    outcome=row.outcome, sheet=key,
                )
                for row in rows
            ]
        )  # fmt: skip

    def count_response(self, area: str, since: date, until: date) -> ResponseFigures:
        """Counted over indexes by area and day: a district has some thousands of rows, and what is counted cannot drift."""
        days = {"$gte": since.isoformat(), "$lte": until.isoformat()}
        moments = {"$gte": midnight(since), "$lt": midnight(until + timedelta(days=1))}
        today = day_at(self.now).isoformat()
        people = self._sums(
            Team, {"within": area, "kind": {"$exists": True}}, members="$members", squads={"$size": "$squads"}
        )
        drills = self._sums(Drill, {"within": area, "held_on": days}, attended="$attended")
        raised = {"within": area, "raised_at": moments}
        return ResponseFigures(
            area=area, since=since, until=until, teams=people["rows"], squads=people["squads"], people=people["members"],
            risk_points=RiskPoint.objects(within=area, active=True).count(),
            overdue=RiskPoint.objects(within=area, active=True, due_on__lt=today).count(),
            inspections=Inspection.objects(__raw__={"within": area, "day": days}).count(),
            hazards_found=Hazard.objects(__raw__={"within": area, "found_on": days}).count(),
            hazards_treated=Hazard.objects(__raw__={"within": area, "treated_on": days}).count(),
            hazards_handed_over=Hazard.objects(
                __raw__={"within": area, "found_on": days, "state": {"$in": [each.value for each in WITH_TICKETS]}}
            ).count(),
            drills=drills["rows"], drill_attendances=drills["attended"], call_outs=CallOut.objects(__raw__=raised).count(),
            call_outs_open=CallOut.objects(__raw__=raised | {"state": {"$ne": CallOutState.CLOSED.value}}).count(),
            answers=self._times(raised, "answers"), arrivals=self._times(raised, "arrivals"),
        )  # fmt: skip

    def _sums(self, kind: type[Team] | type[Drill], wanted: dict[str, object], **sums: object) -> dict[str, int]:
        group = {"_id": None, "rows": {"$sum": 1}} | {name: {"$sum": what} for name, what in sums.items()}
        found = list(kind.objects.aggregate([{"$match": wanted}, {"$group": group}]))  # type: ignore[attr-defined]
        return found[0] if found else dict.fromkeys(("rows", *sums), 0)

    def _times(self, wanted: dict[str, object], name: str) -> Spread:
        rows = CallOut.objects.aggregate(  # type: ignore[attr-defined]
            [
                {"$match": wanted},
                {"$project": {name: 1}},
                {"$unwind": f"${name}"},
                {"$group": {"_id": f"${name}", "many": {"$sum": 1}}},
            ]
        )
        return spread({row["_id"]: row["many"] for row in rows})


def sheet_key(ledger: str, district: str, sheet: str) -> str:
    return f"{ledger} {district} {sheet}"


def midnight(day: date) -> datetime:
    """The moment at which a day in Shanghai begins."""
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)
