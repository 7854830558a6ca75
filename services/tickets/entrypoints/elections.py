"""Elections."""

from services.tickets.usecases import elections
from shared.contracts.tickets import elections as elections_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Elections:
    store: Database

    @serve(elections_api.OPEN_ELECTION)
    def open_election(self, call):
        return self.store.perform(call, elections.open_election)

    @serve(elections_api.GET_ELECTION)
    def get_election(self, call):
        return self.store.perform(call, elections.get_election)

    @serve(elections_api.LIST_ELECTIONS)
    def list_elections(self, call):
        return self.store.perform(call, elections.list_elections)

    @serve(elections_api.TAKE_PAPER)
    def take_paper(self, call):
        return self.store.perform(call, elections.take_paper)

    @serve(elections_api.CAST_BALLOT)
    def cast_ballot(self, call):
        return self.store.perform(call, elections.cast_ballot)

    @serve(elections_api.CLOSE_ELECTION)
    def close_election(self, call):
        return self.store.perform(call, elections.close_election)

    @serve(elections_api.SHOW_BALLOTS)
    def show_ballots(self, call):
        return self.store.perform(call, elections.show_ballots)

    @every(2)
    def close_elections(self):
        for due in self.store.look().elections_due():
            self.store.attempt(
                f"close_election|{due}", lambda store, _actor, due=due: elections.close_when_due(store, due)
            )
