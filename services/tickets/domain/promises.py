"""What is promised of a matter, by its two clocks and the log of its pauses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.tickets.domain.clocks import Pause, deadline, promise_of, reaction_due, state_limit
from services.tickets.domain.work_calendar import OFFICE_HOURS, WorkCalendar
from shared.contracts.tickets.catalogue import CategoryFields, Limit
from shared.contracts.tickets.escalations import EscalationClock
from shared.contracts.tickets.matters import SETTLED, TicketState

CLOCKED_AS = {TicketState.WAITING: TicketState.ACCEPTED}
"""A pause stops the clock of the state that it interrupts."""
PACE = timedelta(days=1)
"""How often what is overdue at the top is flagged again."""


@dataclass(frozen=True)
class Course:
    """What the clocks go by: taken from the matter's log, and from nothing else."""

    state: TicketState
    citizen_since: datetime
    state_since: datetime
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True)
class Promises:
    """Deadlines. None: the clock stands still, or this state has no limit."""

    reaction_due: datetime
    promised_at: datetime | None
    state_due: datetime | None

    @property
    def due(self) -> datetime | None:
        """What comes first of that which the desk owes."""
        return min(filter(None, (self.promised_at, self.state_due)), default=None)


def limit_in(state: TicketState, category: CategoryFields) -> Limit | None:
    """How long a matter may stay in a state; None where it may stay for ever."""
    return state_limit(category, CLOCKED_AS.get(state, state))


def promises(course: Course, category: CategoryFields, calendar: WorkCalendar = OFFICE_HOURS) -> Promises:
    limit = limit_in(course.state, category)
    return Promises(
        reaction_due=reaction_due(course.citizen_since),
        promised_at=deadline(course.citizen_since, promise_of(category), course.pauses, calendar),
        state_due=deadline(course.state_since, limit, course.pauses, calendar) if limit else None,
    )


def is_owed(state: TicketState) -> bool:
    """Whether a desk still has to do something about it."""
    return state not in SETTLED and state is not TicketState.DONE


@dataclass(frozen=True)
class Running:
    """What of a matter runs out. since: when its level got it. flagged_at: when it was last flagged at the top."""

    reacted: bool
    since: datetime
    flagged_at: datetime | None = None
    confirm_by: datetime | None = None


def limits_of_level(found: Promises, running: Running) -> dict[EscalationClock, datetime]:
    """What takes the matter up when it passes. What was over before this level got it does so no more: each has its time."""
    reaction = None if running.reacted else found.reaction_due
    clocks = {
        EscalationClock.REACTION: reaction if reaction and reaction > running.since else None,
        EscalationClock.PROMISE: found.promised_at if found.promised_at and found.promised_at > running.since else None,
        EscalationClock.STATE: found.state_due,
    }
    return {clock: due for clock, due in clocks.items() if due is not None}


def next_check(state: TicketState, found: Promises, running: Running) -> datetime | None:
    """When time alone may move the matter next: nobody reacted, a deadline has passed, or nobody disagreed.

    None while it is paused.
    """
    if state is TicketState.DONE:
        return running.confirm_by
    if state is TicketState.WAITING or not is_owed(state):
        return None
    at = min(limits_of_level(found, running).values(), default=None)
    if at is None or running.flagged_at is None or running.flagged_at < running.since:
        return at
    return max(at, running.flagged_at + PACE)
