"""Who takes a matter."""

from services.tickets.usecases import routing
from shared.contracts.tickets import routing as routing_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Routing:
    store: Database

    @serve(routing_api.LEAD_TICKET)
    def lead_ticket(self, call):
        return self.store.perform(call, routing.lead_ticket)

    @serve(routing_api.CHANGE_TRACK)
    def change_track(self, call):
        return self.store.perform(call, routing.change_track)

    @serve(routing_api.SEND_TO_BACKSTOP)
    def send_to_backstop(self, call):
        return self.store.perform(call, routing.send_to_backstop)
