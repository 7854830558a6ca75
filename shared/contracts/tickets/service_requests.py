"""Matters as open data: what everybody may list, and what a partner platform sees of those that it has passed on."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field, PlainSerializer

from shared.contracts.actor import PUBLIC, Role
from shared.contracts.model import AreaPath, Command, Count, Id, LongText, Moment, ShortText, View
from shared.contracts.operation import Op
from shared.contracts.tickets.catalogue import CategoryCode
from shared.contracts.tickets.handling import TOO_LATE_TO_DISAGREE
from shared.contracts.tickets.matters import Channel, TicketClosed, TicketMoved
from shared.contracts.tickets.outside import UPDATE_FROM_THE_FUTURE, UPDATE_REPEATED, UpdateId
from shared.kernel.errors import NOT_FOUND

AsOf = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC)),
    PlainSerializer(lambda moment: moment.isoformat(), when_used="json"),
]


class RequestStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class FindRequests(Command):
    """Numbers override all else. `tokens` are ids of tickets. Newest first."""

    numbers: list[ShortText] = Field(default=[], max_length=100)
    tokens: list[Id] = Field(default=[], max_length=100)
    categories: list[CategoryCode] = Field(default=[], max_length=50)
    status: RequestStatus | None = None
    since: AsOf | None = None
    until: AsOf | None = None
    skip: int = Field(0, ge=0, le=100_000)
    limit: int = Field(1000, ge=1, le=1000)


class FindUpdates(Command):
    """What has changed in the time between, oldest first."""

    since: AsOf
    until: AsOf
    limit: int = Field(1000, ge=1, le=1000)


class TakeUpdate(Command):
    """What a partner platform has to say of a request, once per update_id.

    An outside desk that has it: closed answers it. Who passed it on: open again what is done or closed is to disagree,
    closed what is done is to confirm; anything else is kept as a comment.
    """

    number: ShortText
    update_id: UpdateId
    updated_at: AsOf
    status: RequestStatus
    text: LongText


class UpdateTaken(View):
    update_id: str


class RequestNote(View):
    at: Moment
    type: str = Field(description="what was done")
    text: str | None = None
    status: RequestStatus


class RequestRecord(View):
    """description and address are told to the platform alone that passed the matter on; for others places are blurred."""

    id: Id
    number: str
    category: CategoryCode
    status: RequestStatus
    state: str
    note: str | None = None
    unit: str | None = None
    channel: Channel
    area: AreaPath
    opened_at: Moment
    updated_at: Moment
    expected_at: Moment | None = None
    longitude: float | None = None
    latitude: float | None = None
    address: str | None = None
    description: str | None = None
    supporters: Count = 0
    photos: list[Id] = []
    notes: list[RequestNote] = []


class RequestRecords(View):
    items: list[RequestRecord]


class RequestUpdate(RequestNote):
    number: str
    update_id: str


class RequestUpdates(View):
    items: list[RequestUpdate]


FIND_REQUESTS = Op(
    "find_requests", None, FindRequests, RequestRecords, PUBLIC, "Matters as open data", writes=False,
)  # fmt: skip
FIND_UPDATES = Op(
    "find_updates", None, FindUpdates, RequestUpdates, PUBLIC, "What has changed of matters that are open data",
    writes=False,
)  # fmt: skip

TAKE_UPDATE = Op(
    "take_update", None, TakeUpdate, UpdateTaken, frozenset({Role.PARTNER}), "What a partner platform says of a request",
    emits=(TicketMoved, TicketClosed), errors=(NOT_FOUND, UPDATE_REPEATED, UPDATE_FROM_THE_FUTURE, TOO_LATE_TO_DISAGREE),
)  # fmt: skip

OPERATIONS = (FIND_REQUESTS, FIND_UPDATES, TAKE_UPDATE)
EVENTS = ()
