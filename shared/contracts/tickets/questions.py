"""Questions that residents ask the office, and what becomes of them: an answer, and an entry for everybody."""

from enum import StrEnum

from pydantic import Field

from shared.contracts.actor import OFFICE, Role
from shared.contracts.model import AreaPath, Command, Id, LongText, Moment, Page, PageQuery, Version, View, pii
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.judged import TextHeld
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.policies import NOT_LASTING, PolicyFields
from shared.contracts.tickets.searching import TopicCode
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION
from shared.kernel.paging import BAD_CURSOR


class PolicyQuestionState(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    PUBLISHED = "published"
    DECLINED = "declined"


class AskOffice(Command):
    area: AreaPath
    topic: TopicCode | None = None
    text: LongText = pii()


class PolicyQuestionAction(Command):
    question_id: Id


class AnswerPolicyQuestion(PolicyQuestionAction):
    answer: LongText


class DeclinePolicyQuestion(PolicyQuestionAction):
    reason: LongText


class PublishPolicyQuestion(PolicyFields, PolicyQuestionAction):
    """As everybody may read it: in words of the office, from which nobody is known."""


class GetPolicyQuestion(PolicyQuestionAction):
    pass


class ListPolicyQuestions(PageQuery):
    """Residents see their own, office staff those of their areas of duty."""

    state: PolicyQuestionState | None = None


class PolicyQuestionView(View):
    id: Id
    area: AreaPath
    topic: TopicCode | None = None
    text: str = pii()
    state: PolicyQuestionState
    asked_at: Moment
    answer: str | None = None
    answered_at: Moment | None = None
    reason: str | None = None
    policy: Id | None = None
    held: bool = Field(default=False, description="held back: not among those that the office works through")
    actions: list[NextAction] = []
    version: Version


class PolicyQuestionPage(Page[PolicyQuestionView]):
    pass


MOVES = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
ASKERS = OFFICE | {Role.RESIDENT}

ASK_OFFICE = Op(
    "ask_office", POST("/policy-questions"), AskOffice, PolicyQuestionView, frozenset({Role.RESIDENT}),
    "Ask the office what the search does not know", emits=(TextHeld,), keeps_reply=False,
)  # fmt: skip
GET_POLICY_QUESTION = Op(
    "get_policy_question", GET("/policy-questions/{question_id}"), GetPolicyQuestion, PolicyQuestionView, ASKERS,
    "One question, for who asked it and the office", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_POLICY_QUESTIONS = Op(
    "list_policy_questions", GET("/policy-questions"), ListPolicyQuestions, PolicyQuestionPage, ASKERS,
    "My questions, or those of my areas of duty, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
ANSWER_POLICY_QUESTION = Op(
    "answer_policy_question", POST("/policy-questions/{question_id}/answer", 200), AnswerPolicyQuestion, PolicyQuestionView, OFFICE,
    "Answer who asked", errors=MOVES, keeps_reply=False,
)  # fmt: skip
DECLINE_POLICY_QUESTION = Op(
    "decline_policy_question", POST("/policy-questions/{question_id}/decline", 200), DeclinePolicyQuestion, PolicyQuestionView, OFFICE,
    "Say why it is not answered", errors=MOVES, keeps_reply=False,
)  # fmt: skip
PUBLISH_POLICY_QUESTION = Op(
    "publish_policy_question", POST("/policy-questions/{question_id}/publish", 200), PublishPolicyQuestion, PolicyQuestionView, OFFICE,
    "Make an entry of it for everybody", errors=(*MOVES, OUTSIDE_AREA, NOT_LASTING), keeps_reply=False,
)  # fmt: skip

OPERATIONS = (
    ASK_OFFICE,
    LIST_POLICY_QUESTIONS,
    GET_POLICY_QUESTION,
    ANSWER_POLICY_QUESTION,
    DECLINE_POLICY_QUESTION,
    PUBLISH_POLICY_QUESTION,
)
EVENTS = ()
