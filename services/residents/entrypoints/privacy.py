"""Consents, looks, copies and being forgotten."""

from services.residents.usecases import forgetting, privacy
from shared.contracts.identity import AccountCollected
from shared.contracts.residents import privacy as privacy_api
from shared.contracts.tickets import TicketsCollected
from shared.contracts.volunteers import VolunteersCollected
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database


class Privacy:
    store: Database

    @serve(privacy_api.GIVE_CONSENT)
    def give_consent(self, call):
        return self.store.perform(call, privacy.give_consent)

    @serve(privacy_api.WITHDRAW_CONSENT)
    def withdraw_consent(self, call):
        return self.store.perform(call, privacy.withdraw_consent)

    @serve(privacy_api.LIST_CONSENTS)
    def list_consents(self, call):
        return self.store.perform(call, privacy.list_consents)

    @serve(privacy_api.REVEAL)
    def reveal(self, call):
        return self.store.perform(call, privacy.reveal)

    @serve(privacy_api.LIST_LOOKS)
    def list_looks(self, call):
        return self.store.perform(call, privacy.list_looks)

    @serve(privacy_api.REQUEST_EXPORT)
    def request_export(self, call):
        return self.store.perform(call, forgetting.request_export)

    @serve(privacy_api.GET_EXPORT)
    def get_export(self, call):
        return self.store.perform(call, forgetting.get_export)

    @serve(privacy_api.REQUEST_ERASURE)
    def request_erasure(self, call):
        return self.store.perform(call, forgetting.request_erasure)

    @subscribe(TicketsCollected)
    def collect_matters(self, delivered):
        self.store.react(delivered, forgetting.collect_part)

    @subscribe(AccountCollected)
    def collect_account(self, delivered):
        self.store.react(delivered, forgetting.collect_part)

    @subscribe(VolunteersCollected)
    def collect_volunteering(self, delivered):
        self.store.react(delivered, forgetting.collect_part)
