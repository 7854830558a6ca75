"""Areas."""

from services.residents.usecases import areas
from shared.contracts.residents import areas as areas_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Areas:
    store: Database

    @serve(areas_api.DRAW_AREA)
    def draw_area(self, call):
        return self.store.perform(call, areas.draw_area)

    @serve(areas_api.GET_AREA)
    def get_area(self, call):
        return self.store.perform(call, areas.get_area)

    @serve(areas_api.LOAD_AREAS)
    def load_areas(self, call):
        return self.store.perform(call, areas.load_areas)

    @serve(areas_api.LIST_CHILDREN)
    def list_children(self, call):
        return self.store.perform(call, areas.list_children)

    @serve(areas_api.SEARCH_AREAS)
    def search_areas(self, call):
        return self.store.perform(call, areas.search_areas)

    @serve(areas_api.LOCATE_AREA)
    def locate_area(self, call):
        return self.store.perform(call, areas.locate_area)

    @serve(areas_api.EXPORT_TREE)
    def export_tree(self, call):
        return self.store.perform(call, areas.export_tree)
