"""One answer to all who reported or joined a matter."""

from typing import Any

from services.tickets.domain.flow import is_answer
from services.tickets.domain.voices import batches
from shared.contracts.tickets.following import TicketAnswered

AT_ONCE = 500


def tell_outcome(store: Any, ticket: Any) -> None:
    """When the last step is an answer, everybody hears of it."""
    step = ticket.history[-1]
    if is_answer(step.action, step.source, step.target):
        tell(store, ticket, step.action)


def tell(store: Any, ticket: Any, action: str, into: str | None = None) -> None:
    """In batches, so that no message grows with the crowd. Who has an account is told there."""
    voices = store.voices(ticket)
    accounts = sorted({voice.account for voice in voices if voice.account})
    persons = sorted({voice.person for voice in voices if voice.person and not voice.account})
    for batch in batches([(True, each) for each in accounts] + [(False, each) for each in persons], AT_ONCE):
        news = TicketAnswered(
            number=ticket.number, action=action, state=ticket.state, into=into,
            accounts=[each for has_account, each in batch if has_account],
            persons=[each for has_account, each in batch if not has_account],
        )  # fmt: skip
        store.announce(news, subject=ticket.id, version=ticket.version, area=ticket.area)
