"""What shops offer for points."""

from services.volunteers.usecases import points_offers
from shared.contracts.volunteers import points_offers as offers_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class PointsOffers:
    store: Database

    @serve(offers_api.ADD_POINTS_OFFER)
    def add_points_offer(self, call):
        return self.store.perform(call, points_offers.add_points_offer)

    @serve(offers_api.CHANGE_POINTS_OFFER)
    def change_points_offer(self, call):
        return self.store.perform(call, points_offers.change_points_offer)

    @serve(offers_api.LIST_POINTS_OFFERS)
    def list_points_offers(self, call):
        return self.store.perform(call, points_offers.list_points_offers)

    @serve(offers_api.GET_POINTS_OFFER)
    def get_points_offer(self, call):
        return self.store.perform(call, points_offers.get_points_offer)
