"""Matters, from the report to the rated close."""

from services.tickets.usecases import handling, intake, matters
from shared.contracts.tickets import handling as handling_api
from shared.contracts.tickets import intake as intake_api
from shared.contracts.tickets import matters as matters_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Matters:
    store: Database

    @serve(intake_api.OPEN_TICKET)
    def open_ticket(self, call):
        return self.store.perform(call, intake.open_ticket)

    @serve(intake_api.SHOW_CONTACT)
    def show_contact(self, call):
        return self.store.perform(call, intake.show_contact)

    @serve(matters_api.GET_TICKET)
    def get_ticket(self, call):
        return self.store.perform(call, matters.get_ticket)

    @serve(matters_api.LIST_TICKETS)
    def list_tickets(self, call):
        return self.store.perform(call, matters.list_tickets)

    @serve(matters_api.SHOW_INBOX)
    def show_inbox(self, call):
        return self.store.perform(call, matters.show_inbox)

    @serve(handling_api.ACCEPT_TICKET)
    def accept_ticket(self, call):
        return self.store.perform(call, handling.accept_ticket)

    @serve(handling_api.HAND_OVER_TICKET)
    def hand_over_ticket(self, call):
        return self.store.perform(call, handling.hand_over_ticket)

    @serve(handling_api.PAUSE_TICKET)
    def pause_ticket(self, call):
        return self.store.perform(call, handling.pause_ticket)

    @serve(handling_api.RESUME_TICKET)
    def resume_ticket(self, call):
        return self.store.perform(call, handling.resume_ticket)

    @serve(handling_api.FINISH_TICKET)
    def finish_ticket(self, call):
        return self.store.perform(call, handling.finish_ticket)

    @serve(handling_api.DECLINE_TICKET)
    def decline_ticket(self, call):
        return self.store.perform(call, handling.decline_ticket)

    @serve(handling_api.CONFIRM_TICKET)
    def confirm_ticket(self, call):
        return self.store.perform(call, handling.confirm_ticket)

    @serve(handling_api.DISAGREE_TICKET)
    def disagree_ticket(self, call):
        return self.store.perform(call, handling.disagree_ticket)

    @serve(handling_api.RATE_TICKET)
    def rate_ticket(self, call):
        return self.store.perform(call, handling.rate_ticket)

    @serve(handling_api.WITHDRAW_TICKET)
    def withdraw_ticket(self, call):
        return self.store.perform(call, handling.withdraw_ticket)

    @every(5)
    def close_lapsed(self):
        look = self.store.look()
        for due in look.lapsed():
            key = f"lapse|{due}|{look.now.isoformat()}"
            self.store.attempt(key, lambda store, _actor, due=due: handling.close_lapsed(store, due))
