"""Finding and keeping shops, gifts, offers and redemptions, and moving points for them in the book."""

import secrets
from datetime import timedelta
from typing import Any

from services.volunteers.documents.shop import Gift, PointsOffer, Redemption, Shop
from services.volunteers.domain.points import above, month_bounds, month_of
from services.volunteers.domain.redeeming import KEPT_DAYS
from services.volunteers.store.forgetting import NOBODY
from services.volunteers.store.points import purse
from shared.contracts.ledger import Unit
from shared.contracts.volunteers.shop import (
    GiftState,
    GiftView,
    OfferTotal,
    PointsOfferView,
    RedemptionState,
    RedemptionView,
    ShopStatementView,
    ShopView,
)
from shared.kernel.errors import NOT_FOUND
from shared.ledger.book import Book
from shared.storage.sealing import blind, seal, unseal
from shared.storage.work import Work

CODE = "redeem code"


def spent_at(shop: str) -> str:
    """The account in the book of what was spent at a shop."""
    return f"points:spent:{shop}"


def minutes_spent_at(shop: str) -> str:
    """The account in the book of banked minutes that were spent at a shop."""
    return f"minutes:spent:{shop}"


def hold_of(redemption: str) -> str:
    return f"redeem:{redemption}"


class ShopStore(Work):
    documents = (Shop, Gift, PointsOffer, Redemption)
    book: Book

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
        return Shop.objects(merchant=merchant).first()

    def find_shops(self, area: str, before: str | None, limit: int) -> list[Shop]:
        query = {"within": area} | ({"id__lt": before} if before is not None else {})
        return list(Shop.objects(**query).order_by("-id").limit(limit))

    def add_gift(self, shop: str, giver: str, title: str, count: int) -> Gift:
        gift = Gift(
            id=self.new_id(), shop=shop, giver=giver, title=title, count=count, state=GiftState.OFFERED,
            given_at=self.now,
        )  # fmt: skip
        self.save(gift)
        return gift

    def get_gift(self, gift_id: str) -> Gift:
        gift = Gift.objects(id=gift_id).first()
        if gift is None:
            raise NOT_FOUND("/gift_id", what="gift")
        self.refuse_stale(gift.version)
        return gift

    def find_gifts(self, shop: str, state: GiftState | None, before: str | None, limit: int) -> list[Gift]:
        query: dict[str, Any] = {"shop": shop} | ({"state": state} if state is not None else {})
        query |= {"id__lt": before} if before is not None else {}
        return list(Gift.objects(**query).order_by("-id").limit(limit))

    def add_points_offer(self, shop: Shop, title: str, terms: dict[str, Any]) -> PointsOffer:
        offer = PointsOffer(id=self.new_id(), shop=shop.id, area=shop.area, within=shop.within, title=title, **terms)
        self.save(offer)
        return offer

    def get_points_offer(self, offer_id: str) -> PointsOffer:
        offer = PointsOffer.objects(id=offer_id).first()
        if offer is None:
            raise NOT_FOUND("/offer_id", what="points offer")
        return offer

    def find_points_offers(self, area: str, shop: str | None, before: str | None, limit: int) -> list[PointsOffer]:
        query: dict[str, Any] = {"within": area, "active": True} | ({"shop": shop} if shop is not None else {})
        query |= {"id__lt": before} if before is not None else {}
        return list(PointsOffer.objects(**query).order_by("-id").limit(limit))

    def redeemed_of(self, offer: str) -> int:
        """How many of it were reserved in this month and not given back; what a fair had set aside is not counted."""
        taken = [RedemptionState.RESERVED, RedemptionState.COLLECTED]
        return int(Redemption.objects(offer=offer, fair=None, month=month_of(self.now), state__in=taken).sum("count"))

    def reserve_goods(self, account: str, offer: PointsOffer, count: int, hours: str | None = None) -> Redemption:
        """Takes the goods off the shelf and gives a code. Points are held here; minutes of the account `hours` are not."""
        code = f"{secrets.randbelow(10**10):010d}"
        redemption = Redemption(
            id=self.new_id(), account=account, shop=offer.shop, offer=offer.id, title=offer.title, count=count,
            points=0 if hours else offer.price * count, minutes=offer.minutes * count if hours else None, hours=hours,
            state=RedemptionState.RESERVED, code=seal(code, CODE),
            code_mark=blind(code, CODE), month=month_of(self.now), reserved_at=self.now,
            expires_at=self.now + timedelta(days=KEPT_DAYS),
        )  # fmt: skip
        if hours is None:
            self.book.hold(
                key=hold_of(redemption.id), amount=redemption.points, source=purse(account),
                target=spent_at(offer.shop), expires_at=redemption.expires_at, reason="redeemed",
            )  # fmt: skip
        if offer.stock is not None:
            offer.stock -= count
        if offer.stock is not None or offer.monthly_cap is not None:
            self.save(offer)  # so that reservations of what is limited wait for each other
        self.save(redemption)
        return redemption

    def get_redemption(self, redemption_id: str) -> Redemption:
        redemption = Redemption.objects(id=redemption_id).first()
        if redemption is None:
            raise NOT_FOUND("/redemption_id", what="redemption")
        return redemption

    def find_redemption_by(self, code: str) -> Redemption | None:
        return Redemption.objects(code_mark=blind(code, CODE)).first()

    def find_redemptions(self, account: str, before: str | None, limit: int) -> list[Redemption]:
        query = {"account": account} | ({"id__lt": before} if before is not None else {})
        return list(Redemption.objects(**query).order_by("-id").limit(limit))

    def expired_redemptions(self, limit: int = 200) -> list[str]:
        due = Redemption.objects(state=RedemptionState.RESERVED, expires_at__lte=self.now)
        return [each.id for each in due.order_by("expires_at").only("id").limit(limit)]

    def reserved_by(self, account: str) -> list[Redemption]:
        return list(Redemption.objects(account=account, state=RedemptionState.RESERVED))

    def forget_giver(self, account: str) -> None:
        """What they only offered is withdrawn; of what was taken nothing says that it was theirs."""
        gifts, unnamed = Gift._get_collection(), {"$unset": {"giver": ""}, "$inc": {"version": 1}}
        offered = {"giver": account, "state": GiftState.OFFERED}
        gifts.update_many(offered, unnamed | {"$set": {"state": GiftState.WITHDRAWN}})
        gifts.update_many({"giver": account}, unnamed)

    def forget_redeemer(self, account: str) -> None:
        """A shop stays an allied one, that the office keeps alone."""
        redeemed = {"$set": {"account": NOBODY}, "$inc": {"version": 1}}
        Redemption._get_collection().update_many({"account": account}, redeemed)
        for shop in Shop.objects(merchant=account):
            shop.merchant = f"{NOBODY}:{shop.id}"
            self.save(shop)

    def hand_over(self, redemption: Redemption, state: RedemptionState, by: str) -> None:
        redemption.state, redemption.collected_by, redemption.collected_month = state, by, month_of(self.now)
        if redemption.hours is None:
            self.book.capture(hold_of(redemption.id))
        self.save(redemption)

    def end_reservation(self, redemption: Redemption, state: RedemptionState) -> None:
        """The points are free again and the goods back on the shelf."""
        redemption.state = state
        if redemption.hours is None:
            self.book.release(hold_of(redemption.id))
        offer = self.get_points_offer(redemption.offer)
        if redemption.fair is None and offer.stock is not None:
            offer.stock += redemption.count
            self.save(offer)
        self.save(redemption)

    def open_till(self, shop: Shop) -> str:
        """The account in the book of minutes that are spent here."""
        till = minutes_spent_at(shop.id)
        if not shop.has_till:
            self.book.open_account(till, Unit.MINUTE)
            shop.has_till = True
            self.save(shop)
        return till

    def reserved_for_minutes(self, hours: str) -> list[Redemption]:
        return list(Redemption.objects(hours=hours, state=RedemptionState.RESERVED))

    def shop_statement(self, shop: Shop, month: str, has_purse: bool) -> ShopStatementView:
        since, until = month_bounds(month)
        sold = Redemption.objects(shop=shop.id, collected_month=month)
        totals: dict[str, OfferTotal] = {}
        for each in sold:
            so_far = totals.get(each.title, OfferTotal(title=each.title, count=0, points=0))
            totals[each.title] = OfferTotal(
                title=each.title, count=so_far.count + each.count, points=so_far.points + each.points,
                minutes=so_far.minutes + (each.minutes or 0),
            )  # fmt: skip
        offers = [totals[title] for title in sorted(totals)]
        earned = self.book.statement(purse(shop.merchant), since, until) if has_purse else None
        return ShopStatementView(
            shop=shop.id, month=month, points=sum(each.points for each in offers),
            minutes=sum(each.minutes for each in offers), offers=offers,
            taken=self.book.statement(spent_at(shop.id), since, until), earned=earned,
            taken_minutes=self.book.statement(minutes_spent_at(shop.id), since, until) if shop.has_till else None,
        )  # fmt: skip

    def shop_view(self, shop: Shop) -> ShopView:
        return ShopView(
            id=shop.id, name=shop.name, area=shop.area, allied=shop.merchant is not None, since=shop.since,
            version=shop.version,
        )  # fmt: skip

    def gift_view(self, gift: Gift) -> GiftView:
        names = ("id", "shop", "title", "count", "state", "given_at", "value", "note", "offer", "version")
        return GiftView(**{name: getattr(gift, name) for name in names})

    def points_offer_view(self, offer: PointsOffer) -> PointsOfferView:
        return PointsOfferView(**{name: getattr(offer, name) for name in PointsOfferView.model_fields})

    def redemption_view(self, redemption: Redemption, reader: str) -> RedemptionView:
        names = set(RedemptionView.model_fields) - {"code"}
        good = redemption.state is RedemptionState.RESERVED and redemption.expires_at > self.now
        code = unseal(redemption.code, CODE) if good and reader == redemption.account else None
        return RedemptionView(**{name: getattr(redemption, name) for name in names}, code=code)
