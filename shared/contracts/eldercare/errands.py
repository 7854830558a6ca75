"""Errands for elders that volunteers may run: meals to deliver, visits to make."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from shared.contracts.model import AreaPath, Event, Id, Moment, Point


class ElderPrivacy(StrEnum):
    """Who may learn of the errand: volunteers who fit, or only staff, who pick somebody."""

    VOLUNTEERS = "volunteers"
    DISPATCHERS = "dispatchers"


class ErrandPlanned(Event):
    """How an errand stands: the newest version counts, and `called_off` ends it for good.

    An errand keeps its time; another time is another errand. Where the elder lives is not told: whoever goes learns it from staff.
    """

    errand: Id = Field(description="the same for as long as the errand is the same")
    person: Id = Field(description="the elder, of the register of residents")
    account: str | None = Field(default=None, description="of the elder, where they sign in")
    area: AreaPath = Field(description="where the elder lives, at least a community")
    starts_at: Moment
    ends_at: Moment
    minutes: Annotated[int, Field(ge=1, le=720, description="how long it takes, within the two moments")]
    privacy: ElderPrivacy
    called_off: bool = False


class MealPlanned(ErrandPlanned):
    """A meal is to be delivered to an elder's door."""

    TYPE: ClassVar[str] = "eldercare.meal.planned.v1"

    pickup: Point | None = Field(default=None, description="the canteen or station where it is fetched")


class VisitPlanned(ErrandPlanned):
    """An elder is to be visited."""

    TYPE: ClassVar[str] = "eldercare.visit.planned.v1"


EVENTS = (MealPlanned, VisitPlanned)
