"""The time bank: accounts of hours, the pool of a community, gifts, and statements that their owner can keep.

Hours are kept in minutes.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import EVERYBODY, PUBLIC, STAFF, Role
from shared.contracts.ledger import OPENING_ERRORS, TRANSFER_ERRORS, Amount, Statement, StatementLine
from shared.contracts.model import AreaPath, Command, Event, Id, Page, PageQuery, ShortText, Version, View
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.help_kinds import HelpVisitKind, RequestKey
from shared.contracts.volunteers.people import MEMBERS
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

CAP = 90_000
"""What one person's account can hold: 1,500 hours in minutes. What is earned beyond it goes to the pool."""

Minutes = Annotated[int, Field(ge=1, le=CAP, description="minutes")]


class OpenHours(Command):
    """For oneself. Opened again with another area, the account goes over to the pool of that community."""

    area: AreaPath = Field(description="where one lives, at least a community")


class OpenHoursFor(Command):
    """For an elder whom staff knows by the register: who signs in as that person later finds the account."""

    person: Id = Field(description="of the register of residents")
    area: AreaPath = Field(description="where they live, at least a community")


class ShowHours(Command):
    pass


class HoursAction(Command):
    hours_id: Id


class GetHours(HoursAction):
    pass


class MarkPriority(HoursAction):
    """An elder whose visits the community's pool pays: alone at 80 or more, alone and disabled, of low income."""

    priority: bool
    reason: ShortText


class ListHoursLines(PageQuery):
    """My account's entries, newest first."""


class GetHoursStatement(Command):
    year: int = Field(ge=2020, le=2199)
    month: int = Field(ge=1, le=12, description="a month of Shanghai's calendar; the running one ends where it stands")


class ShowStatementKey(Command):
    """By which anybody verifies statements of hours and of community funds, without this service."""


class CheckHoursStatement(Command):
    """A statement that somebody kept, as the JSON text that they were given."""

    text: Annotated[str, StringConstraints(min_length=2, max_length=1_000_000)]


class DonateHours(Command):
    minutes: Minutes
    to: Id | None = Field(
        None, description="the account of hours of a named person; the pool of one's community if absent"
    )
    help: HelpVisitKind | None = Field(None, description="the kind of help that it is given for, where it is for some")
    request: RequestKey | None = None


class PoolAction(Command):
    area: AreaPath = Field(description="a community")


class ShowPool(PoolAction):
    pass


class FundPool(PoolAction):
    """Hours that a fund vouches for come into being."""

    minutes: int = Field(ge=1, le=100_000_000, description="minutes")
    fund: ShortText = Field(description="which fund stands for them")


class GrantHours(PoolAction):
    """Hours of the pool for one person, such as the first ones of an elder who has none to spend."""

    to: Id = Field(description="the account of hours that gets them")
    minutes: Minutes
    reason: ShortText


class HoursAccountView(View):
    """`minutes` is the balance, `held` what is kept for visits that are booked, `available` what is left to spend."""

    id: Id
    area: AreaPath
    priority: bool = Field(description="visits are paid by the pool")
    minutes: Amount
    held: Amount
    available: Amount
    cap: Amount = CAP
    version: Version


class HoursLinePage(Page[StatementLine]):
    pass


class StatementCheck(View):
    """Whether a statement was given out here, holds together, and is still what the book says."""

    genuine: bool


class StatementKeyView(View):
    """The public key of the book that statements are sealed by. Those who keep one compare it with the `key` in theirs."""

    book: str
    algorithm: Literal["Ed25519"] = "Ed25519"
    key: str = Field(description="64 hex digits")


class PoolView(View):
    area: AreaPath
    minutes: Amount
    held: Amount
    available: Amount


class DonationView(View):
    id: Id
    minutes: Amount
    to: Id | None = None
    available: Amount = Field(description="minutes that the giver has left to spend")


class HoursDonated(Event):
    TYPE: ClassVar[str] = "volunteers.hours.donated.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    minutes: int
    to_pool: bool


class PoolFunded(Event):
    TYPE: ClassVar[str] = "volunteers.pool.funded.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    minutes: int
    fund: str


SELF_DEALING = ErrorCode(
    "volunteers.self_dealing",
    403,
    "Nobody helps themselves, or confirms or decides their own hours; somebody else has to.",
    "不能为自己提供服务，也不能确认或裁定自己的时长，须由他人办理。",
)
NO_HOURS = ErrorCode(
    "volunteers.no_hours_account",
    404,
    "You have no account of hours yet; open one first.",
    "您还没有时间银行账户，请先开户。",
)
NO_COMMUNITY = ErrorCode(
    "volunteers.no_community", 422, "Name a community or a grid in it.", "请填写社区或社区内网格的区划编码。"
)
MONTH_NOT_BEGUN = ErrorCode("volunteers.month_not_begun", 422, "This month has not begun.", "该月份尚未开始。")
NOT_A_STATEMENT = ErrorCode("volunteers.not_a_statement", 422, "This text is not a statement.", "该文本不是对账单。")
CLEARING_LIMIT = ErrorCode(
    "volunteers.clearing_limit", 409,
    "This community may owe others {limit} minutes; {left} are left, {needed} needed.",
    "本社区对其他社区的结算欠额上限为 {limit} 分钟，剩余 {left} 分钟，需要 {needed} 分钟。",
)  # fmt: skip
HOURS_ENGAGED = ErrorCode(
    "volunteers.hours_engaged", 409, "Settle open visits and reservations before moving to another community.",
    "请先办结未完成的服务和预留，再迁往其他社区。",
)  # fmt: skip
FUNDERS = frozenset({Role.STREET_STAFF, Role.DISTRICT_STAFF})

OPEN_HOURS = Op(
    "open_hours", PUT("/time-bank/me"), OpenHours, HoursAccountView, MEMBERS, "Open my account of hours, or move it",
    errors=(*OPENING_ERRORS, NO_COMMUNITY, HOURS_ENGAGED, STALE_VERSION),
)  # fmt: skip
OPEN_HOURS_FOR = Op(
    "open_hours_for", POST("/time-bank/accounts"), OpenHoursFor, HoursAccountView, STAFF,
    "Open an account of hours for an elder", errors=(*OPENING_ERRORS, NO_COMMUNITY, OUTSIDE_AREA),
)  # fmt: skip
SHOW_HOURS = Op(
    "show_hours", GET("/time-bank/me"), ShowHours, HoursAccountView, MEMBERS, "My account of hours", writes=False,
    errors=(NO_HOURS, STALE_VERSION),
)  # fmt: skip
LIST_HOURS_LINES = Op(
    "list_hours_lines", GET("/time-bank/me/lines"), ListHoursLines, HoursLinePage, MEMBERS,
    "The entries of my account, newest first", writes=False, errors=(NO_HOURS, BAD_CURSOR),
)  # fmt: skip
GET_HOURS_STATEMENT = Op(
    "get_hours_statement", GET("/time-bank/me/statements/{year}/{month}"), GetHoursStatement, Statement, MEMBERS,
    "My statement of a month, to keep and verify", writes=False, errors=(NO_HOURS, MONTH_NOT_BEGUN),
)  # fmt: skip
CHECK_HOURS_STATEMENT = Op(
    "check_hours_statement", POST("/time-bank/statements/check", 200), CheckHoursStatement, StatementCheck, EVERYBODY,
    "Whether a kept statement is genuine", writes=False, errors=(NOT_A_STATEMENT,), body_limit=2_000_000,
)  # fmt: skip
SHOW_STATEMENT_KEY = Op(
    "show_statement_key", GET("/time-bank/statements/key"), ShowStatementKey, StatementKeyView, PUBLIC,
    "The public key that statements verify by", writes=False,
)  # fmt: skip
GET_HOURS = Op(
    "get_hours", GET("/time-bank/accounts/{hours_id}"), GetHours, HoursAccountView, STAFF | {Role.AUDITOR},
    "An account of hours of my areas, without whose it is", writes=False, errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
MARK_PRIORITY = Op(
    "mark_priority", POST("/time-bank/accounts/{hours_id}/priority", 200), MarkPriority, HoursAccountView, STAFF,
    "Let the pool pay an elder's visits, or no longer", errors=(NOT_FOUND, SELF_DEALING, STALE_VERSION),
)  # fmt: skip
DONATE_HOURS = Op(
    "donate_hours", POST("/time-bank/donations"), DonateHours, DonationView, MEMBERS,
    "Give hours to the pool or to somebody", emits=(HoursDonated,), errors=(*TRANSFER_ERRORS, CLEARING_LIMIT, NO_HOURS, NOT_FOUND, STALE_VERSION),
)  # fmt: skip
SHOW_POOL = Op(
    "show_pool", GET("/time-bank/pools/{area}"), ShowPool, PoolView, MEMBERS | {Role.AUDITOR}, "What a community's pool holds",
    writes=False, errors=(NOT_FOUND, NO_COMMUNITY),
)  # fmt: skip
FUND_POOL = Op(
    "fund_pool", POST("/time-bank/pools/{area}/funds"), FundPool, PoolView, FUNDERS, "Vouch for hours of the pool",
    emits=(PoolFunded,), errors=(*OPENING_ERRORS, *TRANSFER_ERRORS, NO_COMMUNITY, OUTSIDE_AREA),
)  # fmt: skip
GRANT_HOURS = Op(
    "grant_hours", POST("/time-bank/pools/{area}/grants"), GrantHours, HoursAccountView, STAFF, "Give hours of the pool to a person",
    errors=(*TRANSFER_ERRORS, CLEARING_LIMIT, NOT_FOUND, NO_COMMUNITY, OUTSIDE_AREA, SELF_DEALING, FORBIDDEN, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (
    OPEN_HOURS, OPEN_HOURS_FOR, SHOW_HOURS, LIST_HOURS_LINES, GET_HOURS_STATEMENT, CHECK_HOURS_STATEMENT, SHOW_STATEMENT_KEY,
    GET_HOURS, MARK_PRIORITY, DONATE_HOURS, SHOW_POOL, FUND_POOL, GRANT_HOURS,
)  # fmt: skip
EVENTS = (HoursDonated, PoolFunded)
