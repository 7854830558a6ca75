"""Tickets: one ledger for every matter."""

from shared.contracts.operation import Api
from shared.contracts.tickets import matters, photos
from shared.contracts.tickets.matters import TicketAccepted, TicketDone, TicketOpened, TicketRated

__all__ = ["API", "TicketAccepted", "TicketDone", "TicketOpened", "TicketRated"]

API = Api.of("tickets", (*matters.OPERATIONS, *photos.OPERATIONS), matters.EVENTS)
