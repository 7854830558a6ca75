"""Requests that the live desk takes on the spot."""

from services.tickets.usecases import desk_requests
from shared.contracts.tickets import desk_requests as desk_requests_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class DeskRequests:
    store: Database

    @serve(desk_requests_api.SHOW_DESK_FIGURES)
    def show_desk_figures(self, call):
        return self.store.perform(call, desk_requests.show_desk_figures)

    @serve(desk_requests_api.TAKE_DESK_REQUEST)
    def take_desk_request(self, call):
        return self.store.perform(call, desk_requests.take_desk_request)

    @serve(desk_requests_api.LIST_DESK_REQUESTS)
    def list_desk_requests(self, call):
        return self.store.perform(call, desk_requests.list_desk_requests)

    @serve(desk_requests_api.GET_DESK_REQUEST)
    def get_desk_request(self, call):
        return self.store.perform(call, desk_requests.get_desk_request)

    @serve(desk_requests_api.RECORD_EXCHANGE)
    def record_exchange(self, call):
        return self.store.perform(call, desk_requests.record_exchange)

    @serve(desk_requests_api.CLOSE_DESK_REQUEST)
    def close_desk_request(self, call):
        return self.store.perform(call, desk_requests.close_desk_request)
