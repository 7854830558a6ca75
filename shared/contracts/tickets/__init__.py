"""Tickets: one ledger for every matter."""

from shared.contracts.operation import Api
from shared.contracts.tickets import (
    bills,
    board,
    catalogue,
    clocks,
    elections,
    grading,
    handling,
    intake,
    matters,
    photos,
    privacy,
    resolutions,
    service_requests,
    sessions,
    topics,
    votes,
)
from shared.contracts.tickets.privacy import TicketsCollected

__all__ = ["API", "TicketsCollected"]

SUBJECTS = (
    intake,
    matters,
    handling,
    board,
    photos,
    service_requests,
    privacy,
    catalogue,
    grading,
    clocks,
    topics,
    sessions,
    votes,
    elections,
    resolutions,
    bills,
)

API = Api.of(
    "tickets",
    (op for subject in SUBJECTS for op in subject.OPERATIONS),
    (event for subject in SUBJECTS for event in subject.EVENTS),
)
