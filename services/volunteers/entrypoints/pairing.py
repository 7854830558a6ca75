"""Pairs: those who are cared for, plans, visits and gaps."""

from services.volunteers.usecases import pair_gaps, pair_visits, pairs, wards
from shared.contracts.volunteers import pair_gaps as gaps_api
from shared.contracts.volunteers import pair_visits as visits_api
from shared.contracts.volunteers import pairs as pairs_api
from shared.contracts.volunteers import wards as wards_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Pairing:
    store: Database

    @serve(wards_api.REGISTER_ELDER)
    def register_elder(self, call):
        return self.store.perform(call, wards.register_elder)

    @serve(wards_api.REGISTER_CHILD)
    def register_child(self, call):
        return self.store.perform(call, wards.register_child)

    @serve(wards_api.GET_WARD)
    def get_ward(self, call):
        return self.store.perform(call, wards.get_ward)

    @serve(wards_api.OPEN_WARD)
    def open_ward(self, call):
        return self.store.perform(call, wards.open_ward)

    @serve(wards_api.LIST_WARD_LOOKS)
    def list_ward_looks(self, call):
        return self.store.perform(call, wards.list_ward_looks)

    @serve(wards_api.LIST_WARDS)
    def list_wards(self, call):
        return self.store.perform(call, wards.list_wards)

    @serve(wards_api.RECORD_CONSENT)
    def record_consent(self, call):
        return self.store.perform(call, wards.record_consent)

    @serve(wards_api.WITHDRAW_CONSENT)
    def withdraw_consent(self, call):
        return self.store.perform(call, wards.withdraw_consent)

    @serve(wards_api.DROP_WARD)
    def drop_ward(self, call):
        return self.store.perform(call, wards.drop_ward)

    @serve(wards_api.CONFIRM_VETTING)
    def confirm_vetting(self, call):
        return self.store.perform(call, wards.confirm_vetting)

    @serve(wards_api.WITHDRAW_VETTING)
    def withdraw_vetting(self, call):
        return self.store.perform(call, wards.withdraw_vetting)

    @serve(wards_api.GET_VETTING)
    def get_vetting(self, call):
        return self.store.perform(call, wards.get_vetting)

    @serve(pairs_api.PROPOSE_PAIR)
    def propose_pair(self, call):
        return self.store.perform(call, pairs.propose_pair)

    @serve(pairs_api.GET_PAIR)
    def get_pair(self, call):
        return self.store.perform(call, pairs.get_pair)

    @serve(pairs_api.LIST_PAIRS)
    def list_pairs(self, call):
        return self.store.perform(call, pairs.list_pairs)

    @serve(pairs_api.LIST_MY_PAIRS)
    def list_my_pairs(self, call):
        return self.store.perform(call, pairs.list_my_pairs)

    @serve(pairs_api.ACCEPT_PAIR)
    def accept_pair(self, call):
        return self.store.perform(call, pairs.accept_pair)

    @serve(pairs_api.DECLINE_PAIR)
    def decline_pair(self, call):
        return self.store.perform(call, pairs.decline_pair)

    @serve(pairs_api.PAUSE_PAIR)
    def pause_pair(self, call):
        return self.store.perform(call, pairs.pause_pair)

    @serve(pairs_api.RESUME_PAIR)
    def resume_pair(self, call):
        return self.store.perform(call, pairs.resume_pair)

    @serve(pairs_api.END_PAIR)
    def end_pair(self, call):
        return self.store.perform(call, pairs.end_pair)

    @serve(pairs_api.SET_PAIR_PLAN)
    def set_pair_plan(self, call):
        return self.store.perform(call, pairs.set_pair_plan)

    @serve(pairs_api.LIST_PAIR_PLANS)
    def list_pair_plans(self, call):
        return self.store.perform(call, pairs.list_pair_plans)

    @serve(pairs_api.SET_PAIR_RULE)
    def set_pair_rule(self, call):
        return self.store.perform(call, pairs.set_pair_rule)

    @serve(pairs_api.LIST_PAIR_RULES)
    def list_pair_rules(self, call):
        return self.store.perform(call, pairs.list_pair_rules)

    @serve(visits_api.TELL_PAIR_VISITS)
    def tell_pair_visits(self, call):
        return self.store.perform(call, pair_visits.tell_pair_visits)

    @serve(visits_api.TELL_FAILED_VISIT)
    def tell_failed_visit(self, call):
        return self.store.perform(call, pair_visits.tell_failed_visit)

    @serve(visits_api.DECIDE_PAIR_VISITS)
    def decide_pair_visits(self, call):
        return self.store.perform(call, pair_visits.decide_pair_visits)

    @serve(visits_api.SETTLE_NEEDS)
    def settle_needs(self, call):
        return self.store.perform(call, pair_visits.settle_needs)

    @serve(visits_api.LIST_PAIR_VISITS)
    def list_pair_visits(self, call):
        return self.store.perform(call, pair_visits.list_pair_visits)

    @serve(visits_api.LIST_AREA_VISITS)
    def list_area_visits(self, call):
        return self.store.perform(call, pair_visits.list_area_visits)

    @serve(gaps_api.LIST_PAIR_GAPS)
    def list_pair_gaps(self, call):
        return self.store.perform(call, pair_gaps.list_pair_gaps)

    @serve(gaps_api.SHOW_PAIR_FIGURES)
    def show_pair_figures(self, call):
        return self.store.perform(call, pair_gaps.show_pair_figures)

    @every(5)
    def announce_gaps(self):
        for pair_id, late_since in self.store.look().pairs_late():
            self.store.attempt(
                f"announce_gap|{pair_id}|{late_since}",
                lambda store, _actor, pair_id=pair_id, since=late_since: pair_gaps.announce_gap(store, pair_id, since),
            )

    @every(5)
    def act_on_vettings_over(self):
        for volunteer_id, until in self.store.look().vettings_over():
            self.store.attempt(
                f"vetting_over|{volunteer_id}|{until}",
                lambda store, _actor, of=volunteer_id, until=until: wards.act_on_vetting_over(store, of, until),
            )
