"""Matters, and the photos that show them."""

from services.tickets.usecases import matters, photos
from shared.contracts.tickets import matters as matters_api
from shared.contracts.tickets import photos as photos_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Matters:
    store: Database

    @serve(matters_api.OPEN_TICKET)
    def open_ticket(self, call):
        return self.store.perform(call, matters.open_ticket)

    @serve(matters_api.GET_TICKET)
    def get_ticket(self, call):
        return self.store.perform(call, matters.get_ticket)

    @serve(matters_api.LIST_TICKETS)
    def list_tickets(self, call):
        return self.store.perform(call, matters.list_tickets)

    @serve(matters_api.ACCEPT_TICKET)
    def accept_ticket(self, call):
        return self.store.perform(call, matters.accept_ticket)

    @serve(matters_api.FINISH_TICKET)
    def finish_ticket(self, call):
        return self.store.perform(call, matters.finish_ticket)

    @serve(matters_api.RATE_TICKET)
    def rate_ticket(self, call):
        return self.store.perform(call, matters.rate_ticket)

    @serve(matters_api.SHOW_BOARD)
    def show_board(self, call):
        return self.store.perform(call, matters.show_board)

    @serve(photos_api.ADD_PHOTO)
    def add_photo(self, call):
        return self.store.perform(call, photos.add_photo)

    @serve(photos_api.GET_PHOTO)
    def get_photo(self, call):
        return self.store.perform(call, photos.get_photo)
