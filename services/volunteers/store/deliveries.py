"""Finding, keeping and counting deliveries."""

from datetime import date, datetime, time
from typing import Any

from services.volunteers.documents.activities import Team
from services.volunteers.documents.agreements import Agreement, Delivery
from services.volunteers.domain.agreements import DELIVERY
from shared.contracts.volunteers.deliveries import (
    Delivered,
    DeliveryFigures,
    DeliveryState,
    DeliveryView,
    KindDelivered,
    TeamDelivered,
)
from shared.storage.work import Work


class DeliveryStore(Work):
    documents = (Delivery,)

    def new_delivery(self, agreement: Agreement, told: Delivered, by: str) -> Delivery:
        promise = agreement.promises[told.project - 1]
        promise.waiting += told.quantity
        return self._new(
            told, by, agreement=agreement.id, project=told.project, unit=agreement.unit, kind=promise.kind,
            area=agreement.area, within=list(agreement.within), quantity=told.quantity,
        )  # fmt: skip

    def new_team_delivery(self, team: Team, told: TeamDelivered, by: str) -> Delivery:
        return self._new(told, by, team=team.id, kind=told.kind, area=team.area, within=list(team.within), quantity=1)

    def _new(self, told: Delivered | TeamDelivered, by: str, **fields: Any) -> Delivery:
        """Not kept yet."""
        return Delivery(
            id=self.new_id(), day=told.day, served=told.served, what=told.what, by=by, state=DELIVERY.initial, **fields
        )

    def find_deliveries_by_id(self, ids: list[str]) -> dict[str, Delivery]:
        return {each.id: each for each in Delivery.objects(id__in=ids)}

    def find_deliveries(
        self, area: str, state: DeliveryState | None, agreement: str | None, team: str | None, before: str | None,
        limit: int,
    ) -> list[Delivery]:  # fmt: skip
        asked = (("state", state), ("agreement", agreement), ("team", team))
        query: dict[str, Any] = {"within": area} | {name: value for name, value in asked if value is not None}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Delivery.objects(__raw__=query).order_by("-id").limit(limit))

    def count_deliveries(self, area: str, since: date | None, until: date | None) -> DeliveryFigures:
        asked = Delivery.objects(within=area, **during("day", since, until))
        rows = list(
            asked(state=DeliveryState.CONFIRMED).aggregate(
                [
                    {
                        "$group": {
                            "_id": "$kind", "deliveries": {"$sum": 1}, "served": {"$sum": "$served"},
                            "units": {"$addToSet": "$unit"}, "teams": {"$addToSet": "$team"},
                        }
                    }
                ]
            )
        )  # fmt: skip
        return DeliveryFigures(
            area=area, deliveries=sum(row["deliveries"] for row in rows), served=sum(row["served"] for row in rows),
            waiting=asked(state=DeliveryState.RECORDED).count(),
            units=len({unit for row in rows for unit in row["units"]}),
            teams=len({team for row in rows for team in row["teams"]}),
            kinds=[
                KindDelivered(kind=row["_id"], deliveries=row["deliveries"], served=row["served"])
                for row in sorted(rows, key=lambda row: row["_id"])
            ],
        )  # fmt: skip

    def forget_deliverer(self, account: str) -> None:
        for name in ("by", "decided_by"):
            Delivery._get_collection().update_many({name: account}, {"$unset": {name: ""}})

    def delivery_view(self, delivery: Delivery) -> DeliveryView:
        return DeliveryView(
            id=delivery.id, agreement_id=delivery.agreement, project=delivery.project, team_id=delivery.team,
            kind=delivery.kind, area=delivery.area, day=delivery.day, quantity=delivery.quantity,
            served=delivery.served, what=delivery.what, state=delivery.state, reason=delivery.reason,
            version=delivery.version,
        )  # fmt: skip


def during(field: str, since: date | None, until: date | None) -> dict[str, datetime]:
    """Bounds of a field that holds days."""
    bounds = ((f"{field}__gte", since), (f"{field}__lte", until))
    return {name: datetime.combine(day, time()) for name, day in bounds if day is not None}
