"""What volunteers answers and listens to."""

from services.volunteers.entrypoints.growth import Growth
from services.volunteers.entrypoints.people import People
from services.volunteers.entrypoints.points import PointsEarned
from services.volunteers.entrypoints.posts import Posts
from services.volunteers.entrypoints.shop import PointsShop
from services.volunteers.entrypoints.trainings import Trainings
from shared.messaging.observe import Observe
from shared.messaging.provide import Provide
from shared.messaging.relay import Relay
from shared.storage.database import Database

from services.volunteers.store import VolunteerStore


class Volunteers(People, Posts, Trainings, Growth, PointsEarned, PointsShop):
    """One subject each: its entrypoints are in `entrypoints/<subject>.py`."""

    name = "volunteers"
    observe = Observe()
    relay = Relay()
    store = Provide(lambda: Database("volunteers", VolunteerStore))


SERVICE = Volunteers
