"""Swapping idle things."""

from services.volunteers.usecases import swaps
from shared.contracts.volunteers import swaps as swaps_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Swaps:
    store: Database

    @serve(swaps_api.SET_SWAP_STATION)
    def set_swap_station(self, call):
        return self.store.perform(call, swaps.set_swap_station)

    @serve(swaps_api.GET_SWAP_STATION)
    def get_swap_station(self, call):
        return self.store.perform(call, swaps.get_swap_station)

    @serve(swaps_api.LIST_STATION_SWAPS)
    def list_station_swaps(self, call):
        return self.store.perform(call, swaps.list_station_swaps)

    @serve(swaps_api.OFFER_IDLE_ITEM)
    def offer_idle_item(self, call):
        return self.store.perform(call, swaps.offer_idle_item)

    @serve(swaps_api.LIST_IDLE_ITEMS)
    def list_idle_items(self, call):
        return self.store.perform(call, swaps.list_idle_items)

    @serve(swaps_api.LIST_MY_IDLE_ITEMS)
    def list_my_idle_items(self, call):
        return self.store.perform(call, swaps.list_my_idle_items)

    @serve(swaps_api.GET_IDLE_ITEM)
    def get_idle_item(self, call):
        return self.store.perform(call, swaps.get_idle_item)

    @serve(swaps_api.WITHDRAW_IDLE_ITEM)
    def withdraw_idle_item(self, call):
        return self.store.perform(call, swaps.withdraw_idle_item)

    @serve(swaps_api.ASK_FOR_IDLE_ITEM)
    def ask_for_idle_item(self, call):
        return self.store.perform(call, swaps.ask_for_idle_item)

    @serve(swaps_api.LIST_MY_SWAPS)
    def list_my_swaps(self, call):
        return self.store.perform(call, swaps.list_my_swaps)

    @serve(swaps_api.GET_SWAP)
    def get_swap(self, call):
        return self.store.perform(call, swaps.get_swap)

    @serve(swaps_api.AGREE_TO_SWAP)
    def agree_to_swap(self, call):
        return self.store.perform(call, swaps.agree_to_swap)

    @serve(swaps_api.DECLINE_SWAP)
    def decline_swap(self, call):
        return self.store.perform(call, swaps.decline_swap)

    @serve(swaps_api.CALL_OFF_SWAP)
    def call_off_swap(self, call):
        return self.store.perform(call, swaps.call_off_swap)

    @serve(swaps_api.CONFIRM_SWAP)
    def confirm_swap(self, call):
        return self.store.perform(call, swaps.confirm_swap)

    @serve(swaps_api.HAND_OVER_SWAP)
    def hand_over_swap(self, call):
        return self.store.perform(call, swaps.hand_over_swap)

    @every(5)
    def expire_swaps(self):
        look = self.store.look()
        for swap, state in look.expired_swaps():
            self.store.attempt(
                f"swap.expire:{swap}:{state}", lambda store, _actor, swap=swap: swaps.expire_swap(store, swap)
            )
        for item in look.expired_idle_items():
            self.store.attempt(
                f"idle_item.expire:{item}", lambda store, _actor, item=item: swaps.expire_item(store, item)
            )
