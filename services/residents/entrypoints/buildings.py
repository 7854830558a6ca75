"""Estates and buildings."""

from services.residents.usecases import buildings
from shared.contracts.residents import buildings as buildings_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Buildings:
    store: Database

    @serve(buildings_api.PUT_ESTATE)
    def put_estate(self, call):
        return self.store.perform(call, buildings.put_estate)

    @serve(buildings_api.LIST_ESTATES)
    def list_estates(self, call):
        return self.store.perform(call, buildings.list_estates)

    @serve(buildings_api.PUT_BUILDING)
    def put_building(self, call):
        return self.store.perform(call, buildings.put_building)

    @serve(buildings_api.LOAD_BUILDINGS)
    def load_buildings(self, call):
        return self.store.perform(call, buildings.load_buildings)

    @serve(buildings_api.GET_BUILDING)
    def get_building(self, call):
        return self.store.perform(call, buildings.get_building)

    @serve(buildings_api.SEARCH_BUILDINGS)
    def search_buildings(self, call):
        return self.store.perform(call, buildings.search_buildings)

    @serve(buildings_api.NEAR_BUILDINGS)
    def near_buildings(self, call):
        return self.store.perform(call, buildings.near_buildings)
