"""What is promised of a matter, by its two clocks and the log of its pauses."""

from dataclasses import dataclass
from datetime import datetime

from services.tickets.domain.clocks import Pause, deadline, promise_of, reaction_due, state_limit
from services.tickets.domain.work_calendar import OFFICE_HOURS, WorkCalendar
from shared.contracts.tickets.catalogue import CategoryFields, Limit
from shared.contracts.tickets.matters import SETTLED, TicketState

CLOCKED_AS = {TicketState.WAITING: TicketState.ACCEPTED}
"""A pause stops the clock of the state that it interrupts."""


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


def next_check(state: TicketState, found: Promises, reacted: bool, confirm_by: datetime | None) -> datetime | None:
    """When time alone may move the matter next: nobody reacted, a deadline has passed, or nobody disagreed."""
    if state is TicketState.DONE:
        return confirm_by
    if not is_owed(state):
        return None
    return min(filter(None, (None if reacted else found.reaction_due, found.due)), default=None)
