"""Finding and keeping shops, and what they took and earned in a month."""

from typing import Any

from services.volunteers.documents.shop import PointsOffer, Redemption, Shop
from services.volunteers.domain.points import above, month_bounds
from services.volunteers.store.forgetting import NOBODY
from services.volunteers.store.purses import PurseStore
from shared.contracts.ledger import Unit
from shared.contracts.volunteers.shop import OfferTotal, ShopStatementView, ShopView
from shared.kernel.errors import NOT_FOUND


def spent_at(shop: str) -> str:
    """The account in the book of what was spent at a shop."""
    return f"points:spent:{shop}"


def minutes_spent_at(shop: str) -> str:
    """The account in the book of banked minutes that were spent at a shop."""
    return f"minutes:spent:{shop}"


def totals_of(redemptions: Any) -> list[OfferTotal]:
    """Counts, points and minutes, by title."""
    sums = {"_id": "$title", "count": {"$sum": "$count"}, "points": {"$sum": "$points"},
            "minutes": {"$sum": "$minutes"}}  # fmt: skip
    rows = redemptions.aggregate([{"$group": sums}, {"$sort": {"_id": 1}}])
    return [
        OfferTotal(title=row["_id"], count=row["count"], points=row["points"], minutes=row["minutes"]) for row in rows
    ]


class ShopStore(PurseStore):
    documents = (Shop,)

    def add_shop(self, name: str, area: str, merchant: str | None, by: str) -> Shop:
        shop = Shop(
            id=self.new_id(), name=name, area=area, within=above(area), merchant=merchant, by=by, since=self.now
        )
        self.save(shop)
        self.book.open_account(spent_at(shop.id), Unit.POINT)
        return shop

    def get_shop(self, shop_id: str) -> Shop:
        shop = Shop.objects(id=shop_id).first()
        if shop is None:
            raise NOT_FOUND("/shop_id", what="shop")
        return shop

    def find_shop_of(self, merchant: str) -> Shop | None:
        """The open one."""
        return Shop.objects(merchant=merchant, open=True).first()

    def find_shops_of(self, merchant: str, before: str | None, limit: int) -> list[Shop]:
        query = {"merchant": merchant} | ({"id__lt": before} if before is not None else {})
        return list(Shop.objects(**query).order_by("-id").limit(limit))

    def find_shops(self, area: str, before: str | None, limit: int) -> list[Shop]:
        """Those that are open."""
        query: dict[str, Any] = {"within": area, "open": True} | ({"id__lt": before} if before is not None else {})
        return list(Shop.objects(**query).order_by("-id").limit(limit))

    def close_shop(self, shop: Shop, by: str) -> None:
        """With all that it offers."""
        shop.open, shop.closed_at, shop.closed_by = False, self.now, by
        self.save(shop)
        offered = {"shop": shop.id, "active": True}
        PointsOffer._get_collection().update_many(offered, {"$set": {"active": False}, "$inc": {"version": 1}})

    def open_till(self, shop: Shop) -> str:
        """The account in the book of minutes that are spent here."""
        till = minutes_spent_at(shop.id)
        if not shop.has_till:
            self.book.open_account(till, Unit.MINUTE)
            shop.has_till = True
            self.save(shop)
        return till

    def shop_statement(self, shop: Shop, month: str) -> ShopStatementView:
        since, until = month_bounds(month, self.now)
        offers = totals_of(Redemption.objects(shop=shop.id, collected_month=month))
        returned = totals_of(Redemption.objects(shop=shop.id, returned_month=month))
        purse = self.find_purse(shop.merchant) if shop.merchant is not None else None
        return ShopStatementView(
            shop=shop.id, month=month, points=sum(each.points for each in offers),
            minutes=sum(each.minutes for each in offers), offers=offers, returned=returned,
            returned_points=sum(each.points for each in returned),
            returned_minutes=sum(each.minutes for each in returned),
            taken=self.book.statement(spent_at(shop.id), since, until),
            earned=self.points_statement(purse.id, since, until) if purse is not None else None,
            taken_minutes=self.book.statement(minutes_spent_at(shop.id), since, until) if shop.has_till else None,
        )  # fmt: skip

    def forget_merchant(self, account: str) -> None:
        """A shop stays an allied one, that the office keeps alone."""
        for shop in Shop.objects(merchant=account):
            shop.merchant = f"{NOBODY}:{shop.id}"
            self.save(shop)

    def shop_view(self, shop: Shop) -> ShopView:
        return ShopView(
            id=shop.id, name=shop.name, area=shop.area, allied=shop.merchant is not None, since=shop.since,
            closed_at=shop.closed_at, version=shop.version,
        )  # fmt: skip
