"""E-service items and the platforms that offer them."""

from services.tickets.usecases import items
from shared.contracts.tickets import items as items_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Items:
    store: Database

    @serve(items_api.PUT_ITEM)
    def put_item(self, call):
        return self.store.perform(call, items.put_item)

    @serve(items_api.LOAD_ITEMS)
    def load_items(self, call):
        return self.store.perform(call, items.load_items)

    @serve(items_api.END_ITEM)
    def end_item(self, call):
        return self.store.perform(call, items.end_item)

    @serve(items_api.GET_ITEM)
    def get_item(self, call):
        return self.store.perform(call, items.get_item)

    @serve(items_api.LIST_ITEMS)
    def list_items(self, call):
        return self.store.perform(call, items.list_items)

    @serve(items_api.PUT_PLATFORM)
    def put_platform(self, call):
        return self.store.perform(call, items.put_platform)

    @serve(items_api.LOAD_PLATFORMS)
    def load_platforms(self, call):
        return self.store.perform(call, items.load_platforms)

    @serve(items_api.GET_PLATFORM)
    def get_platform(self, call):
        return self.store.perform(call, items.get_platform)

    @serve(items_api.LIST_PLATFORMS)
    def list_platforms(self, call):
        return self.store.perform(call, items.list_platforms)

    @serve(items_api.SHOW_ITEM_FIGURES)
    def show_item_figures(self, call):
        return self.store.perform(call, items.show_item_figures)
