"""The time bank: accounts of hours, pools, statements, and the book's own clockwork."""

from services.volunteers.usecases import time_bank
from shared.contracts.volunteers import time_bank as time_bank_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class TimeBank:
    store: Database

    @serve(time_bank_api.OPEN_HOURS)
    def open_hours(self, call):
        return self.store.perform(call, time_bank.open_hours)

    @serve(time_bank_api.OPEN_HOURS_FOR)
    def open_hours_for(self, call):
        return self.store.perform(call, time_bank.open_hours_for)

    @serve(time_bank_api.SHOW_HOURS)
    def show_hours(self, call):
        return self.store.perform(call, time_bank.show_hours)

    @serve(time_bank_api.LIST_HOURS_LINES)
    def list_hours_lines(self, call):
        return self.store.perform(call, time_bank.list_hours_lines)

    @serve(time_bank_api.GET_HOURS_STATEMENT)
    def get_hours_statement(self, call):
        return self.store.perform(call, time_bank.get_hours_statement)

    @serve(time_bank_api.CHECK_HOURS_STATEMENT)
    def check_hours_statement(self, call):
        return self.store.perform(call, time_bank.check_hours_statement)

    @serve(time_bank_api.SHOW_STATEMENT_KEY)
    def show_statement_key(self, call):
        return self.store.perform(call, time_bank.show_statement_key)

    @serve(time_bank_api.GET_HOURS)
    def get_hours(self, call):
        return self.store.perform(call, time_bank.get_hours)

    @serve(time_bank_api.MARK_PRIORITY)
    def mark_priority(self, call):
        return self.store.perform(call, time_bank.mark_priority)

    @serve(time_bank_api.SHOW_POOL)
    def show_pool(self, call):
        return self.store.perform(call, time_bank.show_pool)

    @every(60)
    def sweep_book(self):
        """Holds that have expired go back to their accounts."""
        now = self.store.look().now
        self.store.act(f"sweep|{now.isoformat()}", lambda store, _actor: store.book.sweep())

    @every(600)
    def pin_book(self):
        """A checkpoint over what has moved: from then on no past can be changed unseen."""
        looking = self.store.look()
        for number, accounts in enumerate(looking.book.unpinned()):
            self.store.attempt(
                f"checkpoint|{looking.now.isoformat()}|{number}",
                lambda store, _actor, accounts=accounts: store.book.checkpoint(accounts),
            )
