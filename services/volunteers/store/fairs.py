"""Finding and keeping fairs, their goods, and what is reserved there."""

from typing import Any

from services.volunteers.documents.fairs import Fair, FairGood, Stall
from services.volunteers.documents.shop import PointsOffer, Redemption, Shop
from services.volunteers.domain.fairs import due_at
from services.volunteers.domain.points import above
from services.volunteers.domain.redeeming import TAKEN
from services.volunteers.store.redemptions import RedemptionStore
from shared.contracts.volunteers.fairs import (
    FairGoodResult,
    FairGoodView,
    FairResult,
    FairState,
    FairView,
    PlanFair,
    StallView,
)
from shared.contracts.volunteers.redeeming import RedemptionState
from shared.kernel.errors import NOT_FOUND

NOTHING = {"count": 0, "points": 0, "times": 0}


class FairStore(RedemptionStore):
    documents = (Fair, FairGood)

    def add_fair(self, plan: PlanFair, by: str) -> Fair:
        fair = Fair(
            id=self.new_id(), area=plan.area, within=above(plan.area), name=plan.name, place=plan.place,
            starts_at=plan.starts_at, ends_at=plan.ends_at, budget=plan.budget, state=FairState.PLANNED,
            due_at=plan.starts_at, by=by,
        )  # fmt: skip
        self.save(fair)
        return fair

    def get_fair(self, fair_id: str) -> Fair:
        fair = Fair.objects(id=fair_id).first()
        if fair is None:
            raise NOT_FOUND("/fair_id", what="fair")
        return fair

    def find_fairs(self, area: str, before: str | None, limit: int) -> list[Fair]:
        query = {"within": area} | ({"id__lt": before} if before is not None else {})
        return list(Fair.objects(**query).order_by("-id").limit(limit))

    def due_fairs(self, limit: int = 50) -> list[tuple[str, str]]:
        """Ids and states of fairs that time moves."""
        return [(fair.id, fair.state) for fair in Fair.objects(due_at__lte=self.now).order_by("due_at").limit(limit)]

    def move_fair(self, fair: Fair, state: FairState) -> None:
        fair.state, fair.due_at = state, due_at(state, fair.starts_at, fair.ends_at)
        self.save(fair)

    def put_stall(self, fair: Fair, shop: Shop, spot: str) -> None:
        stall = next((each for each in fair.stalls if each.shop == shop.id), None)
        if stall is None:
            fair.stalls.append(Stall(shop=shop.id, name=shop.name, spot=spot))
        else:
            stall.spot = spot
        self.save(fair)

    def goods_of(self, fair: str) -> list[FairGood]:
        return list(FairGood.objects(fair=fair).order_by("id"))

    def find_good_of(self, fair: str, offer: str) -> FairGood | None:
        return FairGood.objects(fair=fair, offer=offer).first()

    def new_good(self, fair: str, offer: PointsOffer) -> FairGood:
        return FairGood(id=self.new_id(), fair=fair, shop=offer.shop, offer=offer.id, title=offer.title)

    def get_good(self, fair: str, good_id: str) -> FairGood:
        good = FairGood.objects(id=good_id, fair=fair).first()
        if good is None:
            raise NOT_FOUND("/good_id", what="goods of the fair")
        return good

    def find_goods(self, fair: str, before: str | None, limit: int) -> list[FairGood]:
        query = {"fair": fair} | ({"id__lt": before} if before is not None else {})
        return list(FairGood.objects(**query).order_by("-id").limit(limit))

    def to_the_shelf(self, good: FairGood, count: int) -> None:
        """These are not at the fair any more."""
        good.returned += count
        offer = PointsOffer.objects(id=good.offer).first()
        if count and offer.stock is not None:
            offer.stock += count
            self.save(offer)

    def reserve_at_fair(self, account: str, purse: str, fair: Fair, good: FairGood, count: int) -> Redemption:
        """Holds the points until the fair ends, takes the goods off the stall, and gives a code."""
        redemption = self.new_redemption(
            account, good.shop, good.offer, good.title, count, points=good.price * count, expires_at=fair.ends_at,
            fair=fair.id, good=good.id,
        )  # fmt: skip
        self.hold_points(redemption, purse)
        good.left -= count
        fair.taken += redemption.points
        for document in (good, fair, redemption):
            self.save(document)
        return redemption

    def back_to_stall(self, redemption: Redemption) -> None:
        """What was reserved at a fair was not collected: there again, or on the shelf once the fair is over."""
        fair, good = self.get_fair(redemption.fair), self.get_good(redemption.fair, redemption.good)
        fair.taken -= redemption.points
        if fair.state is FairState.OPEN:
            good.left += redemption.count
        else:
            self.to_the_shelf(good, redemption.count)
        self.save(good)
        self.save(fair)

    def fair_result(self, fair: Fair) -> FairResult:
        """Counted from what was redeemed there."""
        sums: dict[tuple[str, str], dict[str, Any]] = {}
        per_good = {"_id": {"good": "$good", "state": "$state"}, "count": {"$sum": "$count"},
                    "points": {"$sum": "$points"}, "times": {"$sum": 1}}  # fmt: skip
        for row in Redemption.objects(fair=fair.id).aggregate([{"$group": per_good}]):
            sums[row["_id"]["good"], row["_id"]["state"]] = row
        collected: dict[str, dict[str, Any]] = {}
        for (good, state), row in sums.items():
            if state in TAKEN:
                so_far = collected.get(good, NOTHING)
                collected[good] = {name: so_far[name] + row[name] for name in NOTHING}
        reserved = {good: row for (good, state), row in sums.items() if state == RedemptionState.RESERVED}
        visitors = [
            {"$match": {"state": {"$in": sorted(TAKEN)}}},
            {"$group": {"_id": "$account"}},
            {"$count": "all"},
        ]
        found = next(iter(Redemption.objects(fair=fair.id).aggregate(visitors)), {"all": 0})
        return FairResult(
            fair=fair.id, state=fair.state, budget=fair.budget, visitors=found["all"],
            redemptions=sum(row["times"] for row in collected.values()),
            items=sum(row["count"] for row in collected.values()),
            points=sum(row["points"] for row in collected.values()),
            reserved=sum(row["points"] for row in reserved.values()),
            goods=[
                FairGoodResult(
                    shop=good.shop, title=good.title, price=good.price, set_aside=good.set_aside, left=good.left,
                    returned=good.returned, collected=collected.get(good.id, NOTHING)["count"],
                    reserved=reserved.get(good.id, NOTHING)["count"], points=collected.get(good.id, NOTHING)["points"],
                )
                for good in self.goods_of(fair.id)
            ],
        )  # fmt: skip

    def fair_view(self, fair: Fair) -> FairView:
        names = set(FairView.model_fields) - {"stalls"}
        stalls = [StallView(shop=each.shop, name=each.name, spot=each.spot) for each in fair.stalls]
        return FairView(**{name: getattr(fair, name) for name in names}, stalls=stalls)

    def good_view(self, good: FairGood) -> FairGoodView:
        return FairGoodView(**{name: getattr(good, name) for name in FairGoodView.model_fields})
