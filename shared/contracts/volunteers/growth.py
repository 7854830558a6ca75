"""The growth index: volunteers posted to groups, and a published formula over what is on record."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import OFFICE, PUBLIC, STAFF, Role
from shared.contracts.model import AreaPath, Command, Count, Event, Id, Moment, Page, PageQuery, Value, Version, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.posts import Day
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Period = Annotated[
    str,
    StringConstraints(pattern=r"^20\d{2}-(0[1-9]|1[0-2]|Q[1-4])$"),
    Field(description="a month or a quarter in Shanghai", examples=["2026-11", "2026-Q4"]),
]
Weight = Annotated[int, Field(ge=0, le=1000)]


class PostToGroup(Command):
    """A volunteer serves one group at a time, and a group has one posted volunteer."""

    group: Id
    area: AreaPath
    volunteer_id: Id


class PostingAction(Command):
    posting_id: Id


class EndPosting(PostingAction):
    pass


class CountAnswers(PostingAction):
    """How many matters the volunteer answered in the group on a day; told again for the day, it replaces the number."""

    day: Day
    answers: int = Field(ge=0, le=1000)


class ListPostings(PageQuery):
    area: AreaPath


class PostingView(View):
    id: Id
    group: Id
    area: AreaPath
    volunteer_id: Id
    posted_at: Moment
    ended_at: Moment | None = None
    version: Version


class PostingPage(Page[PostingView]):
    pass


class Weights(Value):
    """Points for each: a confirmed deed, an attended session, an answered matter, a point of a rating (1 to 5)."""

    deed: Weight
    session: Weight
    answer: Weight
    rating: Weight
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


POSTED_ALREADY = ErrorCode(
    "volunteers.posted_already", 409, "The {who} has a posting already; end it first.", "{who} 已有派驻关系，请先结束。"
)
POSTING_ENDED = ErrorCode("volunteers.posting_ended", 409, "The posting has ended.", "派驻已结束。")
OWN_ANSWERS = ErrorCode("volunteers.own_answers", 403, "Nobody counts their own answers.", "不得登记本人的答复。")
ANSWERS_OUTSIDE = ErrorCode(
    "volunteers.answers_outside_posting", 422, "The volunteer was not posted there on that day.", "该日期不在派驻期内。"
)
RETROACTIVE = ErrorCode("volunteers.retroactive", 422, "A formula begins tomorrow or later.", "公式只能自明日起生效。")
FORMULA_ORDER = ErrorCode(
    "volunteers.formula_order", 409, "A newer version begins on {since} already.", "已有自 {since} 起生效的版本。"
)
PERIOD_OPEN = ErrorCode("volunteers.period_open", 409, "The period is not over.", "统计周期尚未结束。")
PERIOD_CLOSED = ErrorCode("volunteers.period_closed", 409, "Its honours are kept already.", "该周期表彰已公布。")

POST_TO_GROUP = Op(
    "post_to_group", POST("/group-postings"), PostToGroup, PostingView, STAFF, "Post a volunteer to a residents' group",
    errors=(NOT_FOUND, OUTSIDE_AREA, POSTED_ALREADY, STALE_VERSION),
)  # fmt: skip
END_POSTING = Op(
    "end_posting", POST("/group-postings/{posting_id}/end", 200), EndPosting, PostingView, STAFF, "End a posting",
    errors=(NOT_FOUND, POSTING_ENDED, STALE_VERSION),
)  # fmt: skip
COUNT_ANSWERS = Op(
    "count_answers", POST("/group-postings/{posting_id}/answers", 200), CountAnswers, PostingView, STAFF,
    "Tell how many matters a posted volunteer answered on a day",
    errors=(NOT_FOUND, OWN_ANSWERS, ANSWERS_OUTSIDE, STALE_VERSION),
)  # fmt: skip
LIST_POSTINGS = Op(
    "list_postings", GET("/group-postings"), ListPostings, PostingPage, STAFF, "Postings of an area, newest first",
    writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
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
    errors=(NOT_FOUND,),
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
    POST_TO_GROUP, END_POSTING, COUNT_ANSWERS, LIST_POSTINGS, PUT_FORMULA, SHOW_FORMULAS, SHOW_MY_GROWTH, LIST_GROWTH,
    CLOSE_GROWTH, SHOW_HONOURS,
)  # fmt: skip
EVENTS = (Honoured,)
