"""Redrawing grids, on the day that was set."""

from services.residents.usecases import regridding
from shared.contracts.residents import regridding as regridding_api
from shared.contracts.residents.buildings import BuildingMoved
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database


class Regriddings:
    store: Database

    @serve(regridding_api.REGRID)
    def regrid(self, call):
        return self.store.perform(call, regridding.regrid)

    @serve(regridding_api.GET_REGRIDDING)
    def get_regridding(self, call):
        return self.store.perform(call, regridding.get_regridding)

    @serve(regridding_api.LIST_REGRIDDINGS)
    def list_regriddings(self, call):
        return self.store.perform(call, regridding.list_regriddings)

    @serve(regridding_api.CANCEL_REGRIDDING)
    def cancel_regridding(self, call):
        return self.store.perform(call, regridding.cancel_regridding)

    @subscribe(BuildingMoved)
    def follow_building(self, delivered):
        self.store.react(delivered, regridding.follow_building)

    @every(5)
    def carry_out_regriddings(self):
        for plan in self.store.look().regriddings_due():
            self.store.attempt(
                f"regridding|{plan}", lambda store, actor, plan=plan: regridding.carry_out(store, actor, plan)
            )
