"""Shared bills: one bill for many households, split by what their meters show, to the last fen."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

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
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.sessions import NO_SUCH_TOPIC
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Fen = Annotated[int, Field(ge=1, le=10**11, description="fen")]
MeterReading = Annotated[int, Field(ge=0, le=10**9, description="in the bill's unit")]


class BillState(StrEnum):
    READING = "reading"
    SETTLED = "settled"
    PAID = "paid"


class BillHousehold(Value):
    household: ShortText
    account: Id | None = Field(None, description="who may see the bill for this household")


class BillFields(Value):
    """total: what all owe together, in fen. unit: what the meters count."""

    area: AreaPath
    title: ShortText
    unit: ShortText = Field("L", description="what the meters count, such as L or kWh")
    total: Fen
    since: date
    until: date = Field(description="the last day of the period")
    topic: Id | None = None


class OpenBill(BillFields, Command):
    households: list[BillHousehold] = Field(min_length=1, max_length=500)


class BillAction(Command):
    bill_id: Id


class GetBill(BillAction):
    pass


class ListBills(PageQuery):
    area: AreaPath
    state: BillState | None = None


class ReadMeter(BillAction):
    """Read again, the newer reading counts."""

    household: ShortText
    before: MeterReading
    after: MeterReading


class SettleBill(BillAction):
    """Splits the total by use once every meter is read; where nobody used anything, evenly."""


class RecordPayment(BillAction):
    household: ShortText
    amount: int = Field(ge=1, le=10**11, description="fen")
    note: ShortText | None = None


class BillRow(View):
    household: str
    before: int | None = None
    after: int | None = None
    used: int | None = None
    amount: int | None = Field(None, description="its part of the total, fen")
    paid: Count
    open: int | None = Field(None, description="what is left to pay, fen")
    mine: bool


class Payment(View):
    household: str
    amount: Count
    at: Moment
    note: str | None = None


class BillView(BillFields, View):
    """Staff of the area see all rows and payments, a household its own."""

    id: Id
    state: BillState
    households: Count
    unread: Count = Field(description="meters not read yet")
    rows: list[BillRow]
    payments: list[Payment]
    paid: Count
    open: Count = Field(description="what is left of the total, fen")
    settled_at: Moment | None = None
    actions: list[NextAction] = []
    version: Version


class BillPage(Page[BillView]):
    pass


class BillSettled(Event):
    TYPE: ClassVar[str] = "tickets.bill.settled.v1"

    bill: Id
    area: AreaPath
    households: Count
    total: Count


HOUSEHOLD_TWICE = ErrorCode("tickets.household_twice", 422, "{household} is listed twice.", "“{household}”重复。")
NO_SUCH_HOUSEHOLD = ErrorCode(
    "tickets.no_such_household", 422, "{household} is not on this bill.", "账单中没有“{household}”。"
)
RUNS_BACKWARDS = ErrorCode(
    "tickets.meter_runs_backwards",
    422,
    "The meter showed {before} before and {after} after.",
    "表底数 {before} 大于现读数 {after}。",
)
METERS_UNREAD = ErrorCode("tickets.meters_unread", 409, "{count} meters are not read yet.", "还有 {count} 户未抄表。")
MORE_THAN_OWED = ErrorCode(
    "tickets.more_than_owed", 422, "Only {open} fen are left to pay.", "该户仅剩 {open} 分未付。"
)
BILL_PERIOD = ErrorCode("tickets.bill_period", 422, "The period ends before it begins.", "账期结束早于开始。")
MOVES = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)

OPEN_BILL = Op(
    "open_bill", POST("/bills"), OpenBill, BillView, STAFF, "Open a bill that households share",
    errors=(OUTSIDE_AREA, HOUSEHOLD_TWICE, BILL_PERIOD, NO_SUCH_TOPIC),
)  # fmt: skip
GET_BILL = Op(
    "get_bill", GET("/bills/{bill_id}"), GetBill, BillView, frozenset({Role.RESIDENT, *STAFF}), "One bill", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
LIST_BILLS = Op(
    "list_bills", GET("/bills"), ListBills, BillPage, STAFF, "Bills of an area, newest first", writes=False,
    errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
READ_METER = Op(
    "read_meter", PUT("/bills/{bill_id}/readings"), ReadMeter, BillView, STAFF, "Enter what a household's meter shows",
    errors=(*MOVES, NO_SUCH_HOUSEHOLD, RUNS_BACKWARDS),
)  # fmt: skip
SETTLE_BILL = Op(
    "settle_bill", POST("/bills/{bill_id}/settle", 200), SettleBill, BillView, STAFF, "Split the total among the households",
    emits=(BillSettled,), errors=(*MOVES, METERS_UNREAD),
)  # fmt: skip
RECORD_PAYMENT = Op(
    "record_payment", POST("/bills/{bill_id}/payments", 200), RecordPayment, BillView, STAFF, "Record what a household has paid",
    errors=(*MOVES, NO_SUCH_HOUSEHOLD, MORE_THAN_OWED),
)  # fmt: skip

OPERATIONS = (OPEN_BILL, GET_BILL, LIST_BILLS, READ_METER, SETTLE_BILL, RECORD_PAYMENT)
EVENTS = (BillSettled,)
