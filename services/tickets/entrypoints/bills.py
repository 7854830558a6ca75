"""Shared bills."""

from services.tickets.usecases import bills
from shared.contracts.tickets import bills as bills_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Bills:
    store: Database

    @serve(bills_api.OPEN_BILL)
    def open_bill(self, call):
        return self.store.perform(call, bills.open_bill)

    @serve(bills_api.GET_BILL)
    def get_bill(self, call):
        return self.store.perform(call, bills.get_bill)

    @serve(bills_api.LIST_BILLS)
    def list_bills(self, call):
        return self.store.perform(call, bills.list_bills)

    @serve(bills_api.READ_METER)
    def read_meter(self, call):
        return self.store.perform(call, bills.read_meter)

    @serve(bills_api.SETTLE_BILL)
    def settle_bill(self, call):
        return self.store.perform(call, bills.settle_bill)

    @serve(bills_api.RECORD_PAYMENT)
    def record_payment(self, call):
        return self.store.perform(call, bills.record_payment)
