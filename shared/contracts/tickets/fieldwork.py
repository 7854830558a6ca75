"""Home visits and patrols: who went where, whom they met, and the matters that they found and settled."""

from enum import StrEnum

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
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
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.catalogue import CategoryCode
from shared.contracts.tickets.handling import ACCEPT_TICKET, FINISH_TICKET
from shared.contracts.tickets.intake import NO_SUCH_BUILDING, OPEN_TICKET, OnBehalf
from shared.contracts.tickets.letter_boxes import PERIOD, Day
from shared.contracts.tickets.matters import TicketAccepted, TicketDone, TicketFields, TicketOpened, TicketState
from shared.contracts.tickets.sessions import Scheduled
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class VisitKind(StrEnum):
    """To people's homes, or along a route."""

    HOME_VISIT = "home_visit"
    PATROL = "patrol"


class Settlement(Value):
    """What was done on the spot. Photos where the category asks for one."""

    note: LongText
    photos: list[Id] = Field(default=[], max_length=9)


class FoundMatter(TicketFields):
    """A matter that was found. Without a place it lies in the building that was visited.

    It is filed on behalf of the resident who was met, where they wish it, and else in the visitor's own name. With
    `settled` it is filed, accepted and finished in one go, where the category is one for the grid worker alone.
    """

    photos: list[Id] = Field(default=[], max_length=9)
    on_behalf: OnBehalf | None = None
    vulnerable: bool = Field(default=False, description="somebody in the household is very old, ill or disabled")
    settled: Settlement | None = None


class VisitFields(Value):
    """met: how many people were spoken to; who they are is not recorded here."""

    kind: VisitKind
    area: AreaPath
    building: ShortText | None = Field(default=None, description="its code")
    route: ShortText | None = Field(default=None, examples=["沿河步道至菜市场"])
    began_at: Scheduled
    minutes: int = Field(ge=1, le=1440)
    companions: list[Id] = Field(default=[], max_length=20, description="accounts of those who went along")
    met: int = Field(default=0, ge=0, le=1000)
    note: LongText | None = None


class RecordVisit(VisitFields, Command):
    """A visit or patrol of the caller's; up to ten of the matters found can be filed with it, others one by one later."""

    found: list[FoundMatter] = Field(default=[], max_length=10)


class VisitQuestion(Command):
    visit_id: Id


class AddFoundMatter(FoundMatter, VisitQuestion):
    pass


class GetVisit(VisitQuestion):
    pass


class FindVisits(PageQuery):
    """`since` and `until` are days in Shanghai, both counted in."""

    area: AreaPath
    kind: VisitKind | None = None
    since: Day | None = None
    until: Day | None = None


class ShowVisitFigures(Command):
    """Of the area with all below it, for a year at most; both days are counted in."""

    area: AreaPath
    since: Day
    until: Day


class FoundView(View):
    """state: how the matter stands now."""

    ticket: Id
    number: str
    category: CategoryCode
    settled: bool = Field(description="whether it was settled on the spot")
    state: TicketState | None = None


class VisitView(View):
    id: Id
    kind: VisitKind
    area: AreaPath
    building: str | None = None
    route: str | None = None
    began_at: Moment
    day: Day
    minutes: int
    by: str
    companions: list[Id] = []
    met: Count
    note: str | None = None
    found: list[FoundView] = []
    version: Version


class VisitPage(Page[VisitView]):
    pass


class VisitCounts(View):
    """found: matters that were filed. settled: those of them that were settled on the spot."""

    visits: Count = 0
    minutes: Count = 0
    met: Count = 0
    found: Count = 0
    settled: Count = 0


class KindVisitFigures(VisitCounts):
    kind: VisitKind


class PartVisitFigures(VisitCounts):
    area: AreaPath
    kinds: list[KindVisitFigures]


class VisitFiguresView(PartVisitFigures):
    """`parts` are the areas directly below."""

    parts: list[PartVisitFigures]


VISIT_ELSEWHEN = ErrorCode(
    "tickets.visit_elsewhen",
    422,
    "The visit lies ahead, or more than {days} days back.",
    "走访时间尚未到来，或已超过 {days} 天。",
)
NOT_ON_THE_SPOT = ErrorCode(
    "tickets.not_on_the_spot",
    422,
    "A matter of the category {code} is not settled on the spot.",
    "类别“{code}”的事项不能当场办结。",
)
VISIT_FULL = ErrorCode(
    "tickets.visit_full", 409, "A visit lists at most {limit} matters.", "一次走访最多登记 {limit} 件事项。"
)
FILING = (NOT_ON_THE_SPOT, *OPEN_TICKET.errors, *ACCEPT_TICKET.errors, *FINISH_TICKET.errors)
FILED = (TicketOpened, TicketAccepted, TicketDone)

RECORD_VISIT = Op(
    "record_visit", POST("/visits"), RecordVisit, VisitView, STAFF, "Record a home visit or patrol", emits=FILED,
    errors=(OUTSIDE_AREA, NO_SUCH_BUILDING, VISIT_ELSEWHEN, *FILING), deadline=10,
)  # fmt: skip
ADD_FOUND_MATTER = Op(
    "add_found_matter", POST("/visits/{visit_id}/matters"), AddFoundMatter, VisitView, STAFF,
    "File a matter that a visit has found, as one who went", emits=FILED,
    errors=(NOT_FOUND, FORBIDDEN, VISIT_FULL, *FILING),
)  # fmt: skip
GET_VISIT = Op(
    "get_visit", GET("/visits/{visit_id}"), GetVisit, VisitView, STAFF | {Role.AUDITOR},
    "One visit, and how the matters that it found stand", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
FIND_VISITS = Op(
    "find_visits", GET("/visits"), FindVisits, VisitPage, STAFF | {Role.AUDITOR},
    "Visits and patrols of an area, the last recorded first", writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
SHOW_VISIT_FIGURES = Op(
    "show_visit_figures", GET("/visits/figures"), ShowVisitFigures, VisitFiguresView, STAFF | {Role.AUDITOR},
    "Visits, people met, matters found and settled on the spot, by kind and area", writes=False,
    errors=(OUTSIDE_AREA, *PERIOD),
)  # fmt: skip

OPERATIONS = (RECORD_VISIT, FIND_VISITS, SHOW_VISIT_FIGURES, GET_VISIT, ADD_FOUND_MATTER)
EVENTS = ()
