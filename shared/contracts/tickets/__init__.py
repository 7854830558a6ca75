"""Tickets: one ledger for every matter."""

from shared.contracts.operation import Api
from shared.contracts.tickets import (
    bills,
    board,
    bookings,
    catalogue,
    clocks,
    elections,
    figures,
    grading,
    handling,
    home_services,
    intake,
    matters,
    photos,
    privacy,
    resolutions,
    round_series,
    rounds,
    service_requests,
    sessions,
    topics,
    visits,
    votes,
)
from shared.contracts.tickets.privacy import TicketsCollected

__all__ = ["API", "TicketsCollected"]

SUBJECTS = (
    intake,
    matters,
    handling,
    board,
    figures,
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
    home_services,
    rounds,
    round_series,
    bookings,
    visits,
)

API = Api.of(
    "tickets",
    (op for subject in SUBJECTS for op in subject.OPERATIONS),
    (event for subject in SUBJECTS for event in subject.EVENTS),
)
