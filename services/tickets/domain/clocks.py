"""The clocks of a matter: when it must be done, and how much of its time is used up.

The citizen's clock runs from the earliest opening and never starts again; the state's clock runs from the last hand-over;
the reaction clock runs a day on the wall and knows no pause, since whoever pauses a matter has reacted to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.tickets.domain.work_calendar import NO_TIME, WorkCalendar
from shared.contracts.tickets.catalogue import CategoryFields, Limit, LimitedState, Measure, TicketClass

SECOND = timedelta(seconds=1)
HOUR = 60
WORKING_DAY = 8 * HOUR


def wall(minutes: int) -> Limit:
    return Limit(minutes=minutes, measure=Measure.WALL)


def working_days(days: int) -> Limit:
    return Limit(minutes=days * WORKING_DAY, measure=Measure.WORKING)


REACTION = wall(24 * HOUR)
PROMISES = {
    TicketClass.EMERGENCY: wall(2 * HOUR),
    TicketClass.UTILITY: wall(24 * HOUR),
    TicketClass.ORDINARY: working_days(7),
    TicketClass.HARD: working_days(15),
}
"""What a class promises where its category says nothing else."""

STATE_LIMITS = {
    TicketClass.EMERGENCY: {
        LimitedState.OPEN: wall(30),
        LimitedState.ACCEPTED: wall(90),
        LimitedState.OUTSIDE: wall(2 * HOUR),
        LimitedState.JOINT: wall(2 * HOUR),
    },
    TicketClass.UTILITY: {
        LimitedState.OPEN: wall(2 * HOUR),
        LimitedState.ACCEPTED: wall(22 * HOUR),
        LimitedState.OUTSIDE: wall(24 * HOUR),
        LimitedState.JOINT: wall(24 * HOUR),
    },
    TicketClass.ORDINARY: {
        LimitedState.OPEN: working_days(1),
        LimitedState.ACCEPTED: working_days(5),
        LimitedState.OUTSIDE: working_days(5),
        LimitedState.JOINT: working_days(7),
    },
    TicketClass.HARD: {
        LimitedState.OPEN: working_days(1),
        LimitedState.ACCEPTED: working_days(10),
        LimitedState.OUTSIDE: working_days(10),
        LimitedState.JOINT: working_days(15),
    },
}
"""How long a class's matters may stay in a state where their category says nothing else."""


@dataclass(frozen=True)
class Pause:
    """Time that does not count, and why. `end` is None while it lasts."""

    start: datetime
    end: datetime | None
    reason: str = ""


def promise_of(category: CategoryFields) -> Limit:
    return category.promise or PROMISES[category.ticket_class]


def state_limit(category: CategoryFields, state: str) -> Limit | None:
    """None for states without a limit, such as those that are closed."""
    known = {**STATE_LIMITS[category.ticket_class], **category.state_limits}
    return next((limit for name, limit in known.items() if name == state), None)


def deadline(start: datetime, limit: Limit, pauses: Iterable[Pause], calendar: WorkCalendar) -> datetime | None:
    """The first moment at which the limit is used up.

    None while a pause is open that began before: nobody can say yet. What was over before the pause began stays over.
    """
    return reached(start, timedelta(minutes=limit.minutes), limit.measure, pauses, calendar)


def reached(
    start: datetime, amount: timedelta, measure: Measure, pauses: Iterable[Pause], calendar: WorkCalendar
) -> datetime | None:
    """The first moment by which `amount` has counted since `start`; None as for a deadline."""
    at = start
    for begins, ends in _stretches(start, pauses):
        ran = _ran(at, begins, measure, calendar)
        if ran >= amount:
            break
        if ends is None:
            return None
        amount -= ran
        at = ends
    return calendar.after(at, amount) if measure is Measure.WORKING else at + amount


def spent(start: datetime, until: datetime, measure: Measure, pauses: Iterable[Pause], calendar: WorkCalendar) -> int:
    """Whole seconds that count, from `start` to `until`; 0 where that lies before."""
    total = NO_TIME
    at = start
    for begins, ends in _stretches(start, pauses):
        if begins >= until:
            break
        total += _ran(at, begins, measure, calendar)
        if ends is None or ends >= until:
            return total // SECOND
        at = ends
    return (total + _ran(at, until, measure, calendar)) // SECOND


def reaction_due(opened_at: datetime) -> datetime:
    return opened_at + timedelta(minutes=REACTION.minutes)


def _ran(start: datetime, end: datetime, measure: Measure, calendar: WorkCalendar) -> timedelta:
    if end <= start:
        return NO_TIME
    return calendar.worked(start, end) if measure is Measure.WORKING else end - start


def _stretches(start: datetime, pauses: Iterable[Pause]) -> list[tuple[datetime, datetime | None]]:
    """The pauses from `start` on, in order, with those that touch each other as one."""
    joined: list[tuple[datetime, datetime | None]] = []
    for pause in sorted(pauses, key=lambda each: each.start):
        begins, ends = max(pause.start, start), pause.end
        if ends is not None and ends <= begins:
            continue
        if joined and (joined[-1][1] is None or begins <= joined[-1][1]):
            first, last = joined[-1]
            joined[-1] = (first, None if last is None or ends is None else max(last, ends))
        else:
            joined.append((begins, ends))
    return joined
