"""Finding and keeping reservations and their codes, and moving points for them in the book."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from services.volunteers.documents.shop import CodeGuesses, PointsOffer, Redemption
from services.volunteers.domain.points import month_of
from services.volunteers.domain.redeeming import KEPT_DAYS, MOST_GUESSES
from services.volunteers.store.forgetting import NOBODY
from services.volunteers.store.points_offers import PointsOfferStore
from services.volunteers.store.purses import purse_name
from services.volunteers.store.shop import spent_at
from shared.contracts.volunteers.redeeming import RedemptionState, RedemptionView
from shared.kernel.errors import NOT_FOUND
from shared.ledger.book import Book
from shared.storage.sealing import blind, seal, unseal

CODE = "redeem code"


def hold_of(redemption: str) -> str:
    return f"redeem:{redemption}"


class RedemptionStore(PointsOfferStore):
    documents = (Redemption, CodeGuesses)
    book: Book

    def redeemed_of(self, offer: str) -> int:
        """How many of it were reserved in this month and not given back; what a fair had set aside is not counted."""
        taken = [RedemptionState.RESERVED, RedemptionState.COLLECTED]
        return int(Redemption.objects(offer=offer, fair=None, month=month_of(self.now), state__in=taken).sum("count"))

    def reserve_goods(
        self, account: str, offer: PointsOffer, count: int, *, purse: str | None = None, hours: str | None = None
    ) -> Redemption:
        """Takes the goods off the shelf and gives a code. Points of the purse are held here; minutes of the account `hours` are not."""
        redemption = self.new_redemption(
            account, offer.shop, offer.id, offer.title, count, points=offer.price * count if purse else 0,
            expires_at=self.now + timedelta(days=KEPT_DAYS), hours=hours, minutes=offer.minutes * count if hours else None,
        )  # fmt: skip
        if purse is not None:
            self.hold_points(redemption, purse)
        if offer.stock is not None:
            offer.stock -= count
        if offer.stock is not None or offer.monthly_cap is not None:
            self.save(offer)  # so that reservations of what is limited wait for each other
        self.save(redemption)
        return redemption

    def new_redemption(
        self,
        account: str,
        shop: str,
        offer: str,
        title: str,
        count: int,
        *,
        points: int,
        expires_at: datetime,
        **more: Any,
    ) -> Redemption:
        """Not saved yet; with a code that was drawn for it."""
        code = f"{secrets.randbelow(10**10):010d}"
        return Redemption(
            id=self.new_id(), account=account, shop=shop, offer=offer, title=title, count=count, points=points,
            state=RedemptionState.RESERVED, code=seal(code, CODE), code_mark=blind(code, CODE), month=month_of(self.now),
            reserved_at=self.now, expires_at=expires_at, **more,
        )  # fmt: skip

    def hold_points(self, redemption: Redemption, purse: str) -> None:
        self.book.hold(
            key=hold_of(redemption.id), amount=redemption.points, source=purse_name(purse),
            target=spent_at(redemption.shop), expires_at=redemption.expires_at, reason="redeemed",
        )  # fmt: skip

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

    def find_redemptions_at(
        self, shop: str, state: RedemptionState | None, before: str | None, limit: int
    ) -> list[Redemption]:
        query: dict[str, Any] = {"shop": shop} | ({"state": state} if state is not None else {})
        query |= {"id__lt": before} if before is not None else {}
        return list(Redemption.objects(**query).order_by("-id").limit(limit))

    def expired_redemptions(self, limit: int = 200) -> list[str]:
        due = Redemption.objects(state=RedemptionState.RESERVED, expires_at__lte=self.now)
        return [each.id for each in due.order_by("expires_at").only("id").limit(limit)]

    def reserved_by(self, account: str) -> list[Redemption]:
        return list(Redemption.objects(account=account, state=RedemptionState.RESERVED))

    def reserved_for_minutes(self, hours: str) -> list[Redemption]:
        return list(Redemption.objects(hours=hours, state=RedemptionState.RESERVED))

    def wrong_codes_of(self, account: str) -> list[datetime]:
        known = CodeGuesses.objects(id=account).first()
        return list(known.at) if known is not None else []

    def note_wrong_code(self, account: str) -> None:
        """Outside of the refused unit of work, of which nothing stays."""
        last = {"$push": {"at": {"$each": [self.now], "$slice": -MOST_GUESSES}}, "$set": {"last_at": self.now}}
        CodeGuesses._get_collection().update_one({"_id": account}, last, upsert=True)

    def forget_redeemer(self, account: str) -> None:
        """What they redeemed stays one person's, whom nobody can name, so that figures of visitors stay as they were.

        What a shop wrote when it took something back goes."""
        one = f"{NOBODY}:{self.new_id()}"
        redeemed = {"$set": {"account": one}, "$unset": {"returned_because": ""}, "$inc": {"version": 1}}
        Redemption._get_collection().update_many({"account": account}, redeemed)
        CodeGuesses.objects(id=account).delete()

    def hand_over(self, redemption: Redemption, state: RedemptionState, by: str) -> None:
        redemption.state, redemption.collected_by, redemption.collected_at = state, by, self.now
        redemption.collected_month = month_of(self.now)
        if redemption.hours is None:
            redemption.entry = self.book.capture(hold_of(redemption.id)).id
        self.save(redemption)

    def take_goods_back(
        self, redemption: Redemption, state: RedemptionState, reason: str, sellable: bool, by: str
    ) -> None:
        """On the shelf of the shop again when somebody else can have them."""
        redemption.state, redemption.returned_by, redemption.returned_at = state, by, self.now
        redemption.returned_month, redemption.returned_because = month_of(self.now), reason
        redemption.sellable = sellable
        offer = self.get_points_offer(redemption.offer)
        if sellable and offer.stock is not None:
            offer.stock += redemption.count
            self.save(offer)
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

    def redemption_view(self, redemption: Redemption, reader: str | None = None) -> RedemptionView:
        """With its code for who reserved it, as long as it is good."""
        names = set(RedemptionView.model_fields) - {"code"}
        good = redemption.state is RedemptionState.RESERVED and redemption.expires_at > self.now
        code = unseal(redemption.code, CODE) if good and reader == redemption.account else None
        return RedemptionView(**{name: getattr(redemption, name) for name in names}, code=code)
