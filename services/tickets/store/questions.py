"""Keeping, finding and showing questions to the office. What was asked and answered is sealed."""

import json
from collections.abc import Sequence
from typing import Any

from services.tickets.documents.publishing import PolicyQuestion
from services.tickets.domain.asking import QUESTION, capacities
from services.tickets.store.inside import inside, newest
from shared.contracts.actor import Actor
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.questions import PolicyQuestionState, PolicyQuestionView
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

ASKED = "policy-question"
TOLD = 1000


class PolicyQuestionStore(Work):
    documents = (PolicyQuestion,)

    def new_policy_question(self, asker: str, area: str, topic: str | None, text: str) -> PolicyQuestion:
        return PolicyQuestion(
            id=self.new_id(), asker=asker, area=area, topic=topic, sealed=_sealed({"text": text}),
            state=QUESTION.initial, asked_at=self.now,
        )  # fmt: skip

    def get_policy_question(self, question_id: str) -> PolicyQuestion:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        question = PolicyQuestion.objects(id=question_id).first()
        if question is None:
            raise NOT_FOUND("/question_id", what="question")
        self.refuse_stale(question.version)
        return question

    def tell_asker(self, question: PolicyQuestion, **words: str) -> None:
        question.sealed, question.answered_at = _sealed({**words_of(question), **words}), self.now

    def find_policy_questions(
        self, areas: Sequence[str] | None, asker: str, state: PolicyQuestionState | None, before: str | None, limit: int
    ) -> list[PolicyQuestion]:
        """Newest first; in any of `areas`, where those that are held back are left out, or else the asker's."""
        query: dict[str, Any] = {"state": state} if state else {}
        query |= (
            {"asker": asker}
            if areas is None
            else {"$or": [{"area": inside(a)} for a in areas] or [{"area": None}], "held": {"$ne": True}}
        )
        return list(PolicyQuestion.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def policy_question_view(self, question: PolicyQuestion, actor: Actor) -> PolicyQuestionView:
        held = capacities(actor, question.asker, question.area)
        return PolicyQuestionView(
            id=question.id, area=question.area, topic=question.topic, state=question.state, asked_at=question.asked_at,
            answered_at=question.answered_at, policy=question.policy, held=bool(question.held), version=question.version, **words_of(question),
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in QUESTION.open_to(question.state, held)],
        )  # fmt: skip

    def asked_by(self, account: str) -> list[dict[str, Any]]:
        return [
            {**words_of(each), "asked_at": each.asked_at}
            for each in PolicyQuestion.objects(asker=account).order_by("-id").limit(TOLD)
        ]

    def forget_asker(self, account: str) -> None:
        """Questions are forgotten as a whole; the entries that came of them name nobody and stay."""
        PolicyQuestion.objects(asker=account).delete()


def _sealed(words: dict[str, str]) -> str:
    return seal(json.dumps(words, ensure_ascii=False), ASKED)


def words_of(question: PolicyQuestion) -> dict[str, str]:
    """What was asked, and what was answered."""
    return json.loads(unseal(question.sealed, ASKED))
