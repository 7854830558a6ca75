"""What becomes of calls and answers of somebody who is forgotten."""

from typing import Any

from services.volunteers.domain.help_calls import CALLER, CLOCK, HELP_ANSWER, LIVE, VOLUNTEER
from services.volunteers.usecases.help_answers import give_up, to_caller
from services.volunteers.usecases.help_turns import GIVEN, call_off, end, keep, states_of
from shared.contracts.model import Event
from shared.contracts.volunteers.help_calls import HelpAnswerState


def forget_help(store: Any, account: str, person: str, volunteer: Any) -> None:
    """Own calls end, and what was taken is free again for others; what was done stays done, without persons."""
    store.forget_who_wrote(account)
    for call in store.all_help_calls_of(account, person):
        news: list[Event] = []
        if account == call.caller or person == call.person:
            if call.state in LIVE:
                news += end(store, call) if GIVEN & set(states_of(call)) else call_off(store, call, CALLER)
            store.blank_help_call(call)
            store.blank_help_notes(call.id)
        for answer in call.answers:
            if answer.account == account:
                news += _leave(store, call, answer)
        store.blank_help_answer(call, account)
        keep(store, call, news)
    store.forget_blocks_and_turns(account, person, None if volunteer is None else volunteer.id)


def _leave(store: Any, call: Any, answer: Any) -> list[Event]:
    if answer.state in (HelpAnswerState.TENTATIVE, HelpAnswerState.CONFIRMED):
        give_up(store, call, answer, VOLUNTEER)
    elif answer.state is HelpAnswerState.HALF_DONE:
        answer.state = HELP_ANSWER.decide(answer.state, "lapse", {CLOCK}).target
    else:
        return []
    return [to_caller(call, answer)]
