"""The food pantry."""

from services.volunteers.usecases import pantry
from shared.contracts.volunteers import pantry as pantry_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class FoodPantry:
    store: Database

    @serve(pantry_api.SET_PANTRY)
    def set_pantry(self, call):
        return self.store.perform(call, pantry.set_pantry)

    @serve(pantry_api.GET_PANTRY)
    def get_pantry(self, call):
        return self.store.perform(call, pantry.get_pantry)

    @serve(pantry_api.SET_PANTRY_FOOD)
    def set_pantry_food(self, call):
        return self.store.perform(call, pantry.set_pantry_food)

    @serve(pantry_api.SHOW_PANTRY_SHELF)
    def show_pantry_shelf(self, call):
        return self.store.perform(call, pantry.show_pantry_shelf)

    @serve(pantry_api.SHOW_PANTRY_ALERTS)
    def show_pantry_alerts(self, call):
        return self.store.perform(call, pantry.show_pantry_alerts)

    @serve(pantry_api.RECEIVE_BATCH)
    def receive_batch(self, call):
        return self.store.perform(call, pantry.receive_batch)

    @serve(pantry_api.LIST_BATCHES)
    def list_batches(self, call):
        return self.store.perform(call, pantry.list_batches)

    @serve(pantry_api.GET_BATCH)
    def get_batch(self, call):
        return self.store.perform(call, pantry.get_batch)

    @serve(pantry_api.SHELVE_BATCH)
    def shelve_batch(self, call):
        return self.store.perform(call, pantry.shelve_batch)

    @serve(pantry_api.DISCARD_BATCH)
    def discard_batch(self, call):
        return self.store.perform(call, pantry.discard_batch)

    @serve(pantry_api.SERVE_PORTIONS)
    def serve_portions(self, call):
        return self.store.perform(call, pantry.serve_portions)

    @serve(pantry_api.LIST_SERVINGS)
    def list_servings(self, call):
        return self.store.perform(call, pantry.list_servings)

    @serve(pantry_api.SHOW_PANTRY_BOOKS)
    def show_pantry_books(self, call):
        return self.store.perform(call, pantry.show_pantry_books)

    @every(5)
    def end_batches(self):
        for batch in self.store.look().ended_batches():
            self.store.attempt(
                f"food_batch.end:{batch}", lambda store, _actor, batch=batch: pantry.end_batch(store, batch)
            )
