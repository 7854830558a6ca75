"""Which resource meets which need."""

from functools import partial
from typing import Any

from services.volunteers.usecases import matching
from shared.contracts.volunteers import matching as matching_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Matching:
    store: Database
    solver: Any

    @serve(matching_api.GET_WEIGHTS)
    def get_weights(self, call):
        return self.store.perform(call, matching.get_weights)

    @serve(matching_api.SET_WEIGHTS)
    def set_weights(self, call):
        return self.store.perform(call, matching.set_weights)

    @serve(matching_api.EXPLAIN_NEED)
    def explain_need(self, call):
        return self.store.perform(call, matching.explain_need)

    @serve(matching_api.MATCH_NEEDS)
    def match_needs(self, call):
        return self.solver.match(
            call.context,
            lambda: self.store.aside(call.context, lambda store: matching.gather(store, call.actor, call.command)),
            lambda problem, plan: self.store.perform(call, partial(matching.match_needs, problem=problem, plan=plan)),
        )

    @serve(matching_api.CLAIM_NEED)
    def claim_need(self, call):
        return self.store.perform(call, matching.claim_need)
