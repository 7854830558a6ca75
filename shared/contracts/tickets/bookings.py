"""Bookings of home services: asked for, booked, waited for, moved, cancelled."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
    pii,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.residents.households import BuildingCode, Room
from shared.contracts.residents.people import PersonName, Phone
from shared.contracts.tickets.home_services import NOT_OFFERED, Day
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.rounds import NO_SUCH_SLOT, RoundPlanned, RoundWanted, SlotNumber
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

STATION = STAFF | {Role.COUNTER_CLERK}
"""Who books on behalf of others, at the shop's counter or on line, and reports on the work."""

GridPath = Annotated[
    str,
    StringConstraints(pattern=r"^\d{6}(\.\d{3}){3}$"),
    Field(description="the grid that the home lies in", examples=["150202.003.005.012"]),
]


class BookingState(StrEnum):
    """Asked: for a round that is not planned yet. Waiting: in line for a place. Lapsed: waited, and got none."""

    ASKED = "asked"
    WAITING = "waiting"
    BOOKED = "booked"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class BookingChannel(StrEnum):
    ONLINE = "online"
    COUNTER = "counter"
    PHONE = "phone"


class Outcome(StrEnum):
    """Not met: nobody was there."""

    DONE = "done"
    PARTLY = "partly"
    NOT_MET = "not_met"


class HomeContact(Value):
    """Where the household lives and whom to call. Sealed at rest."""

    name: PersonName
    phone: Phone
    building: BuildingCode = pii()
    room: Room = pii()


class OnBehalf(Value):
    """A worker books for a resident, who is known by account or not at all."""

    account: Id | None = None


class BookingFields(Command):
    """Without `on_behalf` the caller books for himself or herself."""

    area: GridPath
    contact: HomeContact
    note: ShortText | None = Field(default=None, description="what is to be done; sealed as well")
    on_behalf: OnBehalf | None = None
    channel: BookingChannel = BookingChannel.ONLINE


class AskForRound(BookingFields):
    """There is no round with a place yet: the household asks for one and waits until it is planned."""

    service_id: Id


class Book(BookingFields):
    round_id: Id
    slot: SlotNumber
    or_wait: bool = Field(default=False, description="stand in line where the slot is full")


class BookingAction(Command):
    booking_id: Id


class GetBooking(BookingAction):
    pass


class ListMyBookings(PageQuery):
    pass


class ListBookings(PageQuery):
    """For the station: contacts are masked here and shown in the single booking."""

    area: AreaPath
    state: BookingState | None = None
    service_id: Id | None = None
    round_id: Id | None = None
    day: Day | None = None


class MoveBooking(BookingAction):
    """To another slot of the same round. Where that is full, the place that one has is kept."""

    slot: SlotNumber


class CancelBooking(BookingAction):
    """The first in line gets the place and is told."""

    reason: ShortText | None = None


class ContactView(View):
    name: str = pii()
    phone: str = pii()
    building: str = pii()
    room: str = pii()
    note: str | None = pii(default=None)


class BookingStep(View):
    action: str
    at: Moment
    slot: int | None = None
    note: str | None = None


class ReportView(View):
    outcome: Outcome
    note: str
    minutes: Count
    photos: list[Id] = []
    taken_fen: Count


class BookingView(View):
    id: Id
    service: Id
    name: str
    name_en: str
    round: Id | None = None
    slot: int | None = None
    starts_at: Moment | None = None
    area: AreaPath
    state: BookingState
    channel: BookingChannel
    booked_at: Moment
    price_fen: Count
    in_line: Count | None = Field(default=None, description="place in the line, 1 is next, for those who wait")
    contact: ContactView | None = Field(
        default=None, description="in full for the customer and the station's staff who open the booking, else masked"
    )
    report: ReportView | None = None
    stars: int | None = None
    comment: str | None = None
    objection: str | None = None
    history: list[BookingStep] = []
    actions: list[NextAction] = []
    version: Version


class BookingPage(Page[BookingView]):
    pass


class BookingMoved(Event):
    """Something happened to a booking: its place, its state or its hour. `action` says what; the contact is not told."""

    TYPE: ClassVar[str] = "tickets.booking.moved.v1"

    booking: Id
    service: Id
    round: Id | None = None
    account: str | None = None
    area: AreaPath
    action: str
    state: BookingState
    slot: Count | None = None
    starts_at: Moment | None = None
    reason: str | None = None


SLOT_FULL = ErrorCode(
    "tickets.slot_full",
    409,
    "Slot {number} is full. There is room in: {room}. You can also wait in line.",
    "第 {number} 个时段已约满。尚有空位的时段：{room}。您也可以排队候补。",
)
TOO_EARLY = ErrorCode("tickets.too_early", 409, "Sign-up opens at {at}.", "报名将于 {at} 开始。")
SIGN_UP_ENDED = ErrorCode("tickets.sign_up_ended", 409, "Sign-up ended at {at}.", "报名已于 {at} 截止。")
BOOKED_ALREADY = ErrorCode(
    "tickets.booked_already", 409, "Your household has a booking here already.", "您家已在本轮预约。"
)
NOT_IN_AREA = ErrorCode(
    "tickets.not_in_area", 422, "This is offered in {area} only.", "该服务仅面向 {area} 区域内的住户。"
)
HOME_IN_NO_GRID = ErrorCode("tickets.home_in_no_grid", 422, "There is no grid {area}.", "没有网格 {area}。")
HOME_ELSEWHERE = ErrorCode(
    "tickets.home_elsewhere", 422, "Building {building} lies in {area}.", "楼栋 {building} 位于 {area}。"
)
NOT_FOR_SOMEBODY_ELSE = ErrorCode(
    "tickets.not_for_somebody_else",
    403,
    "Only the station's staff book on behalf of others, in their own area.",
    "只有服务站工作人员可以代辖区内居民预约。",
)
TOO_LATE_TO_CHANGE = ErrorCode(
    "tickets.too_late_to_change", 409, "It could be changed until {at}.", "更改或取消的截止时间为 {at}。"
)
SAME_SLOT = ErrorCode(
    "tickets.same_slot", 409, "The booking is for slot {number} already.", "预约已在第 {number} 个时段。"
)
ROUND_OVER = ErrorCode("tickets.round_over", 409, "The round is over: {state}.", "该轮服务已结束（{state}）。")

BOOKERS = frozenset({Role.RESIDENT}) | STATION
PLACING = (NOT_FOUND, NOT_OFFERED, NOT_IN_AREA, HOME_IN_NO_GRID, HOME_ELSEWHERE, BOOKED_ALREADY, NOT_FOR_SOMEBODY_ELSE)
MOVES = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)

ASK_FOR_ROUND = Op(
    "ask_for_round", POST("/home-services/{service_id}/bookings"), AskForRound, BookingView, BOOKERS,
    "Ask for a round of a home service", emits=(BookingMoved, RoundWanted, RoundPlanned), errors=PLACING, deadline=30,
)  # fmt: skip
BOOK = Op(
    "book", POST("/rounds/{round_id}/bookings"), Book, BookingView, BOOKERS, "Book a place in a round, or wait in line",
    emits=(BookingMoved,), errors=(*PLACING, SLOT_FULL, TOO_EARLY, SIGN_UP_ENDED, ROUND_OVER, NO_SUCH_SLOT), deadline=20,
)  # fmt: skip
GET_BOOKING = Op(
    "get_booking", GET("/bookings/{booking_id}"), GetBooking, BookingView, BOOKERS, "One booking, with its contact",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_MY_BOOKINGS = Op(
    "list_my_bookings", GET("/me/bookings"), ListMyBookings, BookingPage, BOOKERS, "My bookings, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
LIST_BOOKINGS = Op(
    "list_bookings", GET("/bookings"), ListBookings, BookingPage, STATION, "Bookings of an area, newest first, masked",
    writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
MOVE_BOOKING = Op(
    "move_booking", POST("/bookings/{booking_id}/move", 200), MoveBooking, BookingView, BOOKERS,
    "Move a booking to another slot", emits=(BookingMoved,), deadline=20,
    errors=(*MOVES, SLOT_FULL, SIGN_UP_ENDED, TOO_EARLY, TOO_LATE_TO_CHANGE, NO_SUCH_SLOT, SAME_SLOT, ROUND_OVER),
)  # fmt: skip
CANCEL_BOOKING = Op(
    "cancel_booking", POST("/bookings/{booking_id}/cancel", 200), CancelBooking, BookingView, BOOKERS, "Cancel a booking",
    emits=(BookingMoved,), errors=(*MOVES, TOO_LATE_TO_CHANGE), deadline=20,
)  # fmt: skip
OPERATIONS = (
    ASK_FOR_ROUND, BOOK, LIST_BOOKINGS, GET_BOOKING, LIST_MY_BOOKINGS, MOVE_BOOKING, CANCEL_BOOKING,
)  # fmt: skip
EVENTS = (BookingMoved,)
