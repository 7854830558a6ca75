"""Policy questions and answers, and questions to the office."""

from services.tickets.entrypoints.in_vain import answer_and_note
from services.tickets.usecases import policies, questions
from shared.contracts.tickets import policies as policies_api
from shared.contracts.tickets import questions as questions_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Policies:
    store: Database

    @serve(policies_api.PUBLISH_POLICY)
    def publish_policy(self, call):
        return self.store.perform(call, policies.publish_policy)

    @serve(policies_api.LOAD_POLICIES)
    def load_policies(self, call):
        return self.store.perform(call, policies.load_policies)

    @serve(policies_api.REVISE_POLICY)
    def revise_policy(self, call):
        return self.store.perform(call, policies.revise_policy)

    @serve(policies_api.WITHDRAW_POLICY)
    def withdraw_policy(self, call):
        return self.store.perform(call, policies.withdraw_policy)

    @serve(policies_api.REPUBLISH_POLICY)
    def republish_policy(self, call):
        return self.store.perform(call, policies.republish_policy)

    @serve(policies_api.GET_POLICY)
    def get_policy(self, call):
        return self.store.perform(call, policies.get_policy)

    @serve(policies_api.LIST_POLICIES)
    def list_policies(self, call):
        return self.store.perform(call, policies.list_policies)

    @serve(policies_api.SEARCH_POLICIES)
    def search_policies(self, call):
        return answer_and_note(self.store, call, policies.search_policies)

    @serve(questions_api.ASK_OFFICE)
    def ask_office(self, call):
        return self.store.perform(call, questions.ask_office)

    @serve(questions_api.GET_POLICY_QUESTION)
    def get_policy_question(self, call):
        return self.store.perform(call, questions.get_policy_question)

    @serve(questions_api.LIST_POLICY_QUESTIONS)
    def list_policy_questions(self, call):
        return self.store.perform(call, questions.list_policy_questions)

    @serve(questions_api.ANSWER_POLICY_QUESTION)
    def answer_policy_question(self, call):
        return self.store.perform(call, questions.answer_policy_question)

    @serve(questions_api.DECLINE_POLICY_QUESTION)
    def decline_policy_question(self, call):
        return self.store.perform(call, questions.decline_policy_question)

    @serve(questions_api.PUBLISH_POLICY_QUESTION)
    def publish_policy_question(self, call):
        return self.store.perform(call, questions.publish_policy_question)
