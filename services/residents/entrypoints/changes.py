"""Requests for a change."""

from services.residents.usecases import changes
from shared.contracts.residents import changes as changes_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Changes:
    store: Database

    @serve(changes_api.REQUEST_CHANGE)
    def request_change(self, call):
        return self.store.perform(call, changes.request_change)

    @serve(changes_api.GET_CHANGE)
    def get_change(self, call):
        return self.store.perform(call, changes.get_change)

    @serve(changes_api.LIST_CHANGES)
    def list_changes(self, call):
        return self.store.perform(call, changes.list_changes)

    @serve(changes_api.VALIDATE_CHANGE)
    def validate_change(self, call):
        return self.store.perform(call, changes.validate_change)

    @serve(changes_api.REJECT_CHANGE)
    def reject_change(self, call):
        return self.store.perform(call, changes.reject_change)

    @serve(changes_api.WITHDRAW_CHANGE)
    def withdraw_change(self, call):
        return self.store.perform(call, changes.withdraw_change)
