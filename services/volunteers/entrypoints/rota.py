"""Rotas and turns."""

from services.volunteers.usecases import rota
from shared.contracts.volunteers import rota as rota_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Rota:
    store: Database

    @serve(rota_api.RECORD_TURNS)
    def record_turns(self, call):
        return self.store.perform(call, rota.record_turns)

    @serve(rota_api.SHOW_ROTA)
    def show_rota(self, call):
        return self.store.perform(call, rota.show_rota)

    @serve(rota_api.LIST_TURNS)
    def list_turns(self, call):
        return self.store.perform(call, rota.list_turns)

    @serve(rota_api.SHOW_ROTA_FIGURES)
    def show_rota_figures(self, call):
        return self.store.perform(call, rota.show_rota_figures)
