"""Community funds with open books: what was given and spent, in fen, entry by entry."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.actor import OFFICE, Role
from shared.contracts.ledger import OPENING_ERRORS, REVERSAL_ERRORS, TRANSFER_ERRORS, Statement
from shared.contracts.model import AreaPath, Command, Count, Id, Page, PageQuery, ShortText, Value, Version, View, pii
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.posts import Day
from shared.contracts.volunteers.time_bank import MONTH_NOT_BEGUN
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Fen = Annotated[int, Field(ge=1, le=10_000_000_000, description="fen, a hundredth of a yuan")]


class FundEntryKind(StrEnum):
    GIFT = "gift"
    EXPENSE = "expense"


class OpenCommunityFund(Command):
    area: AreaPath
    name: ShortText
    purpose: ShortText


class FundEntry(Value):
    """`what` is open to everybody: it names no person."""

    kind: FundEntryKind
    amount: Fen
    day: Day
    what: ShortText
    paper: ShortText = Field(description="the number of the receipt; each is booked once")
    giver: ShortText | None = pii(default=None, description="who gave it; for staff alone")


class FundAction(Command):
    fund_id: Id


class GetCommunityFund(FundAction):
    pass


class ListCommunityFunds(PageQuery):
    area: AreaPath


class BookFundEntries(FundAction):
    """Up to 100 at once, all or none, in their order."""

    entries: list[FundEntry] = Field(min_length=1, max_length=100)


class ListFundEntries(FundAction, PageQuery):
    pass


class ReverseFundEntry(FundAction):
    """What was booked by mistake is taken back by an entry of its own; both stay in the books."""

    entry_id: Id
    reason: ShortText


class GetFundStatement(FundAction):
    year: int = Field(ge=2020, le=2199)
    month: int = Field(ge=1, le=12)


class CommunityFundView(View):
    id: Id
    area: AreaPath
    name: ShortText
    purpose: ShortText
    given: Count = Field(description="fen")
    spent: Count = Field(description="fen")
    left: Count = Field(description="fen")
    version: Version


class CommunityFundPage(Page[CommunityFundView]):
    pass


class FundEntryView(View):
    id: Id
    number: Count = Field(description="1 is the first entry of the fund")
    kind: FundEntryKind
    amount: Count = Field(description="fen")
    day: date
    what: ShortText
    paper: ShortText
    giver: str | None = pii(default=None, description="for staff of the area")
    left: Count = Field(description="fen, after this entry")
    reversed_because: str | None = None
    version: Version


class FundEntryList(View):
    items: list[FundEntryView]


class FundEntryPage(Page[FundEntryView]):
    pass


PAPER_BOOKED = ErrorCode("volunteers.paper_booked", 409, "This receipt is booked already.", "该票据已入账。")
ENTRY_AHEAD = ErrorCode("volunteers.fund_entry_ahead", 422, "This day has yet to come.", "该日期尚未到来。")

AUDITED = MEMBERS | {Role.AUDITOR}

OPEN_COMMUNITY_FUND = Op(
    "open_community_fund", POST("/community-funds"), OpenCommunityFund, CommunityFundView, OFFICE,
    "Open a community fund with open books", errors=(OUTSIDE_AREA, *OPENING_ERRORS),
)  # fmt: skip
GET_COMMUNITY_FUND = Op(
    "get_community_fund", GET("/community-funds/{fund_id}"), GetCommunityFund, CommunityFundView, AUDITED,
    "What a community fund was given, has spent and has left", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_COMMUNITY_FUNDS = Op(
    "list_community_funds", GET("/community-funds"), ListCommunityFunds, CommunityFundPage, AUDITED,
    "Community funds of an area, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
BOOK_FUND_ENTRIES = Op(
    "book_fund_entries", POST("/community-funds/{fund_id}/entries"), BookFundEntries, FundEntryList, OFFICE,
    "Book gifts and expenses of a community fund", keeps_reply=False,
    errors=(NOT_FOUND, PAPER_BOOKED, ENTRY_AHEAD, *TRANSFER_ERRORS, STALE_VERSION),
)  # fmt: skip
LIST_FUND_ENTRIES = Op(
    "list_fund_entries", GET("/community-funds/{fund_id}/entries"), ListFundEntries, FundEntryPage, AUDITED,
    "The open books of a community fund, newest first", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
REVERSE_FUND_ENTRY = Op(
    "reverse_fund_entry", POST("/community-funds/{fund_id}/entries/{entry_id}/reversal", 200), ReverseFundEntry, FundEntryView,
    OFFICE, "Take back an entry that was booked by mistake", errors=(NOT_FOUND, *REVERSAL_ERRORS, STALE_VERSION),
    keeps_reply=False,
)  # fmt: skip
GET_FUND_STATEMENT = Op(
    "get_fund_statement", GET("/community-funds/{fund_id}/statements/{year}/{month}"), GetFundStatement, Statement, AUDITED,
    "A month's statement of a community fund, which verifies against the book", writes=False,
    errors=(NOT_FOUND, MONTH_NOT_BEGUN),
)  # fmt: skip

OPERATIONS = (
    OPEN_COMMUNITY_FUND, GET_COMMUNITY_FUND, LIST_COMMUNITY_FUNDS, BOOK_FUND_ENTRIES, LIST_FUND_ENTRIES,
    REVERSE_FUND_ENTRY, GET_FUND_STATEMENT,
)  # fmt: skip
EVENTS = ()
