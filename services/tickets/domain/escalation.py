"""What has run out of time, and where it goes: grid, community, street, district; at the top it stays and is flagged."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.tickets.domain.flow import one_level_up
from services.tickets.domain.promises import Promises, Running, limits_of_level
from shared.contracts.tickets.escalations import EscalationClock

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Overdue:
    """A clock that has run out."""

    clock: EscalationClock
    due: datetime

    def seconds(self, now: datetime) -> int:
        return (now - self.due) // SECOND


def overdue(found: Promises, running: Running, now: datetime) -> Overdue | None:
    """The clock of this level that ran out first; None where none has."""
    passed = [(due, clock) for clock, due in limits_of_level(found, running).items() if due <= now]
    if not passed:
        return None
    due, clock = min(passed)
    return Overdue(clock, due)


def at_top(desk: str) -> bool:
    return one_level_up(desk) == desk
