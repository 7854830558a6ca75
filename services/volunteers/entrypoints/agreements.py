"""Partner units, agreements with them, deliveries."""

from services.volunteers.usecases import agreements, deliveries, partner_units
from shared.contracts.volunteers import agreements as agreements_api
from shared.contracts.volunteers import deliveries as deliveries_api
from shared.contracts.volunteers import partner_units as partner_units_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Agreements:
    store: Database

    @serve(partner_units_api.REGISTER_UNIT)
    def register_unit(self, call):
        return self.store.perform(call, partner_units.register_unit)

    @serve(partner_units_api.NAME_WORKERS)
    def name_workers(self, call):
        return self.store.perform(call, partner_units.name_workers)

    @serve(partner_units_api.GET_PARTNER_UNIT)
    def get_partner_unit(self, call):
        return self.store.perform(call, partner_units.get_partner_unit)

    @serve(partner_units_api.LIST_PARTNER_UNITS)
    def list_partner_units(self, call):
        return self.store.perform(call, partner_units.list_partner_units)

    @serve(agreements_api.DRAFT_AGREEMENT)
    def draft_agreement(self, call):
        return self.store.perform(call, agreements.draft_agreement)

    @serve(agreements_api.AMEND_AGREEMENT)
    def amend_agreement(self, call):
        return self.store.perform(call, agreements.amend_agreement)

    @serve(agreements_api.SIGN_AGREEMENT)
    def sign_agreement(self, call):
        return self.store.perform(call, agreements.sign_agreement)

    @serve(agreements_api.COUNTERSIGN_AGREEMENT)
    def countersign_agreement(self, call):
        return self.store.perform(call, agreements.countersign_agreement)

    @serve(agreements_api.TERMINATE_AGREEMENT)
    def terminate_agreement(self, call):
        return self.store.perform(call, agreements.terminate_agreement)

    @serve(agreements_api.RENEW_AGREEMENT)
    def renew_agreement(self, call):
        return self.store.perform(call, agreements.renew_agreement)

    @serve(agreements_api.GET_AGREEMENT)
    def get_agreement(self, call):
        return self.store.perform(call, agreements.get_agreement)

    @serve(agreements_api.LIST_AGREEMENTS)
    def list_agreements(self, call):
        return self.store.perform(call, agreements.list_agreements)

    @serve(agreements_api.LIST_EXPIRING_AGREEMENTS)
    def list_expiring_agreements(self, call):
        return self.store.perform(call, agreements.list_expiring)

    @serve(agreements_api.SHOW_AGREEMENT_FIGURES)
    def show_agreement_figures(self, call):
        return self.store.perform(call, agreements.show_agreement_figures)

    @serve(deliveries_api.RECORD_DELIVERIES)
    def record_deliveries(self, call):
        return self.store.perform(call, deliveries.record_deliveries)

    @serve(deliveries_api.RECORD_TEAM_DELIVERIES)
    def record_team_deliveries(self, call):
        return self.store.perform(call, deliveries.record_team_deliveries)

    @serve(deliveries_api.DECIDE_DELIVERIES)
    def decide_deliveries(self, call):
        return self.store.perform(call, deliveries.decide_deliveries)

    @serve(deliveries_api.LIST_DELIVERIES)
    def list_deliveries(self, call):
        return self.store.perform(call, deliveries.list_deliveries)

    @serve(deliveries_api.SHOW_DELIVERY_FIGURES)
    def show_delivery_figures(self, call):
        return self.store.perform(call, deliveries.show_delivery_figures)

    @every(5)
    def move_agreements(self):
        for agreement, due_at in self.store.look().agreements_due():
            self.store.attempt(
                f"move_agreement|{agreement}|{due_at.isoformat()}",
                lambda store, _actor, agreement=agreement, due_at=due_at: agreements.move_by_calendar(
                    store, agreement, due_at
                ),
            )
