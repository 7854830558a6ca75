"""Votes."""

from services.tickets.usecases import votes
from shared.contracts.tickets import votes as votes_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Votes:
    store: Database

    @serve(votes_api.OPEN_VOTE)
    def open_vote(self, call):
        return self.store.perform(call, votes.open_vote)

    @serve(votes_api.GET_VOTE)
    def get_vote(self, call):
        return self.store.perform(call, votes.get_vote)

    @serve(votes_api.LIST_VOTES)
    def list_votes(self, call):
        return self.store.perform(call, votes.list_votes)

    @serve(votes_api.CAST_VOTE)
    def cast_vote(self, call):
        return self.store.perform(call, votes.cast_vote)

    @serve(votes_api.RECORD_VOTE)
    def record_vote(self, call):
        return self.store.perform(call, votes.record_vote)

    @serve(votes_api.CLOSE_VOTE)
    def close_vote(self, call):
        return self.store.perform(call, votes.close_vote)

    @every(2)
    def close_votes(self):
        for due in self.store.look().votes_due():
            self.store.attempt(f"close_vote|{due}", lambda store, _actor, due=due: votes.close_when_due(store, due))
