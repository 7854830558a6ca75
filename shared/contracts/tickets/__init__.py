"""Tickets: one ledger for every matter."""

from shared.contracts.operation import Api
from shared.contracts.tickets import (
    bills,
    board,
    catalogue,
    elections,
    handling,
    intake,
    matters,
    photos,
    privacy,
    resolutions,
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
    privacy,
    catalogue,
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
