"""Policy questions and answers that the office publishes, with search in Chinese and English."""

from datetime import date

from pydantic import Field

from shared.contracts.actor import OFFICE, PUBLIC, Role
from shared.contracts.model import (
    AreaPath,
    Command,
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
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.items import Edition
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.publishing import PublicationState
from shared.contracts.tickets.searching import Marked, SearchLoaded, SearchText, TopicCode, Word
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class PolicyFields(Value):
    """It holds in the area and all that lies in it, from `since` to `until`, days in Shanghai, both included."""

    area: AreaPath
    topic: TopicCode
    question: ShortText
    question_en: ShortText | None = None
    answer: LongText
    answer_en: LongText | None = None
    keywords: list[Word] = Field(default=[], max_length=20)
    source: ShortText | None = Field(None, description="the document that says so")
    since: date
    until: date | None = None


class PublishPolicy(PolicyFields, Command):
    pass


class LoadPolicies(Command):
    """Publishes many entries at once."""

    policies: list[PolicyFields] = Field(min_length=1, max_length=500)


class PolicyAction(Command):
    policy_id: Id


class RevisePolicy(PolicyFields, PolicyAction):
    """The text before stays readable as an edition."""


class WithdrawPolicy(PolicyAction):
    pass


class RepublishPolicy(PolicyAction):
    pass


class GetPolicy(PolicyAction):
    edition: Edition | None = Field(None, description="as it was then; the newest unless given")


class ListPolicies(PageQuery):
    topic: TopicCode | None = None
    area: AreaPath | None = Field(None, description="only what holds there")


class SearchPolicies(PageQuery):
    """Questions in one's own words; on: the day on which the answers must hold, today unless given."""

    q: SearchText = Field(description="what somebody wants to know, in Chinese or English")
    topic: TopicCode | None = None
    area: AreaPath | None = Field(None, description="only what holds there")
    on: date | None = None


class PolicyView(PolicyFields, View):
    id: Id
    state: PublicationState
    edition: Edition
    changed_at: Moment
    actions: list[NextAction] = []
    version: Version


class PolicyPage(Page[PolicyView]):
    pass


class PolicyHit(View):
    """An entry that was found; score orders the hits of one search, covered is how much of the question it speaks of."""

    id: Id
    area: AreaPath
    topic: TopicCode
    question: Marked
    question_en: Marked | None = None
    answer: Marked
    source: str | None = None
    score: float
    covered: float = Field(ge=0, le=1)


class PolicyHits(Page[PolicyHit]):
    answered: bool = Field(
        description="whether the best hit speaks of most that was asked; else it is noted for the staff"
    )


NOT_LASTING = ErrorCode("tickets.not_lasting", 422, "It must not end before it begins.", "失效日期不得早于生效日期。")

PUBLISH_POLICY = Op(
    "publish_policy", POST("/policies"), PublishPolicy, PolicyView, OFFICE, "Publish a question with its answer",
    errors=(OUTSIDE_AREA, NOT_LASTING),
)  # fmt: skip
LOAD_POLICIES = Op(
    "load_policies", None, LoadPolicies, SearchLoaded, frozenset({Role.OPS}), "Publish many questions with their answers",
    errors=(NOT_LASTING,), deadline=30,
)  # fmt: skip
REVISE_POLICY = Op(
    "revise_policy", PUT("/policies/{policy_id}"), RevisePolicy, PolicyView, OFFICE, "Publish another text of it",
    errors=(NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, NOT_LASTING, NOT_ALLOWED_NOW, FORBIDDEN),
)  # fmt: skip
WITHDRAW_POLICY = Op(
    "withdraw_policy", POST("/policies/{policy_id}/withdraw", 200), WithdrawPolicy, PolicyView, OFFICE,
    "Let it not be found any more", errors=(NOT_FOUND, NOT_ALLOWED_NOW, FORBIDDEN, STALE_VERSION),
)  # fmt: skip
REPUBLISH_POLICY = Op(
    "republish_policy", POST("/policies/{policy_id}/republish", 200), RepublishPolicy, PolicyView, OFFICE,
    "Let it be found again", errors=(NOT_FOUND, NOT_ALLOWED_NOW, FORBIDDEN, STALE_VERSION),
)  # fmt: skip
GET_POLICY = Op(
    "get_policy", GET("/policies/{policy_id}"), GetPolicy, PolicyView, PUBLIC, "One entry, as it is or as it was",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_POLICIES = Op(
    "list_policies", GET("/policies"), ListPolicies, PolicyPage, PUBLIC, "Published entries, newest first", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
SEARCH_POLICIES = Op(
    "search_policies", GET("/policies/search"), SearchPolicies, PolicyHits, PUBLIC,
    "Answers to a question in one's own words, best first; one that finds none is counted for the staff", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip

OPERATIONS = (
    PUBLISH_POLICY, LOAD_POLICIES, LIST_POLICIES, SEARCH_POLICIES, GET_POLICY, REVISE_POLICY, WITHDRAW_POLICY,
    REPUBLISH_POLICY,
)  # fmt: skip
EVENTS = ()
