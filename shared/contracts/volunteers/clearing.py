"""Clearing between communities: hours that are earned in one community and spent in another.

Whoever pays somebody of another community leaves their own community owing that many minutes to the other. What two
communities owe each other is netted once a day, a day of Shanghai after it is over.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.ledger import Amount
from shared.contracts.model import AreaPath, Command, Event, Moment, Page, PageQuery, Version, View
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.time_bank import FUNDERS, NO_COMMUNITY
from shared.kernel.errors import OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

DEBT_LIMIT = 30_000
"""What a community may owe all others where no area has said otherwise: 500 hours in minutes."""

ClearingDay = Annotated[date, Field(ge=date(2020, 1, 1), le=date(2199, 12, 31), description="a day in Shanghai")]


class ClaimKind(StrEnum):
    """What one community owes another for. `correction`: of something that was taken back later."""

    VISIT = "visit"
    GOODS = "goods"
    GIFT = "gift"
    GRANT = "grant"
    MOVE = "move"
    CORRECTION = "correction"


class SetClearingTerms(Command):
    """The nearest area counts: terms of a street hold for its communities without terms of their own."""

    area: AreaPath
    limit: int = Field(ge=0, le=100_000_000, description="minutes that each community may owe all others together")


class ShowClearing(Command):
    area: AreaPath = Field(description="a community")


class ListClearing(PageQuery):
    area: AreaPath


class GetClearingDay(Command):
    area: AreaPath = Field(description="a community")
    day: ClearingDay


class ListClaims(PageQuery):
    """What a community owes and is owed of a day, one by one."""

    area: AreaPath = Field(description="a community")
    day: ClearingDay


class RunClearing(Command):
    """Nets all pairs that are open up to the end of that day; what was netted before stays as it is."""

    day: ClearingDay


class ClearingTermsView(View):
    area: AreaPath
    limit: int
    version: Version


class ClearingView(View):
    """How a community stands with all others. Positive positions are minutes that others owe it."""

    area: AreaPath
    position: Amount = Field(description="what was netted so far")
    open: Amount = Field(description="what was not netted yet")
    promised: int = Field(description="minutes of booked visits and reserved goods, which it may come to owe")
    limit: int = Field(description="minutes that it may owe")
    left: int = Field(description="minutes that its people can still promise elsewhere")


class ClearingPage(Page[ClearingView]):
    pass


class PairStatement(View):
    """One other community on a day: what both owed, the difference, and the entry in the book once it is netted."""

    area: AreaPath = Field(description="the other community")
    owed: int = Field(description="minutes that this community owed the other")
    due: int = Field(description="minutes that the other owed this one")
    net: Amount = Field(description="`due` less `owed`")
    claims: int = Field(description="how many visits and other payments")
    entry: str | None = Field(None, description="of the book; absent while the pair is open")


class ClearingDayView(View):
    """`opening` + `net` = `closing`, of what is netted. `over`: the day is, and nothing of it is open."""

    area: AreaPath
    day: date
    over: bool
    opening: Amount
    owed: int
    due: int
    net: Amount
    closing: Amount
    pairs: list[PairStatement]


class ClaimView(View):
    """`key` is that of the payment in the book: `visit:<id>`, `redeem:<id>`, `donation:<id>`, `grant:<id>`."""

    key: str
    kind: ClaimKind
    debtor: AreaPath
    creditor: AreaPath
    minutes: int
    day: date
    at: Moment
    netted: bool


class ClaimPage(Page[ClaimView]):
    pass


class ClearingRunView(View):
    """All that is netted of the day, now or before. `gross`: minutes owed both ways; `net`: what was left of them."""

    day: date
    pairs: int
    claims: int
    gross: int
    net: int
    left: int = Field(description="pairs that are open still; run it again")


class ClearingNetted(Event):
    """Two communities were netted: `debtor` owes `creditor` so many minutes more; 0 when both owed the same."""

    TYPE: ClassVar[str] = "volunteers.clearing.netted.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    day: date
    debtor: AreaPath
    creditor: AreaPath
    minutes: int
    gross: int


DAY_NOT_OVER = ErrorCode("volunteers.day_not_over", 409, "This day is not over.", "该日尚未结束。")
RUNNERS = frozenset({Role.DISTRICT_STAFF, Role.OPS})

AUDITED = STAFF | {Role.AUDITOR}

SET_CLEARING_TERMS = Op(
    "set_clearing_terms", PUT("/time-bank/clearing/{area}/terms"), SetClearingTerms, ClearingTermsView, FUNDERS,
    "Say how much communities may owe others", errors=(OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
SHOW_CLEARING = Op(
    "show_clearing", GET("/time-bank/clearing/{area}"), ShowClearing, ClearingView, AUDITED,
    "How a community stands with all others", writes=False, errors=(NO_COMMUNITY, OUTSIDE_AREA),
)  # fmt: skip
LIST_CLEARING = Op(
    "list_clearing", GET("/time-bank/clearing"), ListClearing, ClearingPage, AUDITED,
    "How the communities of an area stand, by their codes", writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
GET_CLEARING_DAY = Op(
    "get_clearing_day", GET("/time-bank/clearing/{area}/days/{day}"), GetClearingDay, ClearingDayView, AUDITED,
    "A community's clearing statement of a day", writes=False, errors=(NO_COMMUNITY, OUTSIDE_AREA),
)  # fmt: skip
LIST_CLAIMS = Op(
    "list_claims", GET("/time-bank/clearing/{area}/days/{day}/claims"), ListClaims, ClaimPage, AUDITED,
    "What a community owed and was owed on a day, one by one", writes=False,
    errors=(NO_COMMUNITY, OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
RUN_CLEARING = Op(
    "run_clearing", POST("/time-bank/clearing/runs", 200), RunClearing, ClearingRunView, RUNNERS,
    "Net what communities owe each other of days that are over", emits=(ClearingNetted,), errors=(DAY_NOT_OVER,),
    deadline=20.0,
)  # fmt: skip

OPERATIONS = (SET_CLEARING_TERMS, SHOW_CLEARING, LIST_CLEARING, GET_CLEARING_DAY, LIST_CLAIMS, RUN_CLEARING)
EVENTS = (ClearingNetted,)
