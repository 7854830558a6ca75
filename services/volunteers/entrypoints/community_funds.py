"""Community funds with open books."""

from services.volunteers.usecases import community_funds
from shared.contracts.volunteers import community_funds as funds_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class CommunityFunds:
    store: Database

    @serve(funds_api.OPEN_COMMUNITY_FUND)
    def open_community_fund(self, call):
        return self.store.perform(call, community_funds.open_community_fund)

    @serve(funds_api.GET_COMMUNITY_FUND)
    def get_community_fund(self, call):
        return self.store.perform(call, community_funds.get_community_fund)

    @serve(funds_api.LIST_COMMUNITY_FUNDS)
    def list_community_funds(self, call):
        return self.store.perform(call, community_funds.list_community_funds)

    @serve(funds_api.BOOK_FUND_ENTRIES)
    def book_fund_entries(self, call):
        return self.store.perform(call, community_funds.book_fund_entries)

    @serve(funds_api.LIST_FUND_ENTRIES)
    def list_fund_entries(self, call):
        return self.store.perform(call, community_funds.list_fund_entries)

    @serve(funds_api.REVERSE_FUND_ENTRY)
    def reverse_fund_entry(self, call):
        return self.store.perform(call, community_funds.reverse_fund_entry)

    @serve(funds_api.GET_FUND_STATEMENT)
    def get_fund_statement(self, call):
        return self.store.perform(call, community_funds.get_fund_statement)
