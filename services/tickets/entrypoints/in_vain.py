"""Searches: the answer, and a note of what was searched for in vain."""

import logging
from collections.abc import Callable
from typing import Any

from services.tickets.usecases import searching
from shared.contracts.call import Answer, Call
from shared.contracts.tickets.searching import Sought
from shared.storage.database import Database

log = logging.getLogger(__name__)


def answer_and_note(store: Database, call: Call, search: Callable[..., Any]) -> Answer:
    """`search` reads only. The note is a unit of work of its own; without it the answer is as good."""
    missed: list[Sought] = []
    answer = store.perform(call, lambda work, actor, command: search(work, actor, command, missed.append))
    for sought in missed:
        note(store, call, sought)
    return answer


def note(store: Database, call: Call, sought: Sought) -> None:
    try:
        store.act(
            f"in_vain|{sought}|{call.context.request_id}",
            lambda work, _actor: searching.note_unanswered(work, sought, call.command.q),
        )
    except Exception:
        log.exception("a search in vain was not counted")
