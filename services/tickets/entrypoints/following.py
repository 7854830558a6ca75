"""Matters near by, me too, and merging."""

from services.tickets.usecases import following, merging, nearby
from shared.contracts.tickets import following as following_api
from shared.contracts.tickets import merging as merging_api
from shared.contracts.tickets import nearby as nearby_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Following:
    store: Database

    @serve(nearby_api.SHOW_NEARBY)
    def show_nearby(self, call):
        return self.store.perform(call, nearby.show_nearby)

    @serve(following_api.JOIN_TICKET)
    def join_ticket(self, call):
        return self.store.perform(call, following.join_ticket)

    @serve(following_api.LEAVE_TICKET)
    def leave_ticket(self, call):
        return self.store.perform(call, following.leave_ticket)

    @serve(following_api.LIST_FOLLOWING)
    def list_following(self, call):
        return self.store.perform(call, following.list_following)

    @serve(following_api.LIST_TO_RATE)
    def list_to_rate(self, call):
        return self.store.perform(call, following.list_to_rate)

    @every(2)
    def count_supporters(self):
        for ticket, last in self.store.look().find_headcounts().items():
            key = f"headcount|{ticket}|{last}"
            self.store.attempt(key, lambda store, _actor, ticket=ticket: following.count_supporters(store, ticket))

    @serve(merging_api.MERGE_TICKET)
    def merge_ticket(self, call):
        return self.store.perform(call, merging.merge_ticket)

    @serve(merging_api.UNMERGE_TICKET)
    def unmerge_ticket(self, call):
        return self.store.perform(call, merging.unmerge_ticket)

    @serve(merging_api.FIND_DUPLICATES)
    def find_duplicates(self, call):
        return self.store.perform(call, merging.find_duplicates)

    @serve(merging_api.LIST_TO_ANSWER)
    def list_to_answer(self, call):
        return self.store.perform(call, merging.list_to_answer)
