"""Hours given without a visit, and taking them back."""

from services.volunteers.usecases import hours_transfers
from shared.contracts.volunteers import hours_transfers as hours_transfers_api
from shared.contracts.volunteers import time_bank as time_bank_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class HoursTransfers:
    store: Database

    @serve(time_bank_api.DONATE_HOURS)
    def donate_hours(self, call):
        return self.store.perform(call, hours_transfers.donate_hours)

    @serve(time_bank_api.FUND_POOL)
    def fund_pool(self, call):
        return self.store.perform(call, hours_transfers.fund_pool)

    @serve(time_bank_api.GRANT_HOURS)
    def grant_hours(self, call):
        return self.store.perform(call, hours_transfers.grant_hours)

    @serve(hours_transfers_api.LIST_HOURS_TRANSFERS)
    def list_hours_transfers(self, call):
        return self.store.perform(call, hours_transfers.list_hours_transfers)

    @serve(hours_transfers_api.GET_HOURS_TRANSFER)
    def get_hours_transfer(self, call):
        return self.store.perform(call, hours_transfers.get_hours_transfer)

    @serve(hours_transfers_api.REVERSE_HOURS_TRANSFER)
    def reverse_hours_transfer(self, call):
        return self.store.perform(call, hours_transfers.reverse_hours_transfer)
