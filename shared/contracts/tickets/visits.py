"""What became of bookings: the report of the work, the customer's word on it, and the figures."""

from datetime import date

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import AreaPath, Command, Count, Id, LongText, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.bookings import BOOKERS, MOVES, STATION, BookingAction, BookingMoved, BookingView, Outcome
from shared.contracts.tickets.home_services import Day, Fen
from shared.contracts.tickets.intake import NO_SUCH_PHOTO
from shared.kernel.errors import OUTSIDE_AREA, ErrorCode


class ReportBooking(BookingAction):
    """What was done. Once the customer has objected, the report can be given anew."""

    outcome: Outcome
    note: LongText
    minutes: int = Field(ge=0, le=1440)
    photos: list[Id] = Field(default=[], max_length=9)
    taken_fen: Fen = Field(default=0, description="the price that was taken; the agreed one at most")


class ConfirmBooking(BookingAction):
    stars: int = Field(ge=1, le=5, description="1 (bad) to 5 (very good)")
    comment: LongText | None = None


class ObjectToBooking(BookingAction):
    reason: LongText


class ShowBookingFigures(Command):
    """Of the area with all below it. `since` and `until` are days in Shanghai, both counted in."""

    area: AreaPath
    service_id: Id | None = None
    since: Day | None = None
    until: Day | None = None


class BookingCounts(View):
    """`booked`: had a place to the end. `satisfied`: four stars or five, of those `rated`."""

    booked: Count
    done: Count
    partly: Count
    no_shows: Count
    cancelled: Count
    objected: Count
    rated: Count
    satisfied: Count
    minutes: Count
    taken_fen: Count


class ServiceFigures(BookingCounts):
    service: Id
    name: str
    name_en: str


class PartBookingFigures(BookingCounts):
    area: AreaPath


class BookingFiguresView(PartBookingFigures):
    """`parts` are the areas directly below."""

    since: date | None = None
    until: date | None = None
    services: list[ServiceFigures]
    parts: list[PartBookingFigures]


VISIT_NOT_BEGUN = ErrorCode("tickets.visit_not_begun", 409, "The slot begins at {at}.", "该时段将于 {at} 开始。")
MORE_THAN_AGREED = ErrorCode(
    "tickets.more_than_agreed", 422, "At most {agreed} fen may be taken.", "最多收取 {agreed} 分。"
)
BACKWARDS = ErrorCode("tickets.backwards", 422, "The period ends before it begins.", "结束日期早于开始日期。")

REPORT_BOOKING = Op(
    "report_booking", POST("/bookings/{booking_id}/report", 200), ReportBooking, BookingView, STATION,
    "Say what was done at a household", emits=(BookingMoved,),
    errors=(*MOVES, VISIT_NOT_BEGUN, MORE_THAN_AGREED, NO_SUCH_PHOTO),
)  # fmt: skip
CONFIRM_BOOKING = Op(
    "confirm_booking", POST("/bookings/{booking_id}/confirm", 200), ConfirmBooking, BookingView, BOOKERS,
    "Confirm the report and rate the work; for a customer without account another worker than the reporting one does",
    emits=(BookingMoved,), errors=MOVES,
)  # fmt: skip
OBJECT_TO_BOOKING = Op(
    "object_to_booking", POST("/bookings/{booking_id}/object", 200), ObjectToBooking, BookingView, BOOKERS,
    "Object to the report", emits=(BookingMoved,), errors=MOVES,
)  # fmt: skip
SHOW_BOOKING_FIGURES = Op(
    "show_booking_figures", GET("/bookings/figures"), ShowBookingFigures, BookingFiguresView, STAFF | {Role.AUDITOR},
    "Bookings by service, area and period: booked, done, no-shows, satisfied", writes=False,
    errors=(OUTSIDE_AREA, BACKWARDS),
)  # fmt: skip

OPERATIONS = (SHOW_BOOKING_FIGURES, REPORT_BOOKING, CONFIRM_BOOKING, OBJECT_TO_BOOKING)
EVENTS = ()
