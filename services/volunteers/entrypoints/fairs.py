"""Fairs."""

from services.volunteers.usecases import fairs
from shared.contracts.volunteers import fairs as fairs_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Fairs:
    store: Database

    @serve(fairs_api.PLAN_FAIR)
    def plan_fair(self, call):
        return self.store.perform(call, fairs.plan_fair)

    @serve(fairs_api.LIST_FAIRS)
    def list_fairs(self, call):
        return self.store.perform(call, fairs.list_fairs)

    @serve(fairs_api.GET_FAIR)
    def get_fair(self, call):
        return self.store.perform(call, fairs.get_fair)

    @serve(fairs_api.GIVE_STALL)
    def give_stall(self, call):
        return self.store.perform(call, fairs.give_stall)

    @serve(fairs_api.SET_GOODS_ASIDE)
    def set_goods_aside(self, call):
        return self.store.perform(call, fairs.set_goods_aside)

    @serve(fairs_api.LIST_FAIR_GOODS)
    def list_fair_goods(self, call):
        return self.store.perform(call, fairs.list_fair_goods)

    @serve(fairs_api.OPEN_FAIR)
    def open_fair(self, call):
        return self.store.perform(call, fairs.open_fair)

    @serve(fairs_api.CLOSE_FAIR)
    def close_fair(self, call):
        return self.store.perform(call, fairs.close_fair)

    @serve(fairs_api.CANCEL_FAIR)
    def cancel_fair(self, call):
        return self.store.perform(call, fairs.cancel_fair)

    @serve(fairs_api.REDEEM_AT_FAIR)
    def redeem_at_fair(self, call):
        return self.store.perform(call, fairs.redeem_at_fair)

    @serve(fairs_api.SHOW_FAIR_RESULT)
    def show_fair_result(self, call):
        return self.store.perform(call, fairs.show_fair_result)

    @every(5)
    def move_fairs(self):
        for fair, state in self.store.look().due_fairs():
            self.store.attempt(
                f"fair.{state}:{fair}", lambda store, _actor, fair=fair: fairs.move_due_fair(store, fair)
            )
