"""Households."""

from services.residents.usecases import households, loading
from shared.contracts.residents import households as households_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Households:
    store: Database

    @serve(households_api.REGISTER_HOUSEHOLD)
    def register_household(self, call):
        return self.store.perform(call, households.register_household)

    @serve(households_api.GET_HOUSEHOLD)
    def get_household(self, call):
        return self.store.perform(call, households.get_household)

    @serve(households_api.GET_MY_HOUSEHOLD)
    def get_my_household(self, call):
        return self.store.perform(call, households.get_my_household)

    @serve(households_api.LIST_HOUSEHOLDS)
    def list_households(self, call):
        return self.store.perform(call, households.list_households)

    @serve(households_api.MOVE_IN)
    def move_in(self, call):
        return self.store.perform(call, households.move_in)

    @serve(households_api.MOVE_OUT)
    def move_out(self, call):
        return self.store.perform(call, households.move_out)

    @serve(households_api.MOVE_PERSON)
    def move_person(self, call):
        return self.store.perform(call, households.move_person)

    @serve(households_api.CHANGE_HEAD)
    def change_head(self, call):
        return self.store.perform(call, households.change_head)

    @serve(households_api.MOVE_HOUSEHOLD)
    def move_household(self, call):
        return self.store.perform(call, households.move_household)

    @serve(households_api.CLOSE_FILE)
    def close_file(self, call):
        return self.store.perform(call, households.close_file)

    @serve(households_api.LOAD_HOUSEHOLDS)
    def load_households(self, call):
        return self.store.perform(call, loading.load_households)
