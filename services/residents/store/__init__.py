"""What residents finds and keeps."""

from services.residents.store.areas import AreaStore


class ResidentStore(AreaStore):
    """All of residents' stores in one unit of work."""

    documents = (*AreaStore.documents,)
