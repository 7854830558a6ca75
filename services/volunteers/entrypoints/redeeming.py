"""Redeeming points."""

from services.volunteers.usecases import redeeming
from shared.contracts.volunteers import redeeming as redeeming_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Redeeming:
    store: Database

    @serve(redeeming_api.REDEEM)
    def redeem(self, call):
        return self.store.perform(call, redeeming.redeem)

    @serve(redeeming_api.LIST_MY_REDEMPTIONS)
    def list_my_redemptions(self, call):
        return self.store.perform(call, redeeming.list_my_redemptions)

    @serve(redeeming_api.GET_REDEMPTION)
    def get_redemption(self, call):
        return self.store.perform(call, redeeming.get_redemption)

    @serve(redeeming_api.CANCEL_REDEMPTION)
    def cancel_redemption(self, call):
        return self.store.perform(call, redeeming.cancel_redemption)

    @serve(redeeming_api.LIST_SHOP_REDEMPTIONS)
    def list_shop_redemptions(self, call):
        return self.store.perform(call, redeeming.list_shop_redemptions)

    @serve(redeeming_api.COLLECT)
    def collect(self, call):
        with redeeming.wrong_codes_noted(self.store, call):
            return self.store.perform(call, redeeming.collect)

    @every(5)
    def expire_redemptions(self):
        for redemption in self.store.look().expired_redemptions():
            self.store.attempt(
                f"redemption.expire:{redemption}",
                lambda store, _actor, redemption=redemption: redeeming.expire_redemption(store, redemption),
            )
