"""The growth index: a published formula over what is on record, also of volunteers who are posted to groups."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import OFFICE, PUBLIC, STAFF, Role
from shared.contracts.model import AreaPath, Command, Count, Event, Id, Moment, Page, PageQuery, Value, Version, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.people import MEMBERS, NOT_ENROLLED
from shared.contracts.volunteers.posts import Day
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Period = Annotated[
    str,
    StringConstraints(pattern=r"^20\d{2}-(0[1-9]|1[0-2]|Q[1-4])$"),
    Field(description="a month or a quarter in Shanghai", examples=["2026-11", "2026-Q4"]),
]
Weight = Annotated[int, Field(ge=0, le=1000)]


class ListPostings(PageQuery):
    area: AreaPath


class PostingView(View):
    """A volunteer serves one group at a time, and a group has one. Who posts them does it where groups are kept."""

    id: Id
    group: Id
    area: AreaPath
    volunteer_id: Id | None = Field(
        default=None, description="none: whoever was posted never enrolled, or is forgotten"
    )
    posted_at: Moment
    ended_at: Moment | None = None
    version: Version


class PostingPage(Page[PostingView]):
    pass


class ShowPostingFigures(Command):
    area: AreaPath
    period: Period


class PostingFigures(View):
    """Postings as they are now; answers of the period."""

    area: AreaPath
    period: Period
    groups: Count = Field(description="with a volunteer posted to them")
    communities: Count
    answers: Count = Field(description="matters that posted volunteers answered, each once")


class Weights(Value):
    """Points for each: a confirmed deed, an attended session, an answered matter, a point of a rating (1 to 5), a shift or
    turn of a rota that was served."""

    deed: Weight
    session: Weight
    answer: Weight
    rating: Weight
    shift: Weight = 0
    honours_permille: int = Field(ge=1, le=1000, description="share of those with an index above 0 who are honoured")


class PutFormula(Weights, Command):
    """A new version, for periods that begin later than today; older periods keep theirs."""

    district: Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
    since: Day = Field(description="periods that begin on this day or later go by it")


class ShowFormulas(Command):
    district: Annotated[str, StringConstraints(pattern=r"^\d{6}$")]


class FormulaView(Weights, View):
    number: Count = Field(description="version of the formula; 0 is what a district begins with")
    since: Day | None = None


class FormulaList(View):
    rule: str = Field(description="how the index and the honours come about, in Chinese")
    rule_en: str
    items: list[FormulaView]


class ShowGrowth(Command):
    area: AreaPath
    period: Period


class ListGrowth(PageQuery):
    area: AreaPath
    period: Period


class GrowthRow(View):
    volunteer_id: Id
    deeds: Count
    sessions: Count
    answers: Count
    ratings: Count = Field(description="sum of the ratings")
    shifts: Count = Field(default=0, description="shifts served")
    index: Count
    rank: Count = Field(description="equal indexes share the rank")
    honoured: bool


class GrowthPage(Page[GrowthRow]):
    area: AreaPath
    period: Period
    formula: Count


class CloseGrowth(Command):
    """Keeps the honours of a period that is over; a second time is refused."""

    area: AreaPath
    period: Period


class HonoursView(View):
    id: Id
    area: AreaPath
    period: Period
    formula: Count
    volunteers: Count = Field(description="with an index above 0")
    least: Count = Field(description="the lowest index that is honoured")
    honoured: list[GrowthRow]
    closed_at: Moment
    version: Version


class Honoured(Event):
    TYPE: ClassVar[str] = "volunteers.growth.honoured.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    period: Period
    honoured: Count


RETROACTIVE = ErrorCode("volunteers.retroactive", 422, "A formula begins tomorrow or later.", "公式只能自明日起生效。")
FORMULA_ORDER = ErrorCode(
    "volunteers.formula_order", 409, "A newer version begins on {since} already.", "已有自 {since} 起生效的版本。"
)
PERIOD_OPEN = ErrorCode("volunteers.period_open", 409, "The period is not over.", "统计周期尚未结束。")
PERIOD_CLOSED = ErrorCode("volunteers.period_closed", 409, "Its honours are kept already.", "该周期表彰已公布。")

LIST_POSTINGS = Op(
    "list_postings", GET("/group-postings"), ListPostings, PostingPage, STAFF, "Postings of an area, newest first",
    writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
SHOW_POSTING_FIGURES = Op(
    "show_posting_figures", GET("/group-postings/figures"), ShowPostingFigures, PostingFigures, STAFF,
    "How many groups of an area have a volunteer, and what these answered", writes=False, errors=(OUTSIDE_AREA,),
)  # fmt: skip
PUT_FORMULA = Op(
    "put_formula", POST("/growth/formulas"), PutFormula, FormulaView, frozenset({Role.DISTRICT_STAFF}),
    "Set the weights of the growth index from a day on", errors=(OUTSIDE_AREA, RETROACTIVE, FORMULA_ORDER),
)  # fmt: skip
SHOW_FORMULAS = Op(
    "show_formulas", GET("/growth/formulas"), ShowFormulas, FormulaList, PUBLIC, "The rule of the growth index, and its versions",
    writes=False,
)  # fmt: skip
SHOW_MY_GROWTH = Op(
    "show_my_growth", GET("/growth/me"), ShowGrowth, GrowthRow, MEMBERS, "My own growth index in an area", writes=False,
    errors=(NOT_FOUND, NOT_ENROLLED),
)  # fmt: skip
LIST_GROWTH = Op(
    "list_growth", GET("/growth"), ListGrowth, GrowthPage, STAFF, "Growth indexes of an area, best first, reckoned anew",
    writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
CLOSE_GROWTH = Op(
    "close_growth", POST("/growth/honours"), CloseGrowth, HonoursView, OFFICE, "Keep the honours of a period that is over",
    emits=(Honoured,), errors=(OUTSIDE_AREA, PERIOD_OPEN, PERIOD_CLOSED),
)  # fmt: skip
SHOW_HONOURS = Op(
    "show_honours", GET("/growth/honours"), ShowGrowth, HonoursView, MEMBERS, "Who was honoured for a period", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip

OPERATIONS = (
    LIST_POSTINGS, SHOW_POSTING_FIGURES, PUT_FORMULA, SHOW_FORMULAS, SHOW_MY_GROWTH, LIST_GROWTH,
    CLOSE_GROWTH, SHOW_HONOURS,
)  # fmt: skip
EVENTS = (Honoured,)
