"""Visits of help."""

from services.volunteers.usecases import help_disputes, help_report, help_visits
from shared.contracts.volunteers import help_report as help_report_api
from shared.contracts.volunteers import help_visits as help_visits_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class HelpVisits:
    store: Database

    @serve(help_visits_api.BOOK_HELP_VISIT)
    def book_help_visit(self, call):
        return self.store.perform(call, help_visits.book_help_visit)

    @serve(help_visits_api.GET_HELP_VISIT)
    def get_help_visit(self, call):
        return self.store.perform(call, help_visits.get_help_visit)

    @serve(help_visits_api.LIST_HELP_VISITS)
    def list_help_visits(self, call):
        return self.store.perform(call, help_visits.list_help_visits)

    @serve(help_visits_api.CONFIRM_HELP_VISIT)
    def confirm_help_visit(self, call):
        return self.store.perform(call, help_visits.confirm_help_visit)

    @serve(help_visits_api.CANCEL_HELP_VISIT)
    def cancel_help_visit(self, call):
        return self.store.perform(call, help_visits.cancel_help_visit)

    @serve(help_visits_api.DISPUTE_HELP_VISIT)
    def dispute_help_visit(self, call):
        return self.store.perform(call, help_disputes.dispute_help_visit)

    @serve(help_visits_api.TESTIFY_TO_HELP)
    def testify_to_help(self, call):
        return self.store.perform(call, help_disputes.testify_to_help)

    @serve(help_visits_api.DECIDE_HELP_DISPUTE)
    def decide_help_dispute(self, call):
        return self.store.perform(call, help_disputes.decide_help_dispute)

    @serve(help_report_api.REPORT_HELP)
    def report_help(self, call):
        return self.store.perform(call, help_report.report_help)

    @serve(help_visits_api.REVERSE_HELP_VISIT)
    def reverse_help_visit(self, call):
        return self.store.perform(call, help_disputes.reverse_help_visit)

    @every(5)
    def expire_help_visits(self):
        for visit_id, due in self.store.look().help_visits_due():
            self.store.attempt(
                f"expire_help_visit|{visit_id}|{due.isoformat()}",
                lambda store, _actor, visit_id=visit_id: help_visits.expire_help_visit(store, visit_id),
            )
