"""Pairs: carers with children, elders with children, volunteers with elders living alone, and the plan of each."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.contracts.actor import OFFICE, STAFF
from shared.contracts.model import AreaPath, Command, Id, Moment, Page, PageQuery, ShortText, Value, Version, View, pii
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.activities import BAD_RULE, RecurrenceText
from shared.contracts.volunteers.pairing import OWN_PAIR, PairKind, PairMoved, PairState, PlannedActivity
from shared.contracts.volunteers.people import MEMBERS, NO_ACCOUNT
from shared.contracts.volunteers.posts import Day
from shared.contracts.volunteers.wards import NO_CONSENT, VETTING_MISSING, VETTING_OVER
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class PairPlan(Value):
    """How often: every `interval` days, or on the days of `rule`; one of the two."""

    interval: Annotated[int, Field(ge=1, le=366)] | None = Field(default=None, description="days from visit to visit")
    rule: RecurrenceText | None = None
    first: Day | None = Field(default=None, description="where the rule begins to count; absent: the day it is planned")
    grace: int = Field(default=2, ge=0, le=60, description="days that a visit may be late")
    what: list[PlannedActivity] = Field(min_length=1, max_length=len(PlannedActivity))


class ProposePair(Command):
    volunteer_id: Id
    ward_id: Id
    kind: PairKind
    plan: PairPlan


class PairAction(Command):
    pair_id: Id


class GetPair(PairAction):
    pass


class ListPairs(PageQuery):
    area: AreaPath
    kind: PairKind | None = None
    state: PairState | None = None


class ListMyPairs(PageQuery):
    """In which I am the volunteer, the elder or the guardian."""


class AcceptPair(PairAction):
    """By the volunteer, and for a child by the guardian too; or by staff, by what the guardian has signed."""

    paper: ShortText | None = pii(default=None, description="what the guardian signed, when staff accepts for them")


class DeclinePair(PairAction):
    pass


class PausePair(PairAction):
    reason: ShortText = pii()


class ResumePair(PairAction):
    pass


class EndPair(PairAction):
    reason: ShortText = pii()


class SetPairPlan(PairPlan, PairAction):
    """A new edition. A gap that is open stays open until somebody visits."""


class ListPairPlans(PairAction):
    pass


class SetPairRule(Command):
    """Holds for the area and those below it that have none of their own."""

    area: AreaPath
    kind: PairKind
    most_active: int = Field(ge=1, le=100, description="active pairs of this kind that one volunteer may have")
    training: Id | None = Field(
        default=None, description="a training of which the volunteer has attended every session"
    )


class ListPairRules(Command):
    area: AreaPath


class PairPlanView(View):
    edition: int
    interval: int | None = None
    rule: str | None = None
    first: date
    grace: int
    what: list[PlannedActivity]
    since: Moment


class PairPlanList(View):
    items: list[PairPlanView]


class PairView(View):
    """`due` is the day of the next planned visit, `late_days` by how many days more than the grace it is missed."""

    id: Id
    kind: PairKind
    state: PairState
    area: AreaPath
    volunteer_id: Id
    ward_id: Id
    ward_name: str | None = pii(default=None, description="what the child is called")
    plan: PairPlanView
    volunteer_accepted: bool
    guardian_accepted: bool | None = Field(default=None, description="absent where no guardian is asked")
    active_since: date | None = None
    reason: str | None = pii(default=None, description="why it is paused or ended")
    last_visit: date | None = None
    due: date | None = None
    late_days: int = 0
    version: Version


class PairPage(Page[PairView]):
    pass


class PairRuleView(View):
    area: AreaPath
    kind: PairKind
    most_active: int
    training: Id | None = None
    version: Version | None = Field(
        default=None, description="absent: nobody has set it, this is what holds everywhere"
    )


class PairRuleList(View):
    """What holds in an area, one for each kind."""

    items: list[PairRuleView]


INTERVAL_OR_RULE = ErrorCode(
    "volunteers.interval_or_rule",
    422,
    "Plan by an interval or by a rule, not by both.",
    "请按间隔天数或重复规则二选一安排。",
)
WRONG_WARD = ErrorCode(
    "volunteers.wrong_ward", 422, "A pair of the kind {kind} is not for this ward.", "该结对类型与被关爱对象不符。"
)
PAIRED_ALREADY = ErrorCode(
    "volunteers.paired_already", 409, "These two are a pair already.", "双方已结对，或正在确认中。"
)
ACCEPTED_ALREADY = ErrorCode("volunteers.pair_accepted", 409, "This side has accepted already.", "该方已同意结对。")
NO_PAPER = ErrorCode(
    "volunteers.pair_paper", 422, "Name the paper that the guardian has signed.", "请填写监护人签署的书面材料。"
)
TOO_MANY_PAIRS = ErrorCode(
    "volunteers.too_many_pairs", 409, "The volunteer has {most} active pairs of this kind, which is the most here.",
    "该志愿者此类结对已达本地上限（{most} 对）。",
)  # fmt: skip
TRAINING_MISSING = ErrorCode(
    "volunteers.training_missing", 409, "The volunteer has not attended the training that is required here.",
    "该志愿者尚未完成本地要求的培训。",
)  # fmt: skip
FITNESS = (VETTING_MISSING, VETTING_OVER, TRAINING_MISSING, TOO_MANY_PAIRS, NO_CONSENT)
MOVING = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)

PROPOSE_PAIR = Op(
    "propose_pair", POST("/pairs"), ProposePair, PairView, STAFF, "Propose a pair, with its plan", emits=(PairMoved,),
    errors=(NOT_FOUND, WRONG_WARD, OWN_PAIR, NO_ACCOUNT, PAIRED_ALREADY, *FITNESS, INTERVAL_OR_RULE, BAD_RULE, STALE_VERSION),
    keeps_reply=False,
)  # fmt: skip
GET_PAIR = Op(
    "get_pair", GET("/pairs/{pair_id}"), GetPair, PairView, MEMBERS, "One pair, for its sides, the guardian and staff",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_PAIRS = Op(
    "list_pairs", GET("/pairs"), ListPairs, PairPage, STAFF, "Pairs of an area, newest first", writes=False,
    errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
LIST_MY_PAIRS = Op(
    "list_my_pairs", GET("/volunteers/me/pairs"), ListMyPairs, PairPage, MEMBERS, "My pairs, newest first", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
ACCEPT_PAIR = Op(
    "accept_pair", POST("/pairs/{pair_id}/accept", 200), AcceptPair, PairView, MEMBERS,
    "Accept a pair; active when all who are asked have", emits=(PairMoved,),
    errors=(*MOVING, *FITNESS, ACCEPTED_ALREADY, NO_PAPER), keeps_reply=False,
)  # fmt: skip
DECLINE_PAIR = Op(
    "decline_pair", POST("/pairs/{pair_id}/decline", 200), DeclinePair, PairView, MEMBERS, "Decline a pair",
    emits=(PairMoved,), errors=MOVING, keeps_reply=False,
)  # fmt: skip
PAUSE_PAIR = Op(
    "pause_pair", POST("/pairs/{pair_id}/pause", 200), PausePair, PairView, MEMBERS, "Pause a pair, with the reason",
    emits=(PairMoved,), errors=MOVING, keeps_reply=False,
)  # fmt: skip
RESUME_PAIR = Op(
    "resume_pair", POST("/pairs/{pair_id}/resume", 200), ResumePair, PairView, STAFF, "Let a paused pair go on",
    emits=(PairMoved,), errors=(*MOVING, *FITNESS), keeps_reply=False,
)  # fmt: skip
END_PAIR = Op(
    "end_pair", POST("/pairs/{pair_id}/end", 200), EndPair, PairView, MEMBERS, "End a pair, with the reason",
    emits=(PairMoved,), errors=MOVING, keeps_reply=False,
)  # fmt: skip
SET_PAIR_PLAN = Op(
    "set_pair_plan", PUT("/pairs/{pair_id}/plan"), SetPairPlan, PairView, STAFF, "Plan a pair's visits anew",
    errors=(*MOVING, INTERVAL_OR_RULE, BAD_RULE), keeps_reply=False,
)  # fmt: skip
LIST_PAIR_PLANS = Op(
    "list_pair_plans", GET("/pairs/{pair_id}/plans"), ListPairPlans, PairPlanList, MEMBERS,
    "The editions of a pair's plan, newest first", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
SET_PAIR_RULE = Op(
    "set_pair_rule", PUT("/pairing/rules/{area}/{kind}"), SetPairRule, PairRuleView, OFFICE,
    "Say what a kind of pair asks of its volunteers in an area", errors=(OUTSIDE_AREA, NOT_FOUND, STALE_VERSION),
)  # fmt: skip
LIST_PAIR_RULES = Op(
    "list_pair_rules", GET("/pairing/rules/{area}"), ListPairRules, PairRuleList, MEMBERS,
    "What each kind of pair asks of its volunteers in an area", writes=False,
)  # fmt: skip

OPERATIONS = (
    PROPOSE_PAIR, GET_PAIR, LIST_PAIRS, LIST_MY_PAIRS, ACCEPT_PAIR, DECLINE_PAIR, PAUSE_PAIR, RESUME_PAIR, END_PAIR,
    SET_PAIR_PLAN, LIST_PAIR_PLANS, SET_PAIR_RULE, LIST_PAIR_RULES,
)  # fmt: skip
EVENTS = ()
