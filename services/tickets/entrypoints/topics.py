"""Topics of deliberation."""

from services.tickets.usecases import topics
from shared.contracts.tickets import topics as topics_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Topics:
    store: Database

    @serve(topics_api.PROPOSE_TOPIC)
    def propose_topic(self, call):
        return self.store.perform(call, topics.propose_topic)

    @serve(topics_api.GET_TOPIC)
    def get_topic(self, call):
        return self.store.perform(call, topics.get_topic)

    @serve(topics_api.LIST_TOPICS)
    def list_topics(self, call):
        return self.store.perform(call, topics.list_topics)

    @serve(topics_api.SECOND_TOPIC)
    def second_topic(self, call):
        return self.store.perform(call, topics.second_topic)

    @serve(topics_api.INVITE_EXPERT)
    def invite_expert(self, call):
        return self.store.perform(call, topics.invite_expert)

    @serve(topics_api.SPEAK_TO_TOPIC)
    def speak_to_topic(self, call):
        return self.store.perform(call, topics.speak_to_topic)

    @serve(topics_api.LIST_STATEMENTS)
    def list_statements(self, call):
        return self.store.perform(call, topics.list_statements)

    @serve(topics_api.SWITCH_RIGHTS)
    def switch_rights(self, call):
        return self.store.perform(call, topics.switch_rights)

    @serve(topics_api.AGREE_ON_TOPIC)
    def agree_on_topic(self, call):
        return self.store.perform(call, topics.agree_on_topic)

    @serve(topics_api.DEBATE_TOPIC)
    def debate_topic(self, call):
        return self.store.perform(call, topics.debate_topic)

    @serve(topics_api.DECIDE_TOPIC)
    def decide_topic(self, call):
        return self.store.perform(call, topics.decide_topic)

    @serve(topics_api.CARRY_OUT_TOPIC)
    def carry_out_topic(self, call):
        return self.store.perform(call, topics.carry_out_topic)

    @serve(topics_api.RATE_TOPIC)
    def rate_topic(self, call):
        return self.store.perform(call, topics.rate_topic)

    @serve(topics_api.DROP_TOPIC)
    def drop_topic(self, call):
        return self.store.perform(call, topics.drop_topic)

    @serve(topics_api.PICK_TOPIC)
    def pick_topic(self, call):
        return self.store.perform(call, topics.pick_topic)
