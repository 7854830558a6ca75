"""Matters as open data."""

from services.tickets.usecases import service_requests
from shared.contracts.tickets import service_requests as service_requests_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class ServiceRequests:
    store: Database

    @serve(service_requests_api.FIND_REQUESTS)
    def find_requests(self, call):
        return self.store.perform(call, service_requests.find_requests)

    @serve(service_requests_api.FIND_UPDATES)
    def find_updates(self, call):
        return self.store.perform(call, service_requests.find_updates)

    @serve(service_requests_api.TAKE_UPDATE)
    def take_update(self, call):
        return self.store.perform(call, service_requests.take_update)
