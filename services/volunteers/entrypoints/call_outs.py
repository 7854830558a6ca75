"""Call-outs, and answers to them."""

from services.volunteers.usecases import call_outs, response_teams, summons
from shared.contracts.volunteers import call_outs as call_outs_api
from shared.contracts.volunteers import summons as summons_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class CallOuts:
    store: Database

    @serve(call_outs_api.RAISE_CALL_OUT)
    def raise_call_out(self, call):
        return self.store.perform(call, call_outs.raise_call_out)

    @serve(call_outs_api.SUMMON_RESPONDERS)
    def summon_responders(self, call):
        return self.store.perform(call, call_outs.summon_responders)

    @serve(call_outs_api.GET_CALL_OUT)
    def get_call_out(self, call):
        return self.store.perform(call, call_outs.get_call_out)

    @serve(call_outs_api.LIST_CALL_OUTS)
    def list_call_outs(self, call):
        return self.store.perform(call, call_outs.list_call_outs)

    @serve(call_outs_api.LIST_MY_CALL_OUTS)
    def list_my_call_outs(self, call):
        return self.store.perform(call, call_outs.list_my_call_outs)

    @serve(call_outs_api.CLOSE_CALL_OUT)
    def close_call_out(self, call):
        return self.store.perform(call, call_outs.close_call_out)

    @serve(call_outs_api.PUT_STREET_DUTY)
    def put_street_duty(self, call):
        return self.store.perform(call, response_teams.put_street_duty)

    @serve(summons_api.ANSWER_CALL_OUT)
    def answer_call_out(self, call):
        return self.store.perform(call, summons.answer_call_out)

    @serve(summons_api.ARRIVE_AT_CALL_OUT)
    def arrive_at_call_out(self, call):
        return self.store.perform(call, summons.arrive_at_call_out)

    @serve(summons_api.STAND_DOWN_FROM_CALL_OUT)
    def stand_down_from_call_out(self, call):
        return self.store.perform(call, summons.stand_down_from_call_out)

    @serve(summons_api.ANSWER_FOR_MEMBER)
    def answer_for_member(self, call):
        return self.store.perform(call, summons.answer_for_member)

    @serve(summons_api.ARRIVE_FOR_MEMBER)
    def arrive_for_member(self, call):
        return self.store.perform(call, summons.arrive_for_member)

    @every(2)
    def widen_call_outs(self):
        for due, widens_at in self.store.look().call_outs_to_widen():
            self.store.attempt(
                f"widen|{due}|{widens_at.isoformat()}",
                lambda store, _actor, due=due, widens_at=widens_at: call_outs.widen(store, due, widens_at),
            )
