"""Finding and keeping goods that residents give."""

from typing import Any

from services.volunteers.documents.shop import Gift, PointsOffer
from shared.contracts.volunteers.gifts import GiftState, GiftView, GiveGoods
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class GiftStore(Work):
    documents = (Gift,)

    def add_gift(self, shop: str, giver: str, offered: GiveGoods) -> Gift:
        gift = Gift(
            id=self.new_id(), shop=shop, giver=giver, title=offered.title, count=offered.count, photos=offered.photos,
            state=GiftState.OFFERED, given_at=self.now,
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

    def find_gifts_of(self, giver: str, before: str | None, limit: int) -> list[Gift]:
        query = {"giver": giver} | ({"id__lt": before} if before is not None else {})
        return list(Gift.objects(**query).order_by("-id").limit(limit))

    def forget_giver(self, account: str) -> None:
        """What they only offered is withdrawn; of what was taken nothing says that it was theirs."""
        gifts, unnamed = Gift._get_collection(), {"$unset": {"giver": "", "photos": ""}, "$inc": {"version": 1}}
        offered = {"giver": account, "state": GiftState.OFFERED}
        gifts.update_many(offered, unnamed | {"$set": {"state": GiftState.WITHDRAWN}})
        gifts.update_many({"giver": account}, unnamed)

    def forget_pictures(self, account: str) -> None:
        """Their photos are deleted where they are kept; no offer shows them any more."""
        gone = {"$unset": {"photos": "", "photos_by": ""}, "$inc": {"version": 1}}
        PointsOffer._get_collection().update_many({"photos_by": account}, gone)

    def gift_view(self, gift: Gift) -> GiftView:
        return GiftView(**{name: getattr(gift, name) for name in GiftView.model_fields})
