"""What residents finds and keeps."""

from services.residents.store.areas import AreaStore
from services.residents.store.staff import StaffStore


class ResidentStore(
    AreaStore,
    StaffStore,
):
    """All of residents' stores in one unit of work."""

    documents = (
        *AreaStore.documents,
        *StaffStore.documents,
    )
