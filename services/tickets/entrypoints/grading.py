"""Colours and clocks of matters, and what time and a change of the catalogue do to them."""

from services.tickets.usecases import clocks, grading
from shared.contracts.tickets import clocks as clocks_api
from shared.contracts.tickets import grading as grading_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database

BATCH = 50
BATCHES_A_TURN = 40


class Grading:
    store: Database

    @serve(grading_api.GRADE_TICKET)
    def grade_ticket(self, call):
        return self.store.perform(call, grading.grade_ticket)

    @serve(grading_api.LIST_GRADING_RULES)
    def list_grading_rules(self, call):
        return self.store.perform(call, grading.list_grading_rules)

    @serve(clocks_api.SHOW_CLOCKS)
    def show_clocks(self, call):
        return self.store.perform(call, clocks.show_clocks)

    @every(5)
    def grade_aged(self):
        for _ in range(BATCHES_A_TURN):
            if not self._next_batch("grade", self.store.look().find_ageing(BATCH), grading.grade_aged):
                return

    @every(5)
    def recalculate(self):
        """A change of the catalogue reaches the matters in hand, some at a time."""
        for category in self.store.look().find_categories():
            for _ in range(BATCHES_A_TURN):
                behind = self.store.look().find_behind(category.code, category.revision, BATCH)
                if not self._next_batch("recalculate", behind, grading.recalculate):
                    break

    def _next_batch(self, name, found, use_case) -> bool:
        """Whether there may be more to do."""
        if not found or self._act(name, found, use_case):
            return len(found) == BATCH
        for one in found:
            self._act(name, [one], use_case)
        return False

    def _act(self, name, found, use_case) -> bool:
        key = f"{name}|{found[0]}|{self.store.look().now.isoformat()}"
        return self.store.attempt(key, lambda store, _actor: use_case(store, found))
