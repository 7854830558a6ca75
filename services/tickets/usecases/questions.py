"""Questions to the office: ask, answer, publish, decline."""

from typing import Any

from services.tickets.domain.asking import QUESTION, capacities
from services.tickets.usecases.moderation import judge
from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.policies import publish
from shared.contracts.actor import OFFICE, Actor
from shared.contracts.tickets.judged import JudgedKind
from shared.contracts.tickets.policies import PolicyFields
from shared.contracts.tickets.questions import (
    AnswerPolicyQuestion,
    AskOffice,
    DeclinePolicyQuestion,
    GetPolicyQuestion,
    ListPolicyQuestions,
    PolicyQuestionPage,
    PolicyQuestionState,
    PolicyQuestionView,
    PublishPolicyQuestion,
)
from shared.kernel.errors import NOT_FOUND


def ask_office(store: Any, actor: Actor, command: AskOffice) -> PolicyQuestionView:
    question = store.new_policy_question(actor.account, command.area, command.topic, command.text)
    question.held = judge(store, actor, JudgedKind.POLICY_QUESTION, question.id, command.area, command.text)
    store.save(question)
    return store.policy_question_view(question, actor)


def get_policy_question(store: Any, actor: Actor, command: GetPolicyQuestion) -> PolicyQuestionView:
    return store.policy_question_view(visible(store, actor, command.question_id), actor)


def list_policy_questions(store: Any, actor: Actor, command: ListPolicyQuestions) -> PolicyQuestionPage:
    areas = actor.areas if actor.has(*OFFICE) else None
    found = store.find_policy_questions(areas, actor.account, command.state, beyond(command.cursor), command.limit + 1)
    shown = [store.policy_question_view(question, actor) for question in found[: command.limit]]
    return PolicyQuestionPage(items=shown, next=following(found, command.limit))


def answer_policy_question(store: Any, actor: Actor, command: AnswerPolicyQuestion) -> PolicyQuestionView:
    question, target = decide(store, actor, command.question_id, "answer")
    store.tell_asker(question, answer=command.answer)
    return moved(store, actor, question, target)


def decline_policy_question(store: Any, actor: Actor, command: DeclinePolicyQuestion) -> PolicyQuestionView:
    question, target = decide(store, actor, command.question_id, "decline")
    store.tell_asker(question, reason=command.reason)
    return moved(store, actor, question, target)


def publish_policy_question(store: Any, actor: Actor, command: PublishPolicyQuestion) -> PolicyQuestionView:
    question, target = decide(store, actor, command.question_id, "publish")
    question.policy = publish(store, actor, PolicyFields(**command.model_dump(exclude={"question_id"}))).id
    return moved(store, actor, question, target)


def moved(store: Any, actor: Actor, question: Any, target: PolicyQuestionState) -> PolicyQuestionView:
    question.state = target
    store.save(question)
    return store.policy_question_view(question, actor)


def visible(store: Any, actor: Actor, question_id: str) -> Any:
    """The question, for who asked it and the office of its area; for others there is none."""
    question = store.get_policy_question(question_id)
    if not capacities(actor, question.asker, question.area):
        raise NOT_FOUND("/question_id", what="question")
    return question


def decide(store: Any, actor: Actor, question_id: str, action: str) -> tuple[Any, PolicyQuestionState]:
    question = visible(store, actor, question_id)
    held = capacities(actor, question.asker, question.area)
    return question, PolicyQuestionState(QUESTION.decide(question.state, action, held).target)
