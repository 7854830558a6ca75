"""Tickets: one ledger for every matter."""

from shared.contracts.operation import Api
from shared.contracts.tickets import (
    bills,
    catalogue,
    elections,
    matters,
    photos,
    privacy,
    resolutions,
    sessions,
    topics,
    votes,
)
from shared.contracts.tickets.catalogue import CatalogueChanged
from shared.contracts.tickets.elections import ElectionClosed
from shared.contracts.tickets.matters import TicketAccepted, TicketDone, TicketOpened, TicketRated
from shared.contracts.tickets.privacy import TicketsCollected
from shared.contracts.tickets.resolutions import ResolutionCarriedOut, ResolutionMade
from shared.contracts.tickets.sessions import SessionHeld
from shared.contracts.tickets.topics import TopicMoved
from shared.contracts.tickets.votes import VoteClosed

__all__ = [
    "API", "CatalogueChanged", "ElectionClosed", "ResolutionCarriedOut", "ResolutionMade", "SessionHeld", "TicketAccepted",
    "TicketDone", "TicketOpened", "TicketRated", "TicketsCollected", "TopicMoved", "VoteClosed",
]  # fmt: skip

DELIBERATION = (topics, sessions, votes, elections, resolutions, bills)

API = Api.of(
    "tickets",
    (
        *matters.OPERATIONS,
        *photos.OPERATIONS,
        *catalogue.OPERATIONS,
        *(op for subject in DELIBERATION for op in subject.OPERATIONS),
    ),
    (
        *matters.EVENTS,
        *privacy.EVENTS,
        *catalogue.EVENTS,
        *(event for subject in DELIBERATION for event in subject.EVENTS),
    ),
)
