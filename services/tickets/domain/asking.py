"""Which way a resident's question goes, and what is kept of one that found no answer."""

import re

from shared.contracts.actor import OFFICE, Actor
from shared.contracts.tickets.questions import PolicyQuestionState
from shared.kernel.machine import Machine, Move

ASKER = "asker"
ANSWERER = "answerer"
STRUCK = "…"
_NUMBERS = re.compile(r"\S+@\S+|[0-9０-９][0-9０-９\-－ ]{3,}[0-9０-９xXｘＸ]")

QUESTION = Machine(
    name="policy-question",
    states=tuple(PolicyQuestionState),
    initial=PolicyQuestionState.WAITING,
    terminal=frozenset({PolicyQuestionState.PUBLISHED, PolicyQuestionState.DECLINED}),
    moves=(
        Move("answer", (PolicyQuestionState.WAITING,), PolicyQuestionState.ANSWERED, frozenset({ANSWERER}), needs=("answer",)),
        Move("decline", (PolicyQuestionState.WAITING,), PolicyQuestionState.DECLINED, frozenset({ANSWERER}), needs=("reason",)),
        Move(
            "publish", (PolicyQuestionState.ANSWERED,), PolicyQuestionState.PUBLISHED, frozenset({ANSWERER}),
            needs=("area", "topic", "question", "answer", "since"),
        ),
    ),
)  # fmt: skip


def capacities(actor: Actor, asker: str, area: str) -> frozenset[str]:
    held = set()
    if actor.account == asker:
        held.add(ASKER)
    if actor.has(*OFFICE) and actor.covers(area):
        held.add(ANSWERER)
    return frozenset(held)


def without_numbers(text: str) -> str:
    """The text without numbers of phones, papers and the like, and without mail addresses."""
    return _NUMBERS.sub(STRUCK, text).strip()
