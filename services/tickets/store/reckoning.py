"""What of a matter follows from its log and the catalogue: deadlines and colour."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from services.tickets.documents.matters import Grading, Ticket
from services.tickets.domain.ageing import next_ageing, share_used
from services.tickets.domain.clocks import Pause
from services.tickets.domain.grading import Facts, grade
from services.tickets.domain.promises import Course, Running, next_check, promises
from services.tickets.domain.recounting import LogEntry, recount
from services.tickets.store.catalogue import category_at
from shared.contracts.actor import Actor
from shared.contracts.tickets.catalogue import Category, Colour, ColourInputs
from shared.contracts.tickets.matters import TicketState
from shared.storage.work import Work

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Sorts what is not due at all behind everything that is."""
EARTH_RADIUS_M = 6_378_100
SETTLED_ONCE = [TicketState.DONE.value, TicketState.CLOSED.value]


class ReckoningStore(Work):
    def reckon(self, ticket: Ticket, category: Category) -> None:
        """Works deadlines and colour out anew from the matter's log and what this revision of its category says."""
        if ticket.category_revision is not None and ticket.category_revision < category.revision:
            self._follow(ticket, category)
        course = course_of(ticket)
        found = promises(course, category)
        ticket.category_revision, ticket.ticket_class = category.revision, category.ticket_class
        ticket.reaction_due, ticket.promised_at, ticket.state_due = (
            found.reaction_due,
            found.promised_at,
            found.state_due,
        )
        ticket.due = found.due or NEVER
        ticket.check_at = next_check(TicketState(ticket.state), found, running(ticket))
        self._grade(ticket, category, course)

    def _follow(self, ticket: Ticket, category: Category) -> None:
        """What else a change of the catalogue changes of a matter in hand. What a desk has settled of it stays."""
        before = category_at(ticket.category, ticket.category_revision)
        if before is None or ticket.unit == before.unit:
            ticket.unit = category.unit
        ticket.on_board = ticket.on_board and category.on_board
        ticket.repeats = self.count_repeats(ticket, category.colours)

    def _grade(self, ticket: Ticket, category: Category, course: Course) -> None:
        """Written down when other rules fire than before. What is settled or overridden keeps its colour."""
        ticket.grade_at = None
        if not ticket.live or ticket.overridden:
            return
        ticket.grade_at = next_ageing(course, category, self.now)
        share = share_used(course, category, self.now)
        facts = Facts(category.ticket_class, ticket.supporters, ticket.vulnerable, share, ticket.repeats)
        colour, fired = grade(facts, category.colours)
        names = [rule.name for rule in fired]
        last = ticket.gradings[-1] if ticket.gradings else None
        if last is None or last.by or (last.rules, last.colour) != (names, colour):
            ticket.gradings.append(Grading(at=self.now, colour=colour, rules=names))
        ticket.colour = colour

    def override(self, ticket: Ticket, actor: Actor, colour: Colour, reason: str) -> None:
        ticket.colour, ticket.overridden = colour, True
        ticket.gradings.append(Grading(at=self.now, colour=colour, by=actor.account, reason=reason))

    def lift(self, ticket: Ticket, actor: Actor, reason: str) -> None:
        """The rules decide again, at the next reckoning."""
        ticket.overridden = False
        ticket.gradings.append(Grading(at=self.now, colour=ticket.colour, by=actor.account, lifted=True, reason=reason))

    def count_repeats(self, ticket: Ticket, inputs: ColourInputs) -> int:
        """Matters of the category that were settled near the place before this one came; no more than the rules ask for."""
        row = ticket.to_mongo()
        if not row.get("place"):
            return 0
        circle = [row["place"]["coordinates"], inputs.repeats_m / EARTH_RADIUS_M]
        since = ticket.opened_at - timedelta(days=inputs.repeats_days)
        query: dict[str, Any] = {
            "category": ticket.category,
            "live": False,
            "state": {"$in": SETTLED_ONCE},
            "place": {"$geoWithin": {"$centerSphere": circle}},
            "opened_at": {"$gte": since, "$lt": ticket.opened_at},
        }
        most = max(inputs.repeats_yellow, inputs.repeats_red)
        return Ticket._get_collection().count_documents(query, limit=most)

    def find_matters(self, ticket_ids: Sequence[str]) -> list[Ticket]:
        return list(Ticket.objects(id__in=list(ticket_ids)))

    def find_behind(self, code: str, revision: int, limit: int) -> list[str]:
        """Matters in hand that were reckoned with an older revision of their category."""
        query = {"category": code, "live": True, "category_revision": {"$lt": revision}}
        return [row["_id"] for row in Ticket._get_collection().find(query, {"_id": 1}, limit=limit)]

    def find_ageing(self, limit: int) -> list[str]:
        """Matters whose colour time alone has changed."""
        query = {"grade_at": {"$lte": self.now}}
        found = Ticket._get_collection().find(query, {"_id": 1}, sort=[("grade_at", 1)], limit=limit)
        return [row["_id"] for row in found]

    def recounted(self, ticket: Ticket) -> Course:
        """The matter's course from its history alone, which must be the one that its stored deadlines go by."""
        log = [LogEntry(step.action, step.at, TicketState(step.target)) for step in ticket.history]
        return recount(ticket.citizen_since, log)


def running(ticket: Ticket) -> Running:
    """What of it runs out by time alone."""
    return Running(bool(ticket.reacted_at), ticket.state_since, ticket.flagged_at, ticket.confirm_by)


def course_of(ticket: Ticket) -> Course:
    """What the clocks go by."""
    return Course(
        state=TicketState(ticket.state),
        citizen_since=ticket.citizen_since,
        state_since=ticket.state_since,
        pauses=tuple(Pause(pause.since, pause.until, pause.reason) for pause in ticket.pauses),
    )
