"""Returning goods of a points shop."""

from services.volunteers.usecases import returning
from shared.contracts.volunteers import returning as returning_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Returning:
    store: Database

    @serve(returning_api.RETURN_GOODS)
    def return_goods(self, call):
        return self.store.perform(call, returning.return_goods)
