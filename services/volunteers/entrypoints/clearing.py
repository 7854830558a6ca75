"""Clearing between communities."""

from datetime import date

from services.volunteers.usecases import clearing
from shared.contracts.volunteers import clearing as clearing_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Clearings:
    store: Database

    @serve(clearing_api.SET_CLEARING_TERMS)
    def set_clearing_terms(self, call):
        return self.store.perform(call, clearing.set_clearing_terms)

    @serve(clearing_api.SHOW_CLEARING)
    def show_clearing(self, call):
        return self.store.perform(call, clearing.show_clearing)

    @serve(clearing_api.LIST_CLEARING)
    def list_clearing(self, call):
        return self.store.perform(call, clearing.list_clearing)

    @serve(clearing_api.GET_CLEARING_DAY)
    def get_clearing_day(self, call):
        return self.store.perform(call, clearing.get_clearing_day)

    @serve(clearing_api.LIST_CLAIMS)
    def list_claims(self, call):
        return self.store.perform(call, clearing.list_claims)

    @serve(clearing_api.RUN_CLEARING)
    def run_clearing(self, call):
        self._net_until(call.command.day)
        return self.store.perform(call, clearing.run_clearing)

    @every(60)
    def net_days_over(self):
        """Each day once it is over in Shanghai, and what an earlier run did not reach."""
        self._net_until(date.max)

    def _net_until(self, day: date) -> None:
        for pair in clearing.pairs_due(self.store.look(), day):
            self.store.attempt(
                f"net|{'|'.join(pair)}", lambda store, _actor, pair=pair: clearing.net_pair(store, *pair)
            )
