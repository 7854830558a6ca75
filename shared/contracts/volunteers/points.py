"""Points: what deeds earn, who got them, and until when they can be spent."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import OFFICE, STAFF, Role
from shared.contracts.ledger import OVERDRAWN, Statement
from shared.contracts.model import (
    AreaPath,
    Command,
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
from shared.contracts.volunteers.time_bank import MONTH_NOT_BEGUN
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

MOST = 100_000
HAZARD_SNAPSHOT = "hazard_snapshot"
"""The kind of deed that pointing out a hazard is; tickets tell when it is confirmed."""
GOODS_GIVEN = "goods_given"
"""The kind of deed that giving goods to a points shop is."""

Points = Annotated[int, Field(ge=1, le=MOST)]
DeedKind = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z_]{1,39}$"),
    Field(
        description="as a rule names it, such as hazard_snapshot, clean_up, goods_given, service", examples=["clean_up"]
    ),
]
DeedKey = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}$"),
    Field(description="names one deed, such as ticket:<id>; a person has points for it once", examples=["ticket:42"]),
]
Month = Annotated[
    str,
    StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$"),
    Field(description="a month in Shanghai", examples=["2026-11"]),
]


class Measure(StrEnum):
    """What a rule's points are for: one time, one hour, or at most for one item whose value somebody judges."""

    TIME = "time"
    HOUR = "hour"
    VALUE = "value"


class EarningTerms(Value):
    """`daily_cap` and `monthly_cap`: points that one person can earn so, per day and month in Shanghai."""

    name: ShortText
    points: Points
    measure: Measure = Measure.TIME
    daily_cap: Points | None = None
    monthly_cap: Points | None = None
    active: bool = True


class SetEarningRule(EarningTerms, Command):
    """A new version; what was awarded under older ones stays."""

    area: AreaPath
    kind: DeedKind


class ListEarningRules(Command):
    area: AreaPath


class ListRuleVersions(PageQuery):
    area: AreaPath
    kind: DeedKind


class SetPointsBudget(Command):
    """`points`: the most that may be awarded for deeds in the area in the month."""

    area: AreaPath
    month: Month
    points: int = Field(ge=0, le=10**9)


class GetPointsBudget(Command):
    area: AreaPath
    month: Month


class AwardPoints(Command):
    """For somebody else's deed that the caller has seen. The same deed again gives the same award."""

    account: Id
    area: AreaPath = Field(description="where it was done")
    kind: DeedKind
    deed: DeedKey
    times: int = Field(1, ge=1, le=100, description="times or hours, as the rule measures")


class TakeBackAward(Command):
    """An award that was a mistake. The points are taken as far as they are there; else nothing is."""

    award_id: Id
    reason: ShortText


class ListAwards(PageQuery):
    area: AreaPath


class ShowMyPoints(Command):
    pass


class GetMyPointsStatement(Command):
    month: Month


class EarningRuleView(EarningTerms, View):
    """`edition` counts the versions of a rule; `since` is when this one came into force."""

    id: Id
    area: AreaPath
    kind: DeedKind
    edition: int
    since: Moment


class EarningRules(View):
    """Those in force in the area, its own before those of the areas above it."""

    items: list[EarningRuleView]


class RuleVersions(Page[EarningRuleView]):
    pass


class PointsBudgetView(View):
    area: AreaPath
    month: Month
    points: int
    awarded: int
    version: Version


class AwardView(View):
    """`rule` and `edition` say by which rule."""

    id: Id
    account: str | None = Field(
        None, description="whose they are, for the office; left out when that person is forgotten"
    )
    area: AreaPath
    kind: DeedKind
    deed: DeedKey
    times: int
    points: int
    rule: Id
    edition: int
    at: Moment
    taken_back: str | None = Field(None, description="why its points were taken back")
    version: Version


class AwardPage(Page[AwardView]):
    pass


class Expiring(View):
    points: int
    at: Moment = Field(description="from when they can not be spent any more")


class PointsView(View):
    """`balance` is `held` (reserved) and `available` together; `expiring` is what of it ends when, the oldest first."""

    balance: int
    held: int
    available: int
    expiring: list[Expiring]


class PointsAwarded(Event):
    TYPE: ClassVar[str] = "volunteers.points.awarded.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    kind: DeedKind
    points: int


class PointsTakenBack(Event):
    """An award was a mistake."""

    TYPE: ClassVar[str] = "volunteers.points.taken_back.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    kind: DeedKind
    points: int


NO_RULE = ErrorCode(
    "volunteers.no_earning_rule",
    422,
    "No rule in force here gives points for {kind}.",
    "本区域没有“{kind}”的积分规则。",
)
NEEDS_APPRAISAL = ErrorCode(
    "volunteers.needs_appraisal",
    422,
    "Points for {kind} depend on a value that has to be judged.",
    "“{kind}”的积分须经估价确定。",
)
EARNING_CAP = ErrorCode(
    "volunteers.earning_cap",
    409,
    "This passes the cap of {cap} points per {period}; {earned} were earned before.",
    "超过每{period}上限 {cap} 分；此前已得 {earned} 分。",
)
BUDGET_SPENT = ErrorCode(
    "volunteers.budget_spent",
    409,
    "The points of {area} for {month} do not cover this.",
    "{area} {month} 的积分预算不足。",
)
DEED_AWARDED = ErrorCode(
    "volunteers.deed_awarded", 409, "This deed had another award before.", "该行为已按其他内容发放过积分。"
)
AWARD_TAKEN_BACK = ErrorCode(
    "volunteers.award_taken_back", 409, "This award was taken back before.", "该积分此前已收回。"
)
NO_POINTS = ErrorCode(
    "volunteers.no_points",
    404,
    "You have no points yet; there is a statement once a deed has earned you some.",
    "您还没有积分；获得首笔积分后即可查询对账单。",
)
HOLDER_FORGOTTEN = ErrorCode(
    "volunteers.holder_forgotten",
    409,
    "Whose these were has been erased from the register; nothing can be booked for them any more.",
    "持有人的信息已注销，无法再办理其积分或时长业务。",
)
OWN_POINTS = ErrorCode("volunteers.own_points", 403, "Nobody confirms what is their own.", "不能为自己确认。")

HOLDERS = frozenset({Role.RESIDENT, Role.VOLUNTEER, Role.MERCHANT, *STAFF})
READERS = HOLDERS | {Role.AUDITOR}
"""Who reads what every holder may, and never writes: auditors."""
ISSUING_ERRORS = (NO_RULE, EARNING_CAP, BUDGET_SPENT, DEED_AWARDED, OWN_POINTS)

SET_EARNING_RULE = Op(
    "set_earning_rule", PUT("/points/rules/{area}/{kind}"), SetEarningRule, EarningRuleView, OFFICE,
    "Say what a kind of deed earns in an area", errors=(OUTSIDE_AREA,),
)  # fmt: skip
LIST_EARNING_RULES = Op(
    "list_earning_rules", GET("/points/rules/{area}"), ListEarningRules, EarningRules, READERS,
    "What deeds earn in an area", writes=False,
)  # fmt: skip
LIST_RULE_VERSIONS = Op(
    "list_rule_versions", GET("/points/rules/{area}/{kind}"), ListRuleVersions, RuleVersions, READERS,
    "All versions of an area's rule, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
SET_POINTS_BUDGET = Op(
    "set_points_budget", PUT("/points/budgets/{area}/{month}"), SetPointsBudget, PointsBudgetView, OFFICE,
    "Limit the points of an area in a month", errors=(OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
GET_POINTS_BUDGET = Op(
    "get_points_budget", GET("/points/budgets/{area}/{month}"), GetPointsBudget, PointsBudgetView, OFFICE | {Role.AUDITOR},
    "The limit of an area in a month, and what was awarded", writes=False, errors=(OUTSIDE_AREA, NOT_FOUND),
)  # fmt: skip
AWARD_POINTS = Op(
    "award_points", POST("/points/awards"), AwardPoints, AwardView, STAFF, "Give points for a deed",
    emits=(PointsAwarded,), errors=(OUTSIDE_AREA, NEEDS_APPRAISAL, *ISSUING_ERRORS),
)  # fmt: skip
LIST_AWARDS = Op(
    "list_awards", GET("/points/awards"), ListAwards, AwardPage, OFFICE | {Role.AUDITOR},
    "Awards in an area, newest first; auditors do not see whose they are", writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
TAKE_BACK_AWARD = Op(
    "take_back_award", POST("/points/awards/{award_id}/take-back", 200), TakeBackAward, AwardView, OFFICE,
    "Take back points that were awarded by mistake, and say why", emits=(PointsTakenBack,),
    errors=(NOT_FOUND, HOLDER_FORGOTTEN, OWN_POINTS, AWARD_TAKEN_BACK, OVERDRAWN, STALE_VERSION),
)  # fmt: skip
SHOW_MY_POINTS = Op(
    "show_my_points", GET("/points/me"), ShowMyPoints, PointsView, HOLDERS, "My points, and when they expire",
    writes=False,
)  # fmt: skip
GET_MY_POINTS_STATEMENT = Op(
    "get_my_points_statement", GET("/points/me/statements/{month}"), GetMyPointsStatement, Statement, HOLDERS,
    "My points in a month, line by line, to keep", writes=False, errors=(NO_POINTS, MONTH_NOT_BEGUN),
)  # fmt: skip

OPERATIONS = (
    SET_EARNING_RULE,
    LIST_EARNING_RULES,
    LIST_RULE_VERSIONS,
    SET_POINTS_BUDGET,
    GET_POINTS_BUDGET,
    AWARD_POINTS,
    LIST_AWARDS,
    TAKE_BACK_AWARD,
    SHOW_MY_POINTS,
    GET_MY_POINTS_STATEMENT,
)
EVENTS = (PointsAwarded, PointsTakenBack)
