"""The clocks of a matter, worked out from its log."""

import logging
from datetime import datetime, timedelta
from typing import Any

from services.tickets.domain.clocks import REACTION, deadline, promise_of, spent
from services.tickets.domain.promises import Course, limit_in
from services.tickets.domain.work_calendar import OFFICE_HOURS
from services.tickets.usecases.catalogue import category_of
from services.tickets.usecases.matters import visible
from shared.contracts.actor import Actor
from shared.contracts.tickets.catalogue import Limit
from shared.contracts.tickets.clocks import ClocksView, ClockView, ShowClocks
from shared.contracts.tickets.matters import Interval

log = logging.getLogger(__name__)
LOOK_AHEAD = timedelta(days=45)
"""About as far as a deadline of fifteen working days can lie ahead."""


def warn_of_unknown_holidays(now: datetime) -> None:
    """Deadlines may soon lie in a year whose holidays are not published, or not known to this release."""
    year = (now + LOOK_AHEAD).year
    if not OFFICE_HOURS.knows(year):
        log.warning("the holidays of %s are not known: its working days go by the weekday", year)


def show_clocks(store: Any, actor: Actor, command: ShowClocks) -> ClocksView:
    ticket = visible(store, actor, command.ticket_id)
    category = category_of(store, ticket)
    course = store.recounted(ticket)
    until = store.now if ticket.live else ticket.done_at or ticket.closed_at or ticket.history[-1].at
    limit = limit_in(course.state, category)
    return ClocksView(
        reaction=reaction_clock(course, ticket.reacted_at, store.now),
        citizen=clock(course, course.citizen_since, promise_of(category), until, not ticket.live),
        state=clock(course, course.state_since, limit, until, not ticket.live) if limit else None,
        pauses=[Interval(since=each.since, until=each.until, reason=each.reason) for each in ticket.pauses],
    )


def clock(course: Course, since: datetime, limit: Limit, until: datetime, over: bool) -> ClockView:
    used = spent(since, until, limit.measure, course.pauses, OFFICE_HOURS)
    return _view(since, limit, used, deadline(since, limit, course.pauses, OFFICE_HOURS), until, over)


def reaction_clock(course: Course, reacted_at: datetime | None, now: datetime) -> ClockView:
    """Runs until somebody has reacted, whatever else stands still."""
    until = reacted_at or now
    used = spent(course.citizen_since, until, REACTION.measure, (), OFFICE_HOURS)
    due = deadline(course.citizen_since, REACTION, (), OFFICE_HOURS)
    return _view(course.citizen_since, REACTION, used, due, until, reacted_at is not None)


def _view(since: datetime, limit: Limit, used: int, due: datetime | None, until: datetime, over: bool) -> ClockView:
    return ClockView(
        since=since, limit=limit, spent=used, left=max(limit.minutes * 60 - used, 0), due=due, stands=over or due is None,
        late=due is not None and due < until,
    )  # fmt: skip
