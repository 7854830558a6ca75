"""What residents answers and listens to."""

from services.residents.entrypoints.admission import Admissions
from services.residents.entrypoints.areas import Areas
from services.residents.entrypoints.buildings import Buildings
from services.residents.entrypoints.cameras import Cameras
from services.residents.entrypoints.changes import Changes
from services.residents.entrypoints.figures import Figures
from services.residents.entrypoints.groups import Groups
from services.residents.entrypoints.households import Households
from services.residents.entrypoints.imports import Imports
from services.residents.entrypoints.people import People
from services.residents.entrypoints.points import Points
from services.residents.entrypoints.privacy import Privacy
from services.residents.entrypoints.regridding import Regriddings
from services.residents.entrypoints.staff import Staff
from services.residents.outside.tables import read_aside
from services.residents.store import ResidentStore
from shared.messaging.observe import Observe
from shared.messaging.provide import Provide
from shared.messaging.relay import Relay
from shared.storage.database import Database


class Residents(
    Areas,
    Buildings,
    Points,
    Cameras,
    Regriddings,
    Figures,
    Staff,
    Groups,
    Imports,
    People,
    Households,
    Privacy,
    Changes,
    Admissions,
):
    """One subject each: its entrypoints are in `entrypoints/<subject>.py`."""

    name = "residents"
    observe = Observe()
    relay = Relay()
    store = Provide(lambda: Database("residents", ResidentStore))
    read_table = Provide(lambda: read_aside)


SERVICE = Residents
