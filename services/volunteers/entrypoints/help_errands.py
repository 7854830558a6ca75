"""What elder care has volunteers do."""

from services.volunteers.usecases import help_errands
from shared.contracts.eldercare import MealPlanned, VisitPlanned
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database


class HelpErrands:
    store: Database

    @subscribe(MealPlanned)
    def on_meal_planned(self, delivered):
        self.store.react(delivered, help_errands.plan_meal)

    @subscribe(VisitPlanned)
    def on_visit_planned(self, delivered):
        self.store.react(delivered, help_errands.plan_visit)
