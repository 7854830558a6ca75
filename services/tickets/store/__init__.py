"""What tickets finds and keeps."""

from services.tickets.store.grids import GridStore
from services.tickets.store.matters import MatterStore
from services.tickets.store.photos import PhotoStore
from services.tickets.store.privacy import PrivacyStore


class TicketStore(MatterStore, PhotoStore, GridStore, PrivacyStore):
    """All of tickets' stores in one unit of work."""

    documents = (*MatterStore.documents, *PhotoStore.documents, *GridStore.documents)
