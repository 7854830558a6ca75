"""Points."""

from services.volunteers.usecases import points
from shared.contracts.tickets.hazards import HazardConfirmed
from shared.contracts.volunteers import points as points_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database


class PointsEarned:
    store: Database

    @serve(points_api.SET_EARNING_RULE)
    def set_earning_rule(self, call):
        return self.store.perform(call, points.set_earning_rule)

    @serve(points_api.LIST_EARNING_RULES)
    def list_earning_rules(self, call):
        return self.store.perform(call, points.list_earning_rules)

    @serve(points_api.LIST_RULE_VERSIONS)
    def list_rule_versions(self, call):
        return self.store.perform(call, points.list_rule_versions)

    @serve(points_api.SET_POINTS_BUDGET)
    def set_points_budget(self, call):
        return self.store.perform(call, points.set_points_budget)

    @serve(points_api.GET_POINTS_BUDGET)
    def get_points_budget(self, call):
        return self.store.perform(call, points.get_points_budget)

    @serve(points_api.AWARD_POINTS)
    def award_points(self, call):
        return self.store.perform(call, points.award_points)

    @subscribe(HazardConfirmed)
    def thank_for_hazard(self, delivered):
        self.store.react(delivered, points.thank_for_hazard)

    @serve(points_api.LIST_AWARDS)
    def list_awards(self, call):
        return self.store.perform(call, points.list_awards)

    @serve(points_api.TAKE_BACK_AWARD)
    def take_back_award(self, call):
        return self.store.perform(call, points.take_back_award)

    @serve(points_api.SHOW_MY_POINTS)
    def show_my_points(self, call):
        return self.store.perform(call, points.show_my_points)

    @serve(points_api.GET_MY_POINTS_STATEMENT)
    def get_my_points_statement(self, call):
        return self.store.perform(call, points.get_my_points_statement)

    @every(5)
    def expire_points(self):
        look = self.store.look()
        for purse in look.purses_with_old_points():
            self.store.attempt(
                f"points.expire:{purse}:{look.now.isoformat()}",
                lambda store, _actor, purse=purse: points.expire_old(store, purse),
            )
