"""Figures of an area."""

from services.residents.usecases import figures
from shared.contracts.residents import figures as figures_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Figures:
    store: Database

    @serve(figures_api.SHOW_FIGURES)
    def show_figures(self, call):
        return self.store.perform(call, figures.show_figures)

    @serve(figures_api.REBUILD_FIGURES)
    def rebuild_figures(self, call):
        return self.store.perform(call, figures.rebuild_figures)

    @every(2)
    def recount_figures(self):
        figures.recount(self.store.look())
