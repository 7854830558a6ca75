"""What residents finds and keeps."""

from services.residents.store.admission import AdmissionStore
from services.residents.store.areas import AreaStore
from services.residents.store.buildings import BuildingStore
from services.residents.store.cameras import CameraStore
from services.residents.store.changes import ChangeStore
from services.residents.store.extra import ExtraStore
from services.residents.store.figures import FigureStore
from services.residents.store.files import FileStore
from services.residents.store.groups import GroupStore
from services.residents.store.households import HouseholdStore
from services.residents.store.imports import ImportStore
from services.residents.store.loading import LoadingStore
from services.residents.store.points import PointStore
from services.residents.store.privacy import PrivacyStore
from services.residents.store.regridding import RegriddingStore
from services.residents.store.staff import StaffStore


class ResidentStore(
    PrivacyStore,
    AdmissionStore,
    ChangeStore,
    FileStore,
    ExtraStore,
    LoadingStore,
    HouseholdStore,
    AreaStore,
    BuildingStore,
    PointStore,
    CameraStore,
    RegriddingStore,
    FigureStore,
    StaffStore,
    GroupStore,
    ImportStore,
):
    """All of residents' stores in one unit of work."""

    documents = (
        *AdmissionStore.documents,
        *PrivacyStore.documents,
        *ChangeStore.documents,
        *FileStore.documents,
        *ExtraStore.documents,
        *HouseholdStore.documents,
        *AreaStore.documents,
        *BuildingStore.documents,
        *PointStore.documents,
        *CameraStore.documents,
        *RegriddingStore.documents,
        *FigureStore.documents,
        *StaffStore.documents,
        *GroupStore.documents,
        *ImportStore.documents,
    )
