"""Notes on calls for help."""

from services.volunteers.usecases import help_notes
from shared.contracts.volunteers import help_notes as help_notes_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class HelpNotes:
    store: Database

    @serve(help_notes_api.ADD_HELP_NOTE)
    def add_help_note(self, call):
        return self.store.perform(call, help_notes.add_help_note)

    @serve(help_notes_api.LIST_NOTES_OF_CALL)
    def list_notes_of_call(self, call):
        return self.store.perform(call, help_notes.list_notes_of_call)

    @serve(help_notes_api.LIST_FOLLOW_UPS)
    def list_follow_ups(self, call):
        return self.store.perform(call, help_notes.list_follow_ups)

    @serve(help_notes_api.CLOSE_FOLLOW_UP)
    def close_follow_up(self, call):
        return self.store.perform(call, help_notes.close_follow_up)
