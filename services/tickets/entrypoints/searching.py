"""Synonyms, searches in vain, and which bin."""

from services.tickets.entrypoints.in_vain import answer_and_note
from services.tickets.usecases import searching, waste
from shared.contracts.tickets import searching as searching_api
from shared.contracts.tickets import waste as waste_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Searching:
    store: Database

    @serve(searching_api.PUT_SYNONYMS)
    def put_synonyms(self, call):
        return self.store.perform(call, searching.put_synonyms)

    @serve(searching_api.LOAD_SYNONYMS)
    def load_synonyms(self, call):
        return self.store.perform(call, searching.load_synonyms)

    @serve(searching_api.DROP_SYNONYMS)
    def drop_synonyms(self, call):
        return self.store.perform(call, searching.drop_synonyms)

    @serve(searching_api.LIST_SYNONYMS)
    def list_synonyms(self, call):
        return self.store.perform(call, searching.list_synonyms)

    @serve(searching_api.LIST_UNANSWERED)
    def list_unanswered(self, call):
        return self.store.perform(call, searching.list_unanswered)

    @serve(searching_api.SETTLE_UNANSWERED)
    def settle_unanswered(self, call):
        return self.store.perform(call, searching.settle_unanswered)

    @serve(waste_api.PUT_WASTE)
    def put_waste(self, call):
        return self.store.perform(call, waste.put_waste)

    @serve(waste_api.LOAD_WASTE)
    def load_waste(self, call):
        return self.store.perform(call, waste.load_waste)

    @serve(waste_api.FIND_BIN)
    def find_bin(self, call):
        return answer_and_note(self.store, call, waste.find_bin)

    @every(1)
    def count_terms(self):
        first = self.store.look().first_term_change()
        if first is not None:
            self.store.attempt(f"count_terms|{first}", lambda store, _actor: searching.count_terms(store))
