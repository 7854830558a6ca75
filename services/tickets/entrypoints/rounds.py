"""Rounds of home services, once and recurring."""

from services.tickets.usecases import round_series, rounds
from shared.contracts.tickets import round_series as round_series_api
from shared.contracts.tickets import rounds as rounds_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Rounds:
    store: Database

    @serve(rounds_api.PLAN_ROUND)
    def plan_round(self, call):
        return self.store.perform(call, rounds.plan_round)

    @serve(rounds_api.GET_ROUND)
    def get_round(self, call):
        return self.store.perform(call, rounds.get_round)

    @serve(rounds_api.LIST_ROUNDS)
    def list_rounds(self, call):
        return self.store.perform(call, rounds.list_rounds)

    @serve(rounds_api.SHIFT_ROUND)
    def shift_round(self, call):
        return self.store.perform(call, rounds.shift_round)

    @serve(rounds_api.CALL_OFF_ROUND)
    def call_off_round(self, call):
        return self.store.perform(call, rounds.call_off_round)

    @serve(rounds_api.CHANGE_CAPACITY)
    def change_capacity(self, call):
        return self.store.perform(call, rounds.change_capacity)

    @serve(rounds_api.CLOSE_ROUND)
    def close_round(self, call):
        return self.store.perform(call, rounds.close_round)

    @serve(round_series_api.START_SERIES)
    def start_series(self, call):
        return self.store.perform(call, round_series.start_series)

    @serve(round_series_api.GET_SERIES)
    def get_series(self, call):
        return self.store.perform(call, round_series.get_series)

    @serve(round_series_api.LIST_SERIES)
    def list_series(self, call):
        return self.store.perform(call, round_series.list_series)

    @serve(round_series_api.EXCEPT_DAY)
    def except_day(self, call):
        return self.store.perform(call, round_series.except_day)

    @serve(round_series_api.END_SERIES)
    def end_series(self, call):
        return self.store.perform(call, round_series.end_series)

    @every(2)
    def plan_series(self):
        for series, day in self.store.look().series_due():
            self.store.attempt(
                f"plan_series|{series}|{day}",
                lambda store, _actor, series=series: round_series.plan_due_rounds(store, series),
            )
