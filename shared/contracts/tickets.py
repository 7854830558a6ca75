"""Tickets: a matter from the report to the rated close."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Base64Bytes, Field

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
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, Api, Op
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
    number: str = Field(description="for people: year, month, day and six digits", examples=["261121-004217"])
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


class AddPhoto(Command):
    """A JPEG, PNG or WebP picture of at most 8 MB, told by its content."""

    content: Annotated[Base64Bytes, Field(max_length=11_200_000)]


class PhotoView(View):
    id: Id
    media_type: Literal["image/jpeg", "image/png", "image/webp"]
    size: int = Field(description="bytes")


class GetPhoto(Command):
    photo_id: Id


class PhotoContent(PhotoView):
    """The picture itself; Base64 on the bus."""

    content: Base64Bytes


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
NOT_A_PHOTO = ErrorCode(
    "tickets.not_a_photo", 422, "This is not a JPEG, PNG or WebP picture.", "文件不是 JPEG、PNG 或 WebP 图片。"
)
PHOTO_TOO_LARGE = ErrorCode(
    "tickets.photo_too_large", 422, "The picture has {size} bytes; {limit} is the most.", "图片 {size} 字节，上限 {limit} 字节。"
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
ADD_PHOTO = Op(
    "add_photo", None, AddPhoto, PhotoView, EVERYBODY, "Store a photo", errors=(NOT_A_PHOTO, PHOTO_TOO_LARGE), deadline=15
)
GET_PHOTO = Op(
    "get_photo", None, GetPhoto, PhotoContent, EVERYBODY, "A photo's bytes", writes=False, errors=(NOT_FOUND,), deadline=15
)

API = Api.of(
    "tickets",
    (OPEN_TICKET, GET_TICKET, LIST_TICKETS, ACCEPT_TICKET, FINISH_TICKET, RATE_TICKET, SHOW_BOARD, ADD_PHOTO, GET_PHOTO),
    (TicketOpened, TicketAccepted, TicketDone, TicketRated),
)
