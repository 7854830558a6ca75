"""Moderation."""

from services.tickets.usecases import moderation
from shared.contracts.tickets import moderation as moderation_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Moderation:
    store: Database

    @serve(moderation_api.SHOW_MODERATION_RULES)
    def show_moderation_rules(self, call):
        return self.store.perform(call, moderation.show_moderation_rules)

    @serve(moderation_api.CHANGE_MODERATION_RULES)
    def change_moderation_rules(self, call):
        return self.store.perform(call, moderation.change_moderation_rules)

    @serve(moderation_api.LIST_MY_HELD_TEXTS)
    def list_my_held_texts(self, call):
        return self.store.perform(call, moderation.list_my_held_texts)

    @serve(moderation_api.SHOW_MODERATION_LOG)
    def show_moderation_log(self, call):
        return self.store.perform(call, moderation.show_moderation_log)

    @serve(moderation_api.LIST_HELD_TEXTS)
    def list_held_texts(self, call):
        return self.store.perform(call, moderation.list_held_texts)

    @serve(moderation_api.HOLD_TEXT)
    def hold_text(self, call):
        return self.store.perform(call, moderation.hold_text)

    @serve(moderation_api.GET_HELD_TEXT)
    def get_held_text(self, call):
        return self.store.perform(call, moderation.get_held_text)

    @serve(moderation_api.APPEAL_HELD_TEXT)
    def appeal_held_text(self, call):
        return self.store.perform(call, moderation.appeal_held_text)

    @serve(moderation_api.RELEASE_HELD_TEXT)
    def release_held_text(self, call):
        return self.store.perform(call, moderation.release_held_text)

    @serve(moderation_api.UPHOLD_HELD_TEXT)
    def uphold_held_text(self, call):
        return self.store.perform(call, moderation.uphold_held_text)

    @every(5)
    def drop_originals(self):
        for due in self.store.look().originals_due():
            self.store.attempt(
                f"drop_original|{due}", lambda store, _actor, due=due: moderation.drop_original(store, due)
            )
