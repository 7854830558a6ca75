"""Applications for e-service items."""

from services.tickets.usecases import filings, reviewing
from shared.contracts.tickets import filing_figures as filing_figures_api
from shared.contracts.tickets import filings as filings_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Filings:
    store: Database

    @serve(filings_api.DRAFT_FILING)
    def draft_filing(self, call):
        return self.store.perform(call, filings.draft_filing)

    @serve(filings_api.FILL_IN)
    def fill_in(self, call):
        return self.store.perform(call, filings.fill_in)

    @serve(filings_api.PUT_PAPER)
    def put_paper(self, call):
        return self.store.perform(call, filings.put_paper)

    @serve(filings_api.SUBMIT_FILING)
    def submit_filing(self, call):
        return self.store.perform(call, filings.submit_filing)

    @serve(filings_api.SUPPLY_PAPERS)
    def supply_papers(self, call):
        return self.store.perform(call, filings.supply_papers)

    @serve(filings_api.RATE_FILING)
    def rate_filing(self, call):
        return self.store.perform(call, filings.rate_filing)

    @serve(filings_api.WITHDRAW_FILING)
    def withdraw_filing(self, call):
        return self.store.perform(call, filings.withdraw_filing)

    @serve(filings_api.GET_FILING)
    def get_filing(self, call):
        return self.store.perform(call, filings.get_filing)

    @serve(filings_api.LIST_FILINGS)
    def list_filings(self, call):
        return self.store.perform(call, filings.list_filings)

    @serve(filings_api.FOLLOW_FILING)
    def follow_filing(self, call):
        return self.store.perform(call, filings.follow_filing)

    @serve(filings_api.REVIEW_FILING)
    def review_filing(self, call):
        return self.store.perform(call, reviewing.review_filing)

    @serve(filings_api.ASK_PAPERS)
    def ask_papers(self, call):
        return self.store.perform(call, reviewing.ask_papers)

    @serve(filings_api.ACCEPT_FILING)
    def accept_filing(self, call):
        return self.store.perform(call, reviewing.accept_filing)

    @serve(filings_api.REFUSE_FILING)
    def refuse_filing(self, call):
        return self.store.perform(call, reviewing.refuse_filing)

    @serve(filings_api.HAND_OVER_RESULT)
    def hand_over_result(self, call):
        return self.store.perform(call, reviewing.hand_over_result)

    @serve(filing_figures_api.SHOW_FILING_FIGURES)
    def show_filing_figures(self, call):
        return self.store.perform(call, filings.show_filing_figures)
