"""Home visits and patrols."""

from services.tickets.usecases import fieldwork
from shared.contracts.tickets import fieldwork as fieldwork_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Fieldwork:
    store: Database

    @serve(fieldwork_api.RECORD_VISIT)
    def record_visit(self, call):
        return self.store.perform(call, fieldwork.record_visit)

    @serve(fieldwork_api.GET_VISIT)
    def get_visit(self, call):
        return self.store.perform(call, fieldwork.get_visit)

    @serve(fieldwork_api.FIND_VISITS)
    def find_visits(self, call):
        return self.store.perform(call, fieldwork.find_visits)

    @serve(fieldwork_api.ADD_FOUND_MATTER)
    def add_found_matter(self, call):
        return self.store.perform(call, fieldwork.add_found_matter)

    @serve(fieldwork_api.SHOW_VISIT_FIGURES)
    def show_visit_figures(self, call):
        return self.store.perform(call, fieldwork.show_visit_figures)
