"""Finding and keeping what shops offer."""

from typing import Any

from services.volunteers.documents.shop import PointsOffer, Shop
from shared.contracts.volunteers.points_offers import PointsOfferView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class PointsOfferStore(Work):
    documents = (PointsOffer,)

    def add_points_offer(
        self, shop: Shop, title: str, terms: dict[str, Any], *, photos: list[str], photos_by: str | None
    ) -> PointsOffer:
        offer = PointsOffer(
            id=self.new_id(), shop=shop.id, area=shop.area, within=shop.within, title=title, photos=photos,
            photos_by=photos_by, **terms,
        )  # fmt: skip
        self.save(offer)
        return offer

    def get_points_offer(self, offer_id: str) -> PointsOffer:
        offer = PointsOffer.objects(id=offer_id).first()
        if offer is None:
            raise NOT_FOUND("/offer_id", what="points offer")
        return offer

    def find_points_offers(
        self, area: str, shop: str | None, also_closed: bool, before: str | None, limit: int
    ) -> list[PointsOffer]:
        query: dict[str, Any] = {"within": area} | ({} if also_closed else {"active": True})
        query |= ({"shop": shop} if shop is not None else {}) | ({"id__lt": before} if before is not None else {})
        return list(PointsOffer.objects(**query).order_by("-id").limit(limit))

    def points_offer_view(self, offer: PointsOffer) -> PointsOfferView:
        return PointsOfferView(**{name: getattr(offer, name) for name in PointsOfferView.model_fields})
