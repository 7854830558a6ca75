"""What tickets answers and listens to."""

from services.tickets import usecases
from services.tickets.store import TicketStore
from shared.contracts import tickets
from shared.contracts.residents import AreaDrawn, AreaEnded
from shared.messaging.observe import Observe
from shared.messaging.provide import Provide
from shared.messaging.relay import Relay
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database


class Tickets:
    name = "tickets"
    observe = Observe()
    relay = Relay()
    store = Provide(lambda: Database("tickets", TicketStore))

    @serve(tickets.OPEN_TICKET)
    def open_ticket(self, call):
        return self.store.perform(call, usecases.open_ticket)

    @serve(tickets.GET_TICKET)
    def get_ticket(self, call):
        return self.store.perform(call, usecases.get_ticket)

    @serve(tickets.LIST_TICKETS)
    def list_tickets(self, call):
        return self.store.perform(call, usecases.list_tickets)

    @serve(tickets.ACCEPT_TICKET)
    def accept_ticket(self, call):
        return self.store.perform(call, usecases.accept_ticket)

    @serve(tickets.FINISH_TICKET)
    def finish_ticket(self, call):
        return self.store.perform(call, usecases.finish_ticket)

    @serve(tickets.RATE_TICKET)
    def rate_ticket(self, call):
        return self.store.perform(call, usecases.rate_ticket)

    @serve(tickets.SHOW_BOARD)
    def show_board(self, call):
        return self.store.perform(call, usecases.show_board)

    @serve(tickets.ADD_PHOTO)
    def add_photo(self, call):
        return self.store.perform(call, usecases.add_photo)

    @serve(tickets.GET_PHOTO)
    def get_photo(self, call):
        return self.store.perform(call, usecases.get_photo)

    @subscribe(AreaDrawn)
    def keep_area(self, delivered):
        self.store.react(delivered, usecases.keep_area)

    @subscribe(AreaEnded)
    def end_area(self, delivered):
        self.store.react(delivered, usecases.end_area)


SERVICE = Tickets
