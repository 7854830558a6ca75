"""Tickets: one ledger for every matter."""

from shared.contracts.operation import Api
from shared.contracts.tickets import matters, photos, privacy
from shared.contracts.tickets.matters import TicketAccepted, TicketDone, TicketOpened, TicketRated
from shared.contracts.tickets.privacy import TicketsCollected

__all__ = ["API", "TicketAccepted", "TicketDone", "TicketOpened", "TicketRated", "TicketsCollected"]

API = Api.of("tickets", (*matters.OPERATIONS, *photos.OPERATIONS), (*matters.EVENTS, *privacy.EVENTS))
