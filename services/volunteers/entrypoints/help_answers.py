"""Answers to calls for help, feedback and blocks."""

from services.volunteers.usecases import help_answers, help_blocks
from shared.contracts.volunteers import help_answers as help_answers_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class HelpAnswers:
    store: Database

    @serve(help_answers_api.TAKE_HELP_CALL)
    def take_help_call(self, call):
        return self.store.perform(call, help_answers.take_help_call)

    @serve(help_answers_api.CONFIRM_ANSWER)
    def confirm_answer(self, call):
        return self.store.perform(call, help_answers.confirm_answer)

    @serve(help_answers_api.DECLINE_ANSWER)
    def decline_answer(self, call):
        return self.store.perform(call, help_answers.decline_answer)

    @serve(help_answers_api.WITHDRAW_ANSWER)
    def withdraw_answer(self, call):
        return self.store.perform(call, help_answers.withdraw_answer)

    @serve(help_answers_api.SAY_HELP_DONE)
    def say_help_done(self, call):
        return self.store.perform(call, help_answers.say_help_done)

    @serve(help_answers_api.GIVE_FEEDBACK)
    def give_feedback(self, call):
        return self.store.perform(call, help_answers.give_feedback)

    @serve(help_answers_api.SHOW_FEEDBACK)
    def show_feedback(self, call):
        return self.store.perform(call, help_answers.show_feedback)

    @serve(help_answers_api.BLOCK_OTHER)
    def block_other(self, call):
        return self.store.perform(call, help_blocks.block_other)

    @serve(help_answers_api.LIST_BLOCKS)
    def list_blocks(self, call):
        return self.store.perform(call, help_blocks.list_blocks)

    @serve(help_answers_api.END_BLOCK)
    def end_block(self, call):
        return self.store.perform(call, help_blocks.end_block)
