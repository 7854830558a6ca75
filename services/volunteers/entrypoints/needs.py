"""What is lacking."""

from services.volunteers.usecases import needs
from shared.contracts.volunteers import needs as needs_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Needs:
    store: Database

    @serve(needs_api.LIST_NEED)
    def list_need(self, call):
        return self.store.perform(call, needs.list_need)

    @serve(needs_api.TAKE_SURVEY)
    def take_survey(self, call):
        return self.store.perform(call, needs.take_survey)

    @serve(needs_api.GET_NEED)
    def get_need(self, call):
        return self.store.perform(call, needs.get_need)

    @serve(needs_api.LIST_NEEDS)
    def list_needs(self, call):
        return self.store.perform(call, needs.list_needs)

    @serve(needs_api.WITHDRAW_NEED)
    def withdraw_need(self, call):
        return self.store.perform(call, needs.withdraw_need)
