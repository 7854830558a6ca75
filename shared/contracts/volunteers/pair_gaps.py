"""Who was not visited as planned, and how pairing goes in an area."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import AreaPath, Command, Count, Event, Id, Page, PageQuery, View
from shared.contracts.operation import GET, Op
from shared.contracts.volunteers.pairing import PAIRING_PERIOD, FirstDay, LastDay, PairKind
from shared.kernel.errors import OUTSIDE_AREA
from shared.kernel.paging import BAD_CURSOR


class ListPairGaps(PageQuery):
    """Active pairs without a visit within the plan and its grace, the latest first."""

    area: AreaPath
    kind: PairKind | None = None


class ShowPairFigures(Command):
    area: AreaPath
    since: FirstDay
    until: LastDay


class PairGapView(View):
    """`told`: visits that nobody has confirmed yet, which may be what is missing."""

    pair_id: Id
    kind: PairKind
    area: AreaPath
    volunteer_id: Id
    ward_id: Id
    last_visit: date | None = None
    due: date = Field(description="when a visit was planned")
    late_days: int = Field(description="days beyond the grace")
    told: Count
    announced: bool


class PairGapPage(Page[PairGapView]):
    pass


class PairCounts(View):
    """`active` as of now, all else in the period. `in_time_permille`: of confirmed visits and open gaps together."""

    active: Count
    visits: Count = Field(description="confirmed")
    minutes: Count = Field(description="of confirmed visits")
    failed: Count = Field(description="visits that failed")
    gaps: Count = Field(description="that began in the period")
    gaps_open: Count = Field(description="at the end of the period")
    in_time: Count = Field(description="confirmed visits within the plan and its grace")
    in_time_permille: Count | None = Field(default=None, description="absent where nothing was planned")


class PairKindCounts(PairCounts):
    kind: PairKind


class PairFigures(View):
    area: AreaPath
    since: date
    until: date
    total: PairCounts
    kinds: list[PairKindCounts]
    elders_alone: Count = Field(description="registered now")
    elders_unpaired: Count = Field(description="living alone and without an active pair now")


class PairGapOpened(Event):
    """Announced once for each gap; its subject is the pair. `accounts`: of the volunteer, to be reminded; the ward is not named."""

    TYPE: ClassVar[str] = "volunteers.pair_gap.opened.v1"

    area: AreaPath
    kind: PairKind
    due: date
    late_since: date
    accounts: list[str] = []


LIST_PAIR_GAPS = Op(
    "list_pair_gaps", GET("/pairing/gaps"), ListPairGaps, PairGapPage, STAFF, "Pairs of an area that miss a visit, the latest first",
    writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
SHOW_PAIR_FIGURES = Op(
    "show_pair_figures", GET("/pairing/figures"), ShowPairFigures, PairFigures, STAFF, "Pairs, visits and gaps by area and period",
    writes=False, errors=(OUTSIDE_AREA, PAIRING_PERIOD),
)  # fmt: skip

OPERATIONS = (LIST_PAIR_GAPS, SHOW_PAIR_FIGURES)
EVENTS = (PairGapOpened,)
