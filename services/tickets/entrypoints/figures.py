"""Figures."""

from services.tickets.usecases import figures
from shared.contracts.tickets import figures as figures_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database

BATCHES_A_TURN = 20


class Figures:
    store: Database

    @serve(figures_api.SHOW_FIGURES)
    def show_figures(self, call):
        return self.store.perform(call, figures.show_figures)

    @serve(figures_api.REBUILD_FIGURES)
    def rebuild_figures(self, call):
        return self.store.perform(call, figures.rebuild_figures)

    @every(1)
    def count_marked(self):
        for _ in range(BATCHES_A_TURN):
            marks = self.store.look().find_marks()
            if not marks:
                return
            key = f"count|{marks[0]['_id']}|{len(marks)}"
            if not self.store.attempt(key, lambda store, _actor, marks=marks: figures.count_marked(store, marks)):
                return

    @every(2)
    def build_figures(self):
        look = self.store.look()
        if look.figure_state().building is None:
            look.drop_old_figures()
            return
        while (state := self.store.look().figure_state()).building is not None:
            key = f"rebuild|{state.building}|{state.built_to}"
            if not self.store.attempt(key, lambda store, _actor: figures.rebuild_further(store)):
                return
