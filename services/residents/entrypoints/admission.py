"""Admission."""

from services.residents.usecases import admission
from shared.contracts.residents import admission as admission_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Admissions:
    store: Database

    @serve(admission_api.APPLY_FOR_ADMISSION)
    def apply_for_admission(self, call):
        return self.store.perform(call, admission.apply_for_admission)

    @serve(admission_api.LIST_ADMISSIONS)
    def list_admissions(self, call):
        return self.store.perform(call, admission.list_admissions)

    @serve(admission_api.GET_ADMISSION)
    def get_admission(self, call):
        return self.store.perform(call, admission.get_admission)

    @serve(admission_api.DECIDE_DUPLICATE)
    def decide_duplicate(self, call):
        return self.store.perform(call, admission.decide_duplicate)

    @serve(admission_api.ADMIT)
    def admit(self, call):
        return self.store.perform(call, admission.admit)

    @serve(admission_api.DECLINE)
    def decline(self, call):
        return self.store.perform(call, admission.decline)

    @serve(admission_api.WITHDRAW_ADMISSION)
    def withdraw_admission(self, call):
        return self.store.perform(call, admission.withdraw_admission)

    @serve(admission_api.SET_LIKENESS_RULES)
    def set_likeness_rules(self, call):
        return self.store.perform(call, admission.set_likeness_rules)

    @serve(admission_api.GET_LIKENESS_RULES)
    def get_likeness_rules(self, call):
        return self.store.perform(call, admission.get_likeness_rules)
