"""Outside desks: legal aid, counselling, petitions, the hotline, and what they report of the matters sent to them."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Event,
    Id,
    LongText,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.catalogue import KEEPERS
from shared.contracts.tickets.handling import DESK_ERRORS
from shared.contracts.tickets.matters import (
    NextAction,
    ReferralState,
    TicketAction,
    TicketMoved,
    TicketNews,
    TicketView,
)
from shared.contracts.tickets.sessions import Scheduled
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

DeskCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"),
    Field(description="an outside desk", examples=["legal_aid"]),
]
UpdateId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]


class ReportedState(StrEnum):
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    REFUSED = "refused"


class OutsideDeskFields(Value):
    """clients: the partner's accounts, which see what is sent to the desk and report of it; none: staff enter its word."""

    name: ShortText = Field(description="in Chinese", examples=["法律援助中心"])
    name_en: ShortText = Field(examples=["Legal aid centre"])
    clients: list[Id] = Field(default=[], max_length=20)
    active: bool = Field(True, description="whether matters are sent to it")


class PutOutsideDesk(OutsideDeskFields, Command):
    """Replaces all fields. New accounts see what lies at the desk, those that are gone see it no more."""

    code: DeskCode


class ListOutsideDesks(Command):
    pass


class OutsideDesk(OutsideDeskFields, View):
    code: DeskCode
    version: Version


class OutsideDesks(View):
    items: list[OutsideDesk]


class SendOutside(TicketAction):
    outside_desk: DeskCode
    note: LongText


class BringBack(TicketAction):
    note: LongText


class ReportFromOutside(TicketAction):
    """What an outside desk has to say of a matter; `answered` and `refused` bring it back to the desk that sent it.

    An update that is older than the last one is kept, and moves nothing.
    """

    update_id: UpdateId = Field(description="the desk's own; each is taken once")
    outside_desk: DeskCode | None = Field(
        None, description="needed where staff enter it, or the caller has several desks"
    )
    reference: ShortText = Field(description="the matter's number there")
    state: ReportedState
    text: LongText
    updated_at: Scheduled


class ListReferrals(PageQuery):
    """Partners see what was sent to their desks; staff what was sent from their areas."""

    outside_desk: DeskCode | None = None
    state: ReferralState | None = None
    area: AreaPath | None = None


class GetReferral(Command):
    referral_id: Id


class OutsideUpdate(View):
    update_id: str
    state: ReportedState
    text: str
    reference: str
    updated_at: Moment
    received_at: Moment
    late: bool = Field(description="older than what was known, or after it was over: it moved nothing")


class ReferralView(View):
    """One hand-off of a matter to an outside desk."""

    id: Id
    ticket: Id
    number: str
    outside_desk: DeskCode
    area: AreaPath
    from_desk: AreaPath
    state: ReferralState
    reference: str | None = None
    note: str
    sent_at: Moment
    updated_at: Moment | None = None
    ended_at: Moment | None = None
    updates: list[OutsideUpdate] = []
    actions: list[NextAction] = []
    version: Version


class ReferralPage(Page[ReferralView]):
    pass


class TicketSentOutside(TicketNews, Event):
    """Something waits for an outside desk; it is fetched with `GET /v1/referrals` and `GET /v1/tickets/{ticket_id}`."""

    TYPE: ClassVar[str] = "tickets.ticket.sent_outside.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    outside_desk: DeskCode
    referral: Id


NO_SUCH_DESK = ErrorCode(
    "tickets.no_such_outside_desk", 422, "There is no outside desk {desk} to send to.", "没有可转办的外部单位“{desk}”。"
)
UPDATE_REPEATED = ErrorCode(
    "tickets.update_repeated", 409, "The update {update_id} was taken before.", "更新 {update_id} 已提交过。"
)
UPDATE_FROM_THE_FUTURE = ErrorCode(
    "tickets.update_from_the_future", 422, "The update is dated after now.", "更新时间晚于当前时间。"
)
NAME_THE_DESK = ErrorCode(
    "tickets.name_the_desk", 422, "Say for which outside desk: {desks}.", "请指明外部单位：{desks}。"
)
REPORTS_ITSELF = ErrorCode(
    "tickets.desk_reports_itself", 409, "{desk} reports by its own system.", "“{desk}”由其自有系统反馈，不能代录。"
)
TOO_MANY_DESKS = ErrorCode(
    "tickets.too_many_outside_desks", 422, "There are {most} outside desks at most.", "外部单位最多 {most} 个。"
)
REFERRERS = STAFF | {Role.PARTNER}

PUT_OUTSIDE_DESK = Op(
    "put_outside_desk", PUT("/outside-desks/{code}"), PutOutsideDesk, OutsideDesk, KEEPERS,
    "Add or change an outside desk", errors=(STALE_VERSION, TOO_MANY_DESKS),
)  # fmt: skip
LIST_OUTSIDE_DESKS = Op(
    "list_outside_desks", GET("/outside-desks"), ListOutsideDesks, OutsideDesks, STAFF | {Role.OPS, Role.AUDITOR},
    "All outside desks", writes=False,
)  # fmt: skip
SEND_OUTSIDE = Op(
    "send_outside", POST("/tickets/{ticket_id}/send-outside", 200), SendOutside, TicketView, STAFF,
    "Hand a matter to an outside desk", emits=(TicketSentOutside, TicketMoved), errors=(*DESK_ERRORS, NO_SUCH_DESK),
)  # fmt: skip
BRING_BACK = Op(
    "bring_back", POST("/tickets/{ticket_id}/bring-back", 200), BringBack, TicketView, STAFF,
    "Take a matter back from an outside desk", emits=(TicketMoved,), errors=DESK_ERRORS,
)  # fmt: skip
REPORT_FROM_OUTSIDE = Op(
    "report_from_outside", POST("/outside-desks/updates"), ReportFromOutside, ReferralView, REFERRERS,
    "Report of a matter that was sent to an outside desk; staff do it for desks without a system",
    emits=(TicketMoved,),
    errors=(NOT_FOUND, FORBIDDEN, STALE_VERSION, NAME_THE_DESK, UPDATE_REPEATED, UPDATE_FROM_THE_FUTURE, REPORTS_ITSELF),
)  # fmt: skip
LIST_REFERRALS = Op(
    "list_referrals", GET("/referrals"), ListReferrals, ReferralPage, REFERRERS,
    "What was sent to outside desks, newest first", writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
GET_REFERRAL = Op(
    "get_referral", GET("/referrals/{referral_id}"), GetReferral, ReferralView, REFERRERS,
    "One hand-off to an outside desk, with its updates", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip

OPERATIONS = (
    LIST_OUTSIDE_DESKS, PUT_OUTSIDE_DESK, SEND_OUTSIDE, BRING_BACK, REPORT_FROM_OUTSIDE, LIST_REFERRALS, GET_REFERRAL,
)  # fmt: skip
EVENTS = (TicketSentOutside,)
