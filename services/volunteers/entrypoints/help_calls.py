"""Calls for help and their rings."""

from services.volunteers.usecases import help_calls, help_turns
from shared.contracts.volunteers import help_calls as help_calls_api
from shared.contracts.volunteers import help_rings as help_rings_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class HelpCalls:
    store: Database

    @serve(help_calls_api.OPEN_HELP_CALL)
    def open_help_call(self, call):
        return self.store.perform(call, help_calls.open_help_call)

    @serve(help_calls_api.GET_HELP_CALL)
    def get_help_call(self, call):
        return self.store.perform(call, help_calls.get_help_call)

    @serve(help_calls_api.CANCEL_HELP_CALL)
    def cancel_help_call(self, call):
        return self.store.perform(call, help_calls.cancel_help_call)

    @serve(help_calls_api.ASK_VOLUNTEERS)
    def ask_volunteers(self, call):
        return self.store.perform(call, help_calls.ask_volunteers)

    @serve(help_calls_api.LIST_HELP_CALLS)
    def list_help_calls(self, call):
        return self.store.perform(call, help_calls.list_help_calls)

    @serve(help_calls_api.LIST_OPEN_HELP_CALLS)
    def list_open_help_calls(self, call):
        return self.store.perform(call, help_calls.list_open_help_calls)

    @serve(help_calls_api.LIST_MY_HELP_CALLS)
    def list_my_help_calls(self, call):
        return self.store.perform(call, help_calls.list_my_help_calls)

    @serve(help_calls_api.LIST_HELP_CALLS_TO_ME)
    def list_help_calls_to_me(self, call):
        return self.store.perform(call, help_calls.list_help_calls_to_me)

    @serve(help_calls_api.SHOW_HELP_FIGURES)
    def show_help_figures(self, call):
        return self.store.perform(call, help_calls.show_help_figures)

    @serve(help_rings_api.SET_RINGS)
    def set_rings(self, call):
        return self.store.perform(call, help_calls.set_rings)

    @serve(help_rings_api.SHOW_RINGS)
    def show_rings(self, call):
        return self.store.perform(call, help_calls.show_rings)

    @every(2)
    def turn_help_calls(self):
        for call_id, due in self.store.look().help_calls_due():
            self.store.attempt(
                f"turn_help_call|{call_id}|{due.isoformat()}",
                lambda store, _actor, call_id=call_id: help_turns.turn_help_call(store, call_id),
            )
