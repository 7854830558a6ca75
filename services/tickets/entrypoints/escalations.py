"""What runs out of time goes up."""

from services.tickets.usecases import escalation
from shared.contracts.tickets import escalations as escalations_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Escalations:
    store: Database

    @serve(escalations_api.LIST_ESCALATIONS)
    def list_escalations(self, call):
        return self.store.perform(call, escalation.list_escalations)

    @serve(escalations_api.FIND_ESCALATIONS)
    def find_escalations(self, call):
        return self.store.perform(call, escalation.find_escalations)

    @every(2)
    def escalate_matters(self):
        for due, seen in self.store.look().matters_overdue():
            self.store.attempt(
                f"escalate|{due}|{seen}",
                lambda store, _actor, due=due, seen=seen: escalation.escalate_ticket(store, due, seen),
            )

    @every(2)
    def escalate_tasks(self):
        for due, seen in self.store.look().tasks_overdue():
            self.store.attempt(
                f"escalate_task|{due}|{seen}",
                lambda store, _actor, due=due, seen=seen: escalation.escalate_task(store, due, seen),
            )
