"""The points shop."""

from services.volunteers.usecases import shop
from shared.contracts.volunteers import shop as shop_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class PointsShop:
    store: Database

    @serve(shop_api.ALLY_SHOP)
    def ally_shop(self, call):
        return self.store.perform(call, shop.ally_shop)

    @serve(shop_api.LIST_SHOPS)
    def list_shops(self, call):
        return self.store.perform(call, shop.list_shops)

    @serve(shop_api.GIVE_GOODS)
    def give_goods(self, call):
        return self.store.perform(call, shop.give_goods)

    @serve(shop_api.LIST_GIFTS)
    def list_gifts(self, call):
        return self.store.perform(call, shop.list_gifts)

    @serve(shop_api.GET_GIFT)
    def get_gift(self, call):
        return self.store.perform(call, shop.get_gift)

    @serve(shop_api.APPRAISE_GIFT)
    def appraise_gift(self, call):
        return self.store.perform(call, shop.appraise_gift)

    @serve(shop_api.DECLINE_GIFT)
    def decline_gift(self, call):
        return self.store.perform(call, shop.decline_gift)

    @serve(shop_api.WITHDRAW_GIFT)
    def withdraw_gift(self, call):
        return self.store.perform(call, shop.withdraw_gift)

    @serve(shop_api.SHELVE_GIFT)
    def shelve_gift(self, call):
        return self.store.perform(call, shop.shelve_gift)

    @serve(shop_api.ADD_POINTS_OFFER)
    def add_points_offer(self, call):
        return self.store.perform(call, shop.add_points_offer)

    @serve(shop_api.CHANGE_POINTS_OFFER)
    def change_points_offer(self, call):
        return self.store.perform(call, shop.change_points_offer)

    @serve(shop_api.LIST_POINTS_OFFERS)
    def list_points_offers(self, call):
        return self.store.perform(call, shop.list_points_offers)

    @serve(shop_api.REDEEM)
    def redeem(self, call):
        return self.store.perform(call, shop.redeem)

    @serve(shop_api.LIST_MY_REDEMPTIONS)
    def list_my_redemptions(self, call):
        return self.store.perform(call, shop.list_my_redemptions)

    @serve(shop_api.GET_REDEMPTION)
    def get_redemption(self, call):
        return self.store.perform(call, shop.get_redemption)

    @serve(shop_api.CANCEL_REDEMPTION)
    def cancel_redemption(self, call):
        return self.store.perform(call, shop.cancel_redemption)

    @serve(shop_api.COLLECT)
    def collect(self, call):
        return self.store.perform(call, shop.collect)

    @serve(shop_api.GET_SHOP_STATEMENT)
    def get_shop_statement(self, call):
        return self.store.perform(call, shop.get_shop_statement)

    @every(5)
    def expire_redemptions(self):
        for redemption in self.store.look().expired_redemptions():
            self.store.act(
                f"redemption.expire:{redemption}",
                lambda store, _actor, redemption=redemption: shop.expire_redemption(store, redemption),
            )
