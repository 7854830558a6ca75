"""Sheets of paper ledgers, and figures."""

from services.volunteers.usecases import response_records
from shared.contracts.volunteers import response_figures as response_figures_api
from shared.contracts.volunteers import response_records as response_records_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class ResponseRecords:
    store: Database

    @serve(response_records_api.RECORD_TREATMENTS)
    def record_treatments(self, call):
        return self.store.perform(call, response_records.record_treatments)

    @serve(response_records_api.RECORD_DRILLS)
    def record_drills(self, call):
        return self.store.perform(call, response_records.record_drills)

    @serve(response_records_api.RECORD_CALL_OUTS)
    def record_call_outs(self, call):
        return self.store.perform(call, response_records.record_call_outs)

    @serve(response_figures_api.SHOW_RESPONSE_FIGURES)
    def show_response_figures(self, call):
        return self.store.perform(call, response_records.show_response_figures)
