"""Outside desks."""

from services.tickets.usecases import outside
from shared.contracts.tickets import outside as outside_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class OutsideDesks:
    store: Database

    @serve(outside_api.LIST_OUTSIDE_DESKS)
    def list_outside_desks(self, call):
        return self.store.perform(call, outside.list_outside_desks)

    @serve(outside_api.PUT_OUTSIDE_DESK)
    def put_outside_desk(self, call):
        return self.store.perform(call, outside.put_outside_desk)

    @serve(outside_api.SEND_OUTSIDE)
    def send_outside(self, call):
        return self.store.perform(call, outside.send_outside)

    @serve(outside_api.BRING_BACK)
    def bring_back(self, call):
        return self.store.perform(call, outside.bring_back)

    @serve(outside_api.REPORT_FROM_OUTSIDE)
    def report_from_outside(self, call):
        return self.store.perform(call, outside.report_from_outside)

    @serve(outside_api.LIST_REFERRALS)
    def list_referrals(self, call):
        return self.store.perform(call, outside.list_referrals)

    @serve(outside_api.GET_REFERRAL)
    def get_referral(self, call):
        return self.store.perform(call, outside.get_referral)
