"""What residents answers and listens to."""

from services.residents.store import ResidentStore
from services.residents.usecases import areas
from shared.contracts.residents import areas as areas_api
from shared.messaging.observe import Observe
from shared.messaging.provide import Provide
from shared.messaging.relay import Relay
from shared.messaging.serve import serve
from shared.storage.database import Database


class Residents:
    name = "residents"
    observe = Observe()
    relay = Relay()
    store = Provide(lambda: Database("residents", ResidentStore))

    @serve(areas_api.DRAW_AREA)
    def draw_area(self, call):
        return self.store.perform(call, areas.draw_area)

    @serve(areas_api.GET_AREA)
    def get_area(self, call):
        return self.store.perform(call, areas.get_area)


SERVICE = Residents
