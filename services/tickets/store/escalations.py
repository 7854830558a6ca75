"""The log of escalations, and what is due for one."""

from datetime import datetime
from typing import Any

from services.tickets.documents.escalations import TicketEscalation
from services.tickets.documents.joint import JointTask
from services.tickets.documents.matters import Ticket
from services.tickets.domain.escalation import Overdue, at_top, overdue
from services.tickets.domain.promises import promises
from services.tickets.store.reckoning import course_of, running
from shared.contracts.tickets.catalogue import CategoryFields
from shared.contracts.tickets.escalations import Escalation, EscalationClock
from shared.contracts.tickets.matters import TicketState
from shared.kernel.ids import first_id
from shared.storage.work import Work

BATCH = 50
"""Worked off per turn: what is overdue by the thousand goes up in order, and requests come in between."""
TOLD = (
    "ticket",
    "number",
    "task",
    "state",
    "clock",
    "from_desk",
    "to_desk",
    "at_top",
    "named",
    "due",
    "at",
    "overdue_seconds",
)


class EscalationStore(Work):
    documents = (TicketEscalation,)

    def matters_overdue(self, limit: int = BATCH) -> list[tuple[str, int]]:
        """Ids and versions of matters that time moves now, the longest due first."""
        due = {"check_at": {"$lte": self.now}, "state": {"$ne": TicketState.DONE}}
        return _due(Ticket, due, limit)

    def tasks_overdue(self, limit: int = BATCH) -> list[tuple[str, int]]:
        return _due(JointTask, {"check_at": {"$lte": self.now}}, limit)

    def what_is_overdue(self, ticket: Ticket, category: CategoryFields) -> Overdue | None:
        """The clock that has run out at this level, by the matter's log and the catalogue as it is now."""
        return overdue(promises(course_of(ticket), category), running(ticket), self.now)

    def log_escalation(
        self, ticket: Ticket, found: Overdue, state: TicketState, named: bool, desks: tuple[str, str],
        task: str | None = None,
    ) -> TicketEscalation:  # fmt: skip
        """Adds the entry. `desks`: where it was, and where it is from now on."""
        entry = TicketEscalation(
            id=self.new_id(), ticket=ticket.id, number=ticket.number, task=task, within=ticket.within, state=state,
            clock=found.clock, from_desk=desks[0], to_desk=desks[1], at_top=at_top(desks[0]), named=named, due=found.due,
            at=self.now, overdue_seconds=found.seconds(self.now), against=ticket.against,
        )  # fmt: skip
        self.save(entry)
        return entry

    def escalations_of(self, ticket_id: str, before: str | None, limit: int) -> list[Escalation]:
        query: dict[str, Any] = {"ticket": ticket_id} | ({"_id": {"$lt": before}} if before else {})
        return _entries(query, limit)

    def escalations_in(
        self, area: str, *, unseen_by: str, since: datetime | None, until: datetime | None, clock: EscalationClock | None,
        before: str | None, limit: int,
    ) -> list[Escalation]:  # fmt: skip
        """Newest first, but for those of matters about `unseen_by`."""
        ids = {"$gte": first_id(since)} if since else {}
        ids |= {"$lt": min(filter(None, (first_id(until) if until else None, before)))} if until or before else {}
        query: dict[str, Any] = {"within": area, "against": {"$ne": unseen_by}} | ({"_id": ids} if ids else {})
        return _entries(query | ({"clock": clock} if clock else {}), limit)


def _due(document: Any, query: dict[str, Any], limit: int) -> list[tuple[str, int]]:
    found = document._get_collection().find(query, {"version": 1}, sort=[("check_at", 1)], limit=limit)
    return [(row["_id"], row["version"]) for row in found]


def _entries(query: dict[str, Any], limit: int) -> list[Escalation]:
    found = TicketEscalation._get_collection().find(query, sort=[("_id", -1)], limit=limit)
    return [Escalation(id=row["_id"], **{name: row.get(name) for name in TOLD}) for row in found]
