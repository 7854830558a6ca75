"""A matter, from the report to the rated close."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import EVERYBODY, PUBLIC, STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Event,
    Id,
    LongText,
    Moment,
    Page,
    PageQuery,
    Point,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, Op
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class TicketState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DONE = "done"
    RATED = "rated"


class Category(StrEnum):
    ROAD = "road"
    WATER = "water"
    POWER = "power"
    RUBBISH = "rubbish"
    NOISE = "noise"
    SAFETY = "safety"
    OTHER = "other"


class TicketFields(Value):
    category: Category
    text: LongText
    point: Point


class OpenTicket(TicketFields, Command):
    """A report. Up to nine photos, uploaded before (`POST /photos`) by the same person."""

    photos: list[Id] = Field(default=[], max_length=9)


class TicketAction(Command):
    ticket_id: Id


class AcceptTicket(TicketAction):
    pass


class FinishTicket(TicketAction):
    note: LongText


class RateTicket(TicketAction):
    stars: int = Field(ge=1, le=5, description="1 (bad) to 5 (very good)")
    comment: LongText | None = None


class GetTicket(TicketAction):
    pass


class ListTickets(PageQuery):
    """Residents see their own; staff those of their areas of duty."""

    state: TicketState | None = None
    area: AreaPath | None = Field(None, description="only what lies in this area")


class ShowBoard(PageQuery):
    area: AreaPath


class NextAction(View):
    """Something that this caller may do now, and the fields that must be sent along."""

    action: str
    needs: list[str] = []


class Step(View):
    """One entry of the history."""

    action: str
    at: Moment
    target: TicketState
    note: str | None = None


class TicketView(TicketFields, View):
    id: Id
    number: str = Field(description="for people: year, month, day and eight letters", examples=["261121-7K3M-9QXA"])
    state: TicketState
    area: AreaPath
    photos: list[Id] = []
    opened_at: Moment
    note: str | None = None
    stars: int | None = None
    history: list[Step] = []
    actions: list[NextAction] = Field(default=[], description="what this caller may do next")
    version: Version


class BoardEntry(View):
    """What everybody may see of a matter: nothing in it identifies who reported it."""

    number: str
    category: Category
    state: TicketState
    area: AreaPath
    opened_at: Moment
    note: str | None = None
    stars: int | None = None


class TicketPage(Page[TicketView]):
    pass


class BoardPage(Page[BoardEntry]):
    pass


class TicketNews(Value):
    """What partners are told of a matter: no words of the reporter, and no person."""

    number: str
    category: Category
    state: TicketState
    area: AreaPath


class TicketOpened(TicketNews, Event):
    TYPE: ClassVar[str] = "tickets.ticket.opened.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"


class TicketAccepted(TicketNews, Event):
    TYPE: ClassVar[str] = "tickets.ticket.accepted.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"


class TicketDone(TicketNews, Event):
    TYPE: ClassVar[str] = "tickets.ticket.done.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"


class TicketRated(TicketNews, Event):
    TYPE: ClassVar[str] = "tickets.ticket.rated.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    stars: int


NO_GRID = ErrorCode(
    "tickets.no_grid", 422, "The place lies in no grid that this suite knows.", "该位置不在任何已登记的网格内。"
)
NO_SUCH_PHOTO = ErrorCode(
    "tickets.no_such_photo", 422, "There is no photo {photo} of yours.", "没有找到您上传的照片 {photo}。"
)
ACTION_ERRORS = (NOT_FOUND, FORBIDDEN, OUTSIDE_AREA, NOT_ALLOWED_NOW, STALE_VERSION)

OPEN_TICKET = Op(
    "open_ticket", POST("/tickets"), OpenTicket, TicketView, frozenset({Role.RESIDENT, *STAFF}), "Report a matter",
    emits=(TicketOpened,), errors=(NO_GRID, NO_SUCH_PHOTO),
)  # fmt: skip
GET_TICKET = Op(
    "get_ticket", GET("/tickets/{ticket_id}"), GetTicket, TicketView, EVERYBODY, "One ticket, with its history",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_TICKETS = Op(
    "list_tickets", GET("/tickets"), ListTickets, TicketPage, frozenset({Role.RESIDENT, *STAFF}),
    "My tickets, or those of my areas of duty, newest first", writes=False, errors=(BAD_CURSOR, OUTSIDE_AREA),
)  # fmt: skip
ACCEPT_TICKET = Op(
    "accept_ticket", POST("/tickets/{ticket_id}/accept", 200), AcceptTicket, TicketView, STAFF,
    "Take a matter on", emits=(TicketAccepted,), errors=ACTION_ERRORS,
)  # fmt: skip
FINISH_TICKET = Op(
    "finish_ticket", POST("/tickets/{ticket_id}/finish", 200), FinishTicket, TicketView, STAFF,
    "Say that it is done, and what was done", emits=(TicketDone,), errors=ACTION_ERRORS,
)  # fmt: skip
RATE_TICKET = Op(
    "rate_ticket", POST("/tickets/{ticket_id}/rate", 200), RateTicket, TicketView, frozenset({Role.RESIDENT, *STAFF}),
    "Rate what was done, as the one who reported it", emits=(TicketRated,), errors=ACTION_ERRORS,
)  # fmt: skip
SHOW_BOARD = Op(
    "show_board", GET("/board"), ShowBoard, BoardPage, PUBLIC, "The public board of an area, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip

OPERATIONS = (OPEN_TICKET, GET_TICKET, LIST_TICKETS, ACCEPT_TICKET, FINISH_TICKET, RATE_TICKET, SHOW_BOARD)
EVENTS = (TicketOpened, TicketAccepted, TicketDone, TicketRated)
