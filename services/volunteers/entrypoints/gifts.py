"""Goods given to points shops."""

from services.volunteers.usecases import gifts
from shared.contracts.volunteers import gifts as gifts_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Gifts:
    store: Database

    @serve(gifts_api.GIVE_GOODS)
    def give_goods(self, call):
        return self.store.perform(call, gifts.give_goods)

    @serve(gifts_api.LIST_MY_GIFTS)
    def list_my_gifts(self, call):
        return self.store.perform(call, gifts.list_my_gifts)

    @serve(gifts_api.LIST_GIFTS)
    def list_gifts(self, call):
        return self.store.perform(call, gifts.list_gifts)

    @serve(gifts_api.GET_GIFT)
    def get_gift(self, call):
        return self.store.perform(call, gifts.get_gift)

    @serve(gifts_api.APPRAISE_GIFT)
    def appraise_gift(self, call):
        return self.store.perform(call, gifts.appraise_gift)

    @serve(gifts_api.DECLINE_GIFT)
    def decline_gift(self, call):
        return self.store.perform(call, gifts.decline_gift)

    @serve(gifts_api.WITHDRAW_GIFT)
    def withdraw_gift(self, call):
        return self.store.perform(call, gifts.withdraw_gift)

    @serve(gifts_api.SHELVE_GIFT)
    def shelve_gift(self, call):
        return self.store.perform(call, gifts.shelve_gift)
