"""Finding, keeping, counting and showing visits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from services.tickets.documents.fieldwork import FoundEntry, Visit
from services.tickets.documents.matters import Ticket
from services.tickets.domain.fieldwork import COUNTED
from services.tickets.store.forgetting import NOBODY
from services.tickets.store.inside import inside, newest
from shared.contracts.tickets.fieldwork import FoundView, VisitKind, VisitView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class FieldworkStore(Work):
    documents = (Visit,)

    def new_visit(self, **fields: Any) -> Visit:
        return Visit(id=self.new_id(), found=0, settled=0, **fields)

    def get_visit(self, visit_id: str) -> Visit:
        visit = Visit.objects(id=visit_id).first()
        if visit is None:
            raise NOT_FOUND("/visit_id", what="visit")
        return visit

    def find_visits(
        self, area: str, kind: VisitKind | None, since: date | None, until: date | None, before: str | None, limit: int
    ) -> list[Visit]:
        query: dict[str, Any] = {"area": inside(area)} | ({"kind": kind} if kind else {}) | _days(since, until)
        return list(Visit.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def list_found(self, visit: Visit, ticket: Any, settled: bool) -> None:
        visit.entries.append(
            FoundEntry(ticket=ticket.id, number=ticket.number, category=ticket.category, settled=settled)
        )
        visit.found += 1
        visit.settled += settled

    def matters_are_new(self) -> None:
        """What the caller's If-Match names is not one of the matters that are filed in this unit of work."""
        self.context = replace(self.context, expected_version=None)

    def visit_counts(self, area: str, since: date, until: date) -> list[dict[str, Any]]:
        """Per area and kind, read by one index range."""
        sums = {name: {"$sum": 1 if name == "visits" else f"${name}"} for name in COUNTED}
        stages = [
            {"$match": {"area": inside(area)} | _days(since, until)},
            {"$group": {"_id": {"area": "$area", "kind": "$kind"}, **sums}},
            {"$replaceWith": {"$mergeObjects": ["$$ROOT", "$_id"]}},
        ]
        return list(Visit.objects.aggregate(stages))

    def forget_visitor(self, account: str) -> None:
        Visit.objects(by=account).update(set__by=NOBODY, inc__version=1)
        Visit.objects(companions=account).update(pull__companions=account, inc__version=1)

    def visit_views(self, visits: Sequence[Visit]) -> list[VisitView]:
        tickets = [entry.ticket for visit in visits for entry in visit.entries]
        states = dict(Ticket.objects(id__in=tickets).scalar("id", "state")) if tickets else {}
        return [_view(visit, states) for visit in visits]


def _days(since: date | None, until: date | None) -> dict[str, Any]:
    days = {op: day.isoformat() for op, day in (("$gte", since), ("$lte", until)) if day}
    return {"day": days} if days else {}


def _view(visit: Visit, states: dict[str, Any]) -> VisitView:
    return VisitView(
        id=visit.id, kind=visit.kind, area=visit.area, building=visit.building, route=visit.route,
        began_at=visit.began_at, day=date.fromisoformat(visit.day), minutes=visit.minutes, by=visit.by,
        companions=list(visit.companions), met=visit.met, note=visit.note,
        found=[
            FoundView(
                ticket=entry.ticket, number=entry.number, category=entry.category, settled=entry.settled,
                state=states.get(entry.ticket),
            )
            for entry in visit.entries
        ],
        version=visit.version,
    )  # fmt: skip
