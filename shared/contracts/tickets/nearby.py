"""What is reported near by already, before somebody reports it again."""

from pydantic import Field

from shared.contracts.model import Command, Count, Id, Latitude, Longitude, Moment, View
from shared.contracts.operation import GET, Op
from shared.contracts.tickets.catalogue import NO_SUCH_CATEGORY, CategoryCode
from shared.contracts.tickets.intake import REPORTERS
from shared.contracts.tickets.json_object import JsonObject
from shared.contracts.tickets.matters import TicketState


class ShowNearby(Command):
    """Within the category's radius: one for residents, a wider one for front desks; 0 finds nothing."""

    category: CategoryCode
    longitude: Longitude
    latitude: Latitude
    others: bool = Field(default=False, description="whether to list other categories as well, behind the asked one")
    limit: int = Field(default=10, ge=1, le=50)


class NearbyMatter(View):
    """An open matter near by. Words of the reporter are shown to those who handle it, and to nobody else."""

    id: Id
    number: str
    category: CategoryCode
    state: TicketState
    metres: Count = Field(description="how far away it is")
    opened_at: Moment
    promised_at: Moment | None = None
    supporters: Count = Field(description="who reported the same or joined, besides the reporter")
    mine: bool = Field(description="whether the caller reported it")
    following: bool = Field(description="whether the caller follows it")
    matter: str | None = Field(None, description="what it is about, as the desk puts it for everybody")
    text: str | None = Field(None, description="shortened; for those who handle it")
    extra: JsonObject = Field(
        default={}, description="choices, flags and numbers of the category's fields; no free text"
    )
    photos: list[Id] = []


class NearbyMatters(View):
    radius: Count = Field(description="metres")
    items: list[NearbyMatter]


SHOW_NEARBY = Op(
    "show_nearby", GET("/tickets/nearby"), ShowNearby, NearbyMatters, REPORTERS,
    "Open matters near by, the nearest first, to join instead of reporting again", writes=False,
    errors=(NO_SUCH_CATEGORY,),
)  # fmt: skip

OPERATIONS = (SHOW_NEARBY,)
EVENTS = ()
