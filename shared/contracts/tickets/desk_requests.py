"""Requests that the live desk takes on the spot: filed as matters, talked over, followed until they are closed."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    LongText,
    Moment,
    Page,
    PageQuery,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.intake import OPEN_TICKET, OnBehalf
from shared.contracts.tickets.live_desk import StreamAction
from shared.contracts.tickets.matters import NextAction, TicketFields, TicketOpened, TicketState
from shared.contracts.tickets.sessions import WRONG_PERIOD
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

FEWEST_EXCHANGES = 5


class DeskMode(StrEnum):
    """On line: the resident does it in the app. Remote: the desk does it. Helped: at the counter. At home: at theirs."""

    ONLINE = "online"
    REMOTE = "remote"
    HELPED = "helped"
    AT_HOME = "at_home"


class DeskRequestState(StrEnum):
    FOLLOWED = "followed"
    CLOSED = "closed"


class ExchangeSide(StrEnum):
    """Who spoke."""

    HOST = "host"
    RESIDENT = "resident"


class TakeDeskRequest(TicketFields, StreamAction):
    """The matter is filed in the name of who asked the question, or of whom the host names; its channel is the live desk."""

    mode: DeskMode
    question: Id | None = Field(default=None, description="the question of this stream that it comes from")
    on_behalf: OnBehalf | None = Field(default=None, description="for somebody who did not ask a question")
    photos: list[Id] = Field(default=[], max_length=9)
    vulnerable: bool = Field(default=False, description="somebody in the household is very old, ill or disabled")


class DeskRequestAction(Command):
    request_id: Id


class GetDeskRequest(DeskRequestAction):
    pass


class ListDeskRequests(PageQuery):
    """Those of an area for its staff; without an area, the caller's own."""

    area: AreaPath | None = None
    state: DeskRequestState | None = Field(None, description="`followed` for what is still open")


class RecordExchange(DeskRequestAction):
    """One turn of talk about the request. Residents record their own; hosts record either side.

    `settled` is the resident's word that nothing more is needed: their own, or for somebody without an account what the
    host was told.
    """

    side: ExchangeSide
    mode: DeskMode
    note: LongText
    settled: bool = False


class CloseDeskRequest(DeskRequestAction):
    outcome: LongText


class ShowDeskFigures(Command):
    """Of the area with all below it. `since` and `until` are days in Shanghai, both counted in."""

    area: AreaPath
    since: date | None = None
    until: date | None = None


class ExchangeView(View):
    side: ExchangeSide
    mode: DeskMode
    at: Moment
    note: str
    settled: bool
    recorded_by_host: bool


class DeskRequestView(View):
    id: Id
    stream: Id
    question: Id | None = None
    area: AreaPath
    mode: DeskMode
    ticket: Id = Field(description="the one that it was merged into, if it was")
    ticket_number: str
    ticket_state: TicketState
    ticket_open: bool
    state: DeskRequestState
    taken_at: Moment
    exchanges: list[ExchangeView]
    exchanges_needed: Count = Field(description="how many are missing before the desk may close it")
    settled: bool = Field(description="the resident has said that nothing more is needed")
    outcome: str | None = None
    closed_at: Moment | None = None
    actions: list[NextAction] = []
    version: Version


class DeskRequestPage(Page[DeskRequestView]):
    pass


class ModeCount(View):
    mode: DeskMode
    count: Count


class DeskCounts(View):
    """Followed up: requests closed after at least five exchanges."""

    area: AreaPath
    streams: Count = Field(description="held or closed")
    questions: Count
    replies: Count
    given_live: Count = Field(description="replies while the stream was open")
    requests: Count
    followed_up: Count


class DeskFigures(DeskCounts):
    """`parts` are the areas directly below."""

    planned: Count = Field(description="still to come")
    missed: Count
    cancelled: Count
    waiting: Count = Field(description="questions without an answer")
    by_guide: Count = Field(description="replies that point to a guide")
    open_requests: Count
    settled_early: Count = Field(description="requests closed on the resident's word, with fewer exchanges")
    exchanges: Count
    modes: list[ModeCount] = Field(description="of the requests taken")
    parts: list[DeskCounts]


class DeskRequestTaken(Event):
    TYPE: ClassVar[str] = "tickets.desk_request.taken.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    request: Id
    stream: Id
    ticket: Id
    area: AreaPath
    mode: DeskMode


class DeskRequestClosed(Event):
    TYPE: ClassVar[str] = "tickets.desk_request.closed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    request: Id
    ticket: Id
    area: AreaPath
    exchanges: Count


TOO_FEW_EXCHANGES = ErrorCode(
    "tickets.too_few_exchanges", 409,
    "There were {count} exchanges; it takes {needed}, or the resident's word that it is settled.",
    "目前沟通 {count} 次；须满 {needed} 次，或居民确认已解决。",
)  # fmt: skip
TICKET_STILL_OPEN = ErrorCode(
    "tickets.ticket_still_open", 409, "The matter {number} is not closed yet.", "工单 {number} 尚未办结。"
)
NOT_YOUR_SIDE = ErrorCode(
    "tickets.not_your_side", 403, "You can record only what you said yourself.", "只能登记您本人的沟通内容。"
)
ONLY_THE_RESIDENT = ErrorCode(
    "tickets.only_the_resident", 403, "Only the resident can say that it is settled.", "只有居民本人可以确认已解决。"
)
TOO_MANY_EXCHANGES = ErrorCode(
    "tickets.too_many_exchanges", 409, "At most {limit} exchanges.", "沟通记录最多 {limit} 条。"
)

MOVES = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
SIDES = frozenset({Role.RESIDENT, *STAFF})
TAKEN_ALREADY = ErrorCode(
    "tickets.request_taken_already", 409, "A request was taken from this question before.", "该提问已登记为诉求。"
)

TAKE_DESK_REQUEST = Op(
    "take_desk_request", POST("/live-desk/streams/{stream_id}/requests"), TakeDeskRequest, DeskRequestView, STAFF,
    "File a matter on the spot, as a host of the open stream", emits=(TicketOpened, DeskRequestTaken),
    errors=(*MOVES, TAKEN_ALREADY, *OPEN_TICKET.errors),
)  # fmt: skip
LIST_DESK_REQUESTS = Op(
    "list_desk_requests", GET("/live-desk/requests"), ListDeskRequests, DeskRequestPage, SIDES,
    "Requests taken by the live desk, the oldest first: of an area for its staff, or my own", writes=False,
    errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
GET_DESK_REQUEST = Op(
    "get_desk_request", GET("/live-desk/requests/{request_id}"), GetDeskRequest, DeskRequestView, SIDES,
    "One request with its exchanges, for who made it and for staff of the area", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
RECORD_EXCHANGE = Op(
    "record_exchange", POST("/live-desk/requests/{request_id}/exchanges"), RecordExchange, DeskRequestView, SIDES,
    "Record what host or resident said about a request", errors=(*MOVES, NOT_YOUR_SIDE, ONLY_THE_RESIDENT, TOO_MANY_EXCHANGES),
)  # fmt: skip
CLOSE_DESK_REQUEST = Op(
    "close_desk_request", POST("/live-desk/requests/{request_id}/close", 200), CloseDeskRequest, DeskRequestView, STAFF,
    "Stop following a request: its matter is closed, and there were enough exchanges", emits=(DeskRequestClosed,),
    errors=(*MOVES, TOO_FEW_EXCHANGES, TICKET_STILL_OPEN),
)  # fmt: skip
SHOW_DESK_FIGURES = Op(
    "show_desk_figures", GET("/live-desk/figures"), ShowDeskFigures, DeskFigures, STAFF | {Role.AUDITOR},
    "Streams, questions, replies and requests of the live desk, by area and period", writes=False,
    errors=(OUTSIDE_AREA, WRONG_PERIOD),
)  # fmt: skip

OPERATIONS = (
    SHOW_DESK_FIGURES, TAKE_DESK_REQUEST, LIST_DESK_REQUESTS, GET_DESK_REQUEST, RECORD_EXCHANGE, CLOSE_DESK_REQUEST,
)  # fmt: skip
EVENTS = (DeskRequestTaken, DeskRequestClosed)
