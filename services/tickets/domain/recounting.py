"""The course of a matter, recounted from its log alone: what is stored of its clocks can be held against it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.tickets.domain.clocks import Pause
from services.tickets.domain.flow import RESTARTS
from services.tickets.domain.promises import Course
from shared.contracts.tickets.matters import TicketState


@dataclass(frozen=True)
class LogEntry:
    """One step: what was done when, and the state from then on."""

    action: str
    at: datetime
    target: TicketState


def recount(citizen_since: datetime, log: Iterable[LogEntry]) -> Course:
    """`citizen_since` is the earliest opening of all matters that were merged into this one."""
    state, since, pauses = TicketState.OPEN, citizen_since, []
    paused_at: datetime | None = None
    for entry in log:
        if paused_at is not None and entry.target is not TicketState.WAITING:
            pauses.append(Pause(paused_at, entry.at))
            paused_at = None
        if entry.target is TicketState.WAITING and state is not TicketState.WAITING:
            paused_at = entry.at
        if entry.action in RESTARTS:
            since = entry.at
        state = entry.target
    if paused_at is not None:
        pauses.append(Pause(paused_at, None))
    return Course(state, citizen_since, since, tuple(pauses))
