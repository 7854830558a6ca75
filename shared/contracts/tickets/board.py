"""The public board: matter, person responsible, measure, limit, outcome; objections to it; satisfaction month by month."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import OFFICE, PUBLIC, STAFF, Role
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
    ShortText,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.catalogue import CategoryCode, Colour
from shared.contracts.tickets.matters import TicketAction, TicketMoved, TicketState, TicketView
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Month = Annotated[
    str, StringConstraints(pattern=r"^2[01][0-9]{2}-(0[1-9]|1[0-2])$"), Field(description="a month in Shanghai", examples=["2026-10"])
]  # fmt: skip
MatterNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z-]{1,40}$"), Field(description="the matter's number")]


class ShowBoard(PageQuery):
    area: AreaPath
    category: CategoryCode | None = None
    state: TicketState | None = None


class BoardEntry(View):
    """What everybody may see of a matter: nothing in it identifies who reported it.

    Texts are those that staff write for everybody; numbers of phones and identity cards in them are masked.
    """

    number: str
    category: CategoryCode
    matter: str | None = Field(None, description="what it is about, as the desk puts it for everybody")
    colour: Colour
    state: TicketState
    area: AreaPath
    desk: AreaPath
    unit: str | None = None
    responsible: str | None = Field(None, description="the person responsible")
    measure: str | None = Field(None, description="what is to be done")
    opened_at: Moment
    promised_at: Moment | None = Field(None, description="the limit")
    note: str | None = Field(None, description="the outcome")
    closed_at: Moment | None = None
    objections_until: Moment | None = Field(None, description="until then everybody may object to the outcome")
    supporters: Count = 0
    reopened: Count = 0
    stars: int | None = None


class BoardPage(Page[BoardEntry]):
    pass


class SetNotice(TicketAction):
    """What the board says of a matter. It must name nobody who reported it."""

    matter: ShortText
    measure: LongText


class ObjectionState(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Object(Command):
    """An objection to the outcome that the board shows."""

    number: MatterNumber
    reason: LongText


class ObjectionAction(Command):
    objection_id: Id


class ListObjections(PageQuery):
    """Those to matters in one's areas of duty; for others, one's own."""

    state: ObjectionState | None = None


class DecideObjection(ObjectionAction):
    """Upheld, the matter opens again one level up."""

    upheld: bool
    answer: LongText


class ObjectionView(View):
    id: Id
    number: str
    area: AreaPath
    reason: str
    state: ObjectionState
    at: Moment
    answer: str | None = None
    answered_at: Moment | None = None
    version: Version


class ObjectionPage(Page[ObjectionView]):
    pass


class PublishMonth(Command):
    """Publishes what people said in a month of what was settled in an area. It is frozen from then on.

    What nobody has published is published by itself on the fifth of the month that follows.
    """

    area: AreaPath
    month: Month


class ListMonths(PageQuery):
    area: AreaPath


class MonthView(View):
    """Shares from 0 to 1 of the ratings given in the month; none without ratings."""

    area: AreaPath
    month: Month
    rated: Count
    responded: float | None = None
    solved: float | None = None
    satisfied: float | None = None
    stars: float | None = Field(None, description="the mean")
    published_at: Moment


class MonthPage(Page[MonthView]):
    pass


class SatisfactionPublished(Event):
    TYPE: ClassVar[str] = "tickets.satisfaction.published.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    month: Month
    rated: int
    satisfied: float | None = None


NOT_OBJECTIONABLE = ErrorCode(
    "tickets.no_outcome_yet", 409, "There is no outcome to object to.", "该事项尚无处理结果，不能提出异议。"
)
NOTICE_OVER = ErrorCode(
    "tickets.notice_over", 409, "Objections were possible until {until}.", "异议期已于 {until} 截止。"
)
OBJECTED_ALREADY = ErrorCode(
    "tickets.objected_already", 409, "You have objected to this outcome before.", "您已对该结果提出过异议。"
)
DECIDED_ALREADY = ErrorCode("tickets.objection_decided", 409, "This is decided already.", "该异议已有结论。")
MONTH_NOT_OVER = ErrorCode("tickets.month_not_over", 409, "The month {month} is not over.", "{month} 月份尚未结束。")
MONTH_FROZEN = ErrorCode(
    "tickets.month_frozen",
    409,
    "The month {month} is published and stays as it is.",
    "{month} 的满意度已公布，不再更改。",
)
OBJECTORS = frozenset({Role.RESIDENT, Role.VOLUNTEER, *STAFF})

SHOW_BOARD = Op(
    "show_board", GET("/board"), ShowBoard, BoardPage, PUBLIC, "The public board of an area, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
SET_NOTICE = Op(
    "set_notice", PUT("/tickets/{ticket_id}/notice"), SetNotice, TicketView, STAFF,
    "Say on the board what a matter is about and what is to be done", errors=(NOT_FOUND, FORBIDDEN, STALE_VERSION),
)  # fmt: skip
OBJECT = Op(
    "object", POST("/board/{number}/objections"), Object, ObjectionView, OBJECTORS,
    "Object to an outcome on the board", errors=(NOT_FOUND, NOT_OBJECTIONABLE, NOTICE_OVER, OBJECTED_ALREADY),
)  # fmt: skip
LIST_OBJECTIONS = Op(
    "list_objections", GET("/objections"), ListObjections, ObjectionPage, OBJECTORS,
    "Objections in my areas of duty, or my own, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
DECIDE_OBJECTION = Op(
    "decide_objection", POST("/objections/{objection_id}/decide", 200), DecideObjection, ObjectionView, OFFICE,
    "Uphold or dismiss an objection; upheld, the matter opens again one level up", emits=(TicketMoved,),
    errors=(NOT_FOUND, FORBIDDEN, DECIDED_ALREADY, STALE_VERSION),
)  # fmt: skip
PUBLISH_MONTH = Op(
    "publish_month", POST("/board/months"), PublishMonth, MonthView, OFFICE,
    "Publish the satisfaction of a month for good", emits=(SatisfactionPublished,),
    errors=(OUTSIDE_AREA, MONTH_NOT_OVER, MONTH_FROZEN),
)  # fmt: skip
LIST_MONTHS = Op(
    "list_months", GET("/board/months"), ListMonths, MonthPage, PUBLIC, "Published satisfaction of an area, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip

OPERATIONS = (SHOW_BOARD, SET_NOTICE, OBJECT, LIST_OBJECTIONS, DECIDE_OBJECTION, PUBLISH_MONTH, LIST_MONTHS)
EVENTS = (SatisfactionPublished,)
