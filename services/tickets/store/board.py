"""What the board shows, objections to it, and months that were published."""

from collections.abc import Mapping
from typing import Any

from services.tickets.documents.board import Objection, SatisfactionMonth
from services.tickets.documents.matters import Rating, Ticket
from services.tickets.domain.board import masked, notice_until, span_of
from services.tickets.domain.counting import SATISFIED
from services.tickets.store.inside import newest
from shared.contracts.actor import STAFF, Actor
from shared.contracts.tickets.board import BoardEntry, MonthView, ObjectionState, ObjectionView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

TOLD = ("number", "category", "colour", "state", "area", "desk", "unit", "responsible", "opened_at", "promised_at",
        "closed_at", "stars")  # fmt: skip
COUNTED = ("supporters", "reopened")
WRITTEN = ("matter", "measure", "note")


class BoardStore(Work):
    documents = (Objection, SatisfactionMonth)

    def board_entries(self, rows: list[Mapping[str, Any]]) -> list[BoardEntry]:
        return [_entry(row) for row in rows]

    def find_on_board(self, number: str) -> Ticket:
        ticket = Ticket.objects(number=number, on_board=True, held__ne=True).first()
        if ticket is None:
            raise NOT_FOUND("/number", what="ticket")
        return ticket

    def object(self, ticket: Ticket, account: str, reason: str) -> Objection | None:
        """None when this account has objected to this outcome before."""
        key = f"{ticket.id}|{ticket.reopened}|{account}"
        if Objection.objects(key=key).only("id").first() is not None:
            return None
        objection = Objection(
            id=self.new_id(), key=key, ticket=ticket.id, number=ticket.number, area=ticket.area, within=ticket.within,
            account=account, reason=reason, state=ObjectionState.OPEN, at=self.now,
        )  # fmt: skip
        self.save(objection)
        return objection

    def get_objection(self, objection_id: str) -> Objection:
        objection = Objection.objects(id=objection_id).first()
        if objection is None:
            raise NOT_FOUND("/objection_id", what="objection")
        self.refuse_stale(objection.version)
        return objection

    def find_objections(self, actor: Actor, state: str | None, before: str | None, limit: int) -> list[Objection]:
        query: dict[str, Any] = (
            {"within": {"$in": list(actor.areas)}} if actor.has(*STAFF) else {"account": actor.account}
        )
        if state is not None:
            query["state"] = state
        return list(Objection.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def has_open_objection(self, ticket_id: str) -> bool:
        return Objection.objects(ticket=ticket_id, state=ObjectionState.OPEN).only("id").first() is not None

    def objection_view(self, objection: Objection) -> ObjectionView:
        return ObjectionView.model_validate({name: getattr(objection, name) for name in ObjectionView.model_fields})

    def find_month(self, area: str, month: str) -> SatisfactionMonth | None:
        return SatisfactionMonth.objects(id=f"{area}|{month}").first()

    def find_months(self, area: str, before: str | None, limit: int) -> list[MonthView]:
        query = {"area": area} if before is None else {"area": area, "month": {"$lt": before}}
        return [
            self.month_view(month) for month in SatisfactionMonth.objects(__raw__=query).order_by("-month").limit(limit)
        ]

    def publish_month(self, area: str, month: str, by: str) -> SatisfactionMonth:
        """Freezes what was rated in the month."""
        found = _said(area, month)
        published = SatisfactionMonth(
            id=f"{area}|{month}", area=area, month=month, published_at=self.now, by=by, **found
        )
        self.save(published)
        return published

    def areas_to_publish(self, month: str, limit: int) -> list[str]:
        """Areas in which something was rated in the month that nobody has published yet."""
        since, until = span_of(month)
        rated = set(Rating._get_collection().distinct("within", {"at": {"$gte": since, "$lt": until}}))
        published = set(SatisfactionMonth.objects(month=month).scalar("area"))
        return sorted(rated - published)[:limit]

    def month_view(self, month: SatisfactionMonth) -> MonthView:
        return MonthView.model_validate({name: getattr(month, name) for name in MonthView.model_fields})


def _entry(row: Mapping[str, Any]) -> BoardEntry:
    return BoardEntry(
        **{name: row[name] for name in TOLD if row.get(name) is not None},
        **{name: row.get(name, 0) for name in COUNTED},
        **{name: masked(row.get(name)) for name in WRITTEN},
        objections_until=notice_until(row["state"], row.get("done_at") or row.get("closed_at")),
    )


def _said(area: str, month: str) -> dict[str, Any]:
    since, until = span_of(month)
    sums = {
        "rated": {"$sum": 1}, "stars": {"$avg": "$stars"}, "solved": {"$avg": {"$cond": ["$solved", 1, 0]}},
        "responded": {"$avg": {"$cond": ["$responded", 1, 0]}},
        "satisfied": {"$avg": {"$cond": [{"$gte": ["$stars", SATISFIED]}, 1, 0]}},
    }  # fmt: skip
    match = {"within": area, "at": {"$gte": since, "$lt": until}}
    found = next(Rating._get_collection().aggregate([{"$match": match}, {"$group": {"_id": None} | sums}]), None)
    if found is None:
        return {"rated": 0}
    return {"rated": found["rated"]} | {
        name: round(found[name], 4) for name in ("stars", "solved", "responded", "satisfied")
    }
