"""Visits within pairs: told by the volunteer, confirmed by the other side or staff, or failed; what they show to be needed."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import AreaPath, Command, Id, LongText, Moment, Page, PageQuery, Value, Version, View, pii
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.activities import MomentIn
from shared.contracts.volunteers.attendance import ServiceGiven
from shared.contracts.volunteers.pairing import OWN_PAIR, PairKind, PlannedActivity
from shared.contracts.volunteers.pairs import PairAction
from shared.contracts.volunteers.people import MEMBERS
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

VisitMinutes = Annotated[int, Field(ge=1, le=720, description="minutes")]


class PairVisitState(StrEnum):
    TOLD = "told"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    FAILED = "failed"


class FailedBecause(StrEnum):
    NOBODY_HOME = "nobody_home"
    UNWELL = "unwell"
    NOT_WANTED = "not_wanted"
    HINDERED = "hindered"


class ToldPairVisit(Value):
    """What the volunteer tells is for staff; whoever is visited sees when and how long."""

    began_at: MomentIn
    minutes: VisitMinutes
    what: list[PlannedActivity] = Field(min_length=1, max_length=len(PlannedActivity))
    note: LongText | None = pii(default=None)
    needs: LongText | None = pii(default=None, description="what staff should see to")


class TellPairVisits(PairAction):
    """Up to 50 at once, all or none, by the volunteer."""

    visits: list[ToldPairVisit] = Field(min_length=1, max_length=50)


class TellFailedVisit(PairAction):
    """The volunteer came, or tried to, and it was no visit."""

    at: MomentIn
    because: FailedBecause
    note: LongText | None = pii(default=None)
    needs: LongText | None = pii(default=None, description="what staff should see to")


class DecidePairVisits(Command):
    """Up to 100 at once, all or none, by the elder, the guardian or staff; never by the volunteer."""

    visits: list[Id] = Field(min_length=1, max_length=100)
    confirm: bool = Field(default=True, description="false: it did not happen so")


class SettleNeeds(Command):
    """Staff has seen to what a visit showed to be needed."""

    pair_visit_id: Id
    answer: LongText = pii()


class ListPairVisits(PairAction, PageQuery):
    pass


class ListAreaVisits(PageQuery):
    area: AreaPath
    state: PairVisitState | None = None
    open_needs: bool = Field(default=False, description="only those that show a need which nobody has seen to")


class PairVisitView(View):
    """`note`, `needs` and `answer` only for the volunteer and staff. `in_time`: within the plan and its grace."""

    id: Id
    pair_id: Id
    kind: PairKind
    state: PairVisitState
    began_at: Moment
    minutes: int
    what: list[PlannedActivity]
    because: FailedBecause | None = None
    note: str | None = pii(default=None)
    needs: str | None = pii(default=None)
    needs_open: bool
    answer: str | None = pii(default=None)
    in_time: bool | None = None
    version: Version


class PairVisitList(View):
    items: list[PairVisitView]


class PairVisitPage(Page[PairVisitView]):
    pass


PAIR_NOT_ACTIVE = ErrorCode(
    "volunteers.pair_not_active", 409, "The pair was not active then.", "该时间结对未处于进行状态。"
)
PAIR_VISIT_AHEAD = ErrorCode("volunteers.pair_visit_ahead", 422, "This visit has not ended.", "该次探访尚未结束。")
PAIR_VISIT_OVERLAPS = ErrorCode(
    "volunteers.pair_visit_overlaps",
    409,
    "Another visit of this pair is told for that time.",
    "该时段已有本结对的探访记录。",
)
NO_OPEN_NEED = ErrorCode("volunteers.no_open_need", 409, "Nothing is left to see to.", "没有待跟进的需求。")
TELLING = (NOT_FOUND, FORBIDDEN, PAIR_NOT_ACTIVE, PAIR_VISIT_AHEAD, PAIR_VISIT_OVERLAPS, STALE_VERSION)

TELL_PAIR_VISITS = Op(
    "tell_pair_visits", POST("/pairs/{pair_id}/visits"), TellPairVisits, PairVisitList, MEMBERS, "Tell visits to my pair",
    errors=TELLING, keeps_reply=False,
)  # fmt: skip
TELL_FAILED_VISIT = Op(
    "tell_failed_visit", POST("/pairs/{pair_id}/failed-visits"), TellFailedVisit, PairVisitView, MEMBERS,
    "Tell that a visit failed, and why", errors=TELLING, keeps_reply=False,
)  # fmt: skip
DECIDE_PAIR_VISITS = Op(
    "decide_pair_visits", POST("/pair-visits/decision", 200), DecidePairVisits, PairVisitList, MEMBERS,
    "Confirm or decline visits that were told", emits=(ServiceGiven,),
    errors=(NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, OWN_PAIR, STALE_VERSION), keeps_reply=False,
)  # fmt: skip
SETTLE_NEEDS = Op(
    "settle_needs", POST("/pair-visits/{pair_visit_id}/answer", 200), SettleNeeds, PairVisitView, STAFF,
    "Answer what a visit showed to be needed", errors=(NOT_FOUND, OWN_PAIR, NO_OPEN_NEED, STALE_VERSION), keeps_reply=False,
)  # fmt: skip
LIST_PAIR_VISITS = Op(
    "list_pair_visits", GET("/pairs/{pair_id}/visits"), ListPairVisits, PairVisitPage, MEMBERS, "Visits of a pair, newest first",
    writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
LIST_AREA_VISITS = Op(
    "list_area_visits", GET("/pair-visits"), ListAreaVisits, PairVisitPage, STAFF, "Visits of the pairs of an area, newest first",
    writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip

OPERATIONS = (
    TELL_PAIR_VISITS, TELL_FAILED_VISIT, DECIDE_PAIR_VISITS, SETTLE_NEEDS, LIST_PAIR_VISITS, LIST_AREA_VISITS,
)  # fmt: skip
EVENTS = ()
