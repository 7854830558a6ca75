"""Points shops."""

from services.volunteers.usecases import shop
from shared.contracts.volunteers import shop as shop_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class PointsShops:
    store: Database

    @serve(shop_api.ALLY_SHOP)
    def ally_shop(self, call):
        return self.store.perform(call, shop.ally_shop)

    @serve(shop_api.LIST_SHOPS)
    def list_shops(self, call):
        return self.store.perform(call, shop.list_shops)

    @serve(shop_api.LIST_MY_SHOPS)
    def list_my_shops(self, call):
        return self.store.perform(call, shop.list_my_shops)

    @serve(shop_api.GET_SHOP)
    def get_shop(self, call):
        return self.store.perform(call, shop.get_shop)

    @serve(shop_api.CLOSE_SHOP)
    def close_shop(self, call):
        return self.store.perform(call, shop.close_shop)

    @serve(shop_api.GET_SHOP_STATEMENT)
    def get_shop_statement(self, call):
        return self.store.perform(call, shop.get_shop_statement)
