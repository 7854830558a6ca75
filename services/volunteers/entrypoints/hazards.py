"""The register of risk points and hazards."""

from services.volunteers.usecases import hazards, risk_points
from shared.contracts.tickets.matters import TicketClosed, TicketMoved, TicketOpened
from shared.contracts.volunteers import hazards as hazards_api
from shared.contracts.volunteers import inspections as inspections_api
from shared.contracts.volunteers import risk_points as risk_points_api
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database


class Hazards:
    store: Database

    @serve(risk_points_api.LOAD_RISK_POINTS)
    def load_risk_points(self, call):
        return self.store.perform(call, risk_points.load_risk_points)

    @serve(risk_points_api.GET_RISK_POINT)
    def get_risk_point(self, call):
        return self.store.perform(call, risk_points.get_risk_point)

    @serve(risk_points_api.LIST_RISK_POINTS)
    def list_risk_points(self, call):
        return self.store.perform(call, risk_points.list_risk_points)

    @serve(risk_points_api.RETIRE_RISK_POINT)
    def retire_risk_point(self, call):
        return self.store.perform(call, risk_points.retire_risk_point)

    @serve(inspections_api.INSPECT_RISK_POINT)
    def inspect_risk_point(self, call):
        return self.store.perform(call, risk_points.inspect_risk_point)

    @serve(inspections_api.LIST_INSPECTIONS)
    def list_inspections(self, call):
        return self.store.perform(call, risk_points.list_inspections)

    @serve(hazards_api.FIND_HAZARD)
    def find_hazard(self, call):
        return self.store.perform(call, hazards.find_hazard)

    @serve(hazards_api.GET_HAZARD)
    def get_hazard(self, call):
        return self.store.perform(call, hazards.get_hazard)

    @serve(hazards_api.LIST_HAZARDS)
    def list_hazards(self, call):
        return self.store.perform(call, hazards.list_hazards)

    @serve(hazards_api.ASSIGN_HAZARD)
    def assign_hazard(self, call):
        return self.store.perform(call, hazards.assign_hazard)

    @serve(hazards_api.TAKE_HAZARD)
    def take_hazard(self, call):
        return self.store.perform(call, hazards.take_hazard)

    @serve(hazards_api.TREAT_HAZARD)
    def treat_hazard(self, call):
        return self.store.perform(call, hazards.treat_hazard)

    @serve(hazards_api.VERIFY_HAZARD)
    def verify_hazard(self, call):
        return self.store.perform(call, hazards.verify_hazard)

    @serve(hazards_api.HAND_OVER_HAZARD)
    def hand_over_hazard(self, call):
        return self.store.perform(call, hazards.hand_over_hazard)

    @serve(hazards_api.DISMISS_HAZARD)
    def dismiss_hazard(self, call):
        return self.store.perform(call, hazards.dismiss_hazard)

    @subscribe(TicketOpened)
    def note_opened_ticket(self, delivered):
        self.store.react(delivered, hazards.follow_ticket)

    @subscribe(TicketMoved)
    def follow_moved_ticket(self, delivered):
        self.store.react(delivered, hazards.follow_ticket)

    @subscribe(TicketClosed)
    def follow_closed_ticket(self, delivered):
        self.store.react(delivered, hazards.follow_ticket)
