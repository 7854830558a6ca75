"""What shops offer for points."""

from typing import Any

from services.volunteers.usecases.pages import beyond, page
from services.volunteers.usecases.photos import show_photos
from services.volunteers.usecases.shop import keeps, kept_shop, refuse_closed
from shared.contracts.actor import Actor
from shared.contracts.volunteers.points_offers import (
    AddPointsOffer,
    ChangePointsOffer,
    GetPointsOffer,
    ListPointsOffers,
    OfferTerms,
    PointsOfferPage,
    PointsOfferView,
)
from shared.kernel.errors import NOT_FOUND

TERMS = tuple(set(OfferTerms.model_fields) - {"photos"})


def add_points_offer(store: Any, actor: Actor, command: AddPointsOffer) -> PointsOfferView:
    shop = kept_shop(store, actor, command.shop_id)
    refuse_closed(shop, "/shop_id")
    photos = command.photos or []
    by = actor.account if photos else None
    offer = store.add_points_offer(shop, command.title, terms_of(command), photos=photos, photos_by=by)
    if photos:
        show_photos(store, offer, photos, offer.area, account=actor.account, everybody=True)
    return store.points_offer_view(offer)


def change_points_offer(store: Any, actor: Actor, command: ChangePointsOffer) -> PointsOfferView:
    offer = kept_offer(store, actor, command.offer_id)
    store.refuse_stale(offer.version)
    for name, value in terms_of(command).items():
        setattr(offer, name, value)
    photos = offer.photos if command.photos is None else command.photos
    changed = photos != offer.photos
    if changed:
        offer.photos, offer.photos_by = photos, actor.account if photos else None
    store.save(offer)
    if changed:
        show_photos(store, offer, photos, offer.area, account=actor.account, everybody=True)
    return store.points_offer_view(offer)


def get_points_offer(store: Any, _actor: Actor, command: GetPointsOffer) -> PointsOfferView:
    return store.points_offer_view(store.get_points_offer(command.offer_id))


def list_points_offers(store: Any, actor: Actor, command: ListPointsOffers) -> PointsOfferPage:
    shop = kept_shop(store, actor, command.shop).id if command.all and command.shop is not None else command.shop
    also_closed = command.all and shop is not None
    found = store.find_points_offers(command.area, shop, also_closed, beyond(command), command.limit + 1)
    return PointsOfferPage(**page(found, command.limit, store.points_offer_view))


def kept_offer(store: Any, actor: Actor, offer_id: str) -> Any:
    offer = store.get_points_offer(offer_id)
    if not keeps(actor, store.get_shop(offer.shop)):
        raise NOT_FOUND("/offer_id", what="points offer")
    return offer


def terms_of(command: OfferTerms) -> dict[str, Any]:
    return {name: getattr(command, name) for name in TERMS}
