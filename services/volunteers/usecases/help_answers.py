"""Taking a call, confirming who took it, saying that it is done, and what both sides say of each other."""

from typing import Any

from services.volunteers.domain.availability import is_resting
from services.volunteers.domain.help_calls import (
    CALLER,
    CALLERS,
    FEEDBACK_DAYS,
    HELP_ANSWER,
    HELP_CALL,
    PROMISED,
    VOLUNTEER,
    feedback_until,
    places_left,
    said_done,
)
from services.volunteers.domain.help_rings import qualified
from services.volunteers.domain.time_bank import is_own, same_person
from services.volunteers.usecases.help_calls import is_caller, stand
from services.volunteers.usecases.help_turns import ended, facts_of, keep, states_of, wish_of
from shared.contracts.actor import Actor
from shared.contracts.model import Event
from shared.contracts.volunteers.attendance import ServiceGiven
from shared.contracts.volunteers.help_answers import (
    ANSWERED_BEFORE,
    FEEDBACK_BEFORE,
    FEEDBACK_OVER,
    HELP_OVER,
    HELPER_RESTS,
    NO_PLACE_LEFT,
    NOT_ASKED,
    AnswerAction,
    ConfirmAnswer,
    DeclineAnswer,
    FeedbackGiven,
    FeedbackView,
    GiveFeedback,
    HelpAnswerMoved,
    SayHelpDone,
    ShowFeedback,
    TakeHelpCall,
    WithdrawAnswer,
)
from shared.contracts.volunteers.help_calls import NO_FIT, HelpAnswerState, HelpAudience, HelpCallState, HelpCallView
from shared.contracts.volunteers.needs import Misfit
from shared.contracts.volunteers.time_bank import SELF_DEALING
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND


def take_help_call(store: Any, actor: Actor, command: TakeHelpCall) -> HelpCallView:
    call, _ = stand(store, actor, command.help_call_id)
    store.refuse_stale(call.version)
    volunteer = store.find_volunteer_of(actor.account)
    if is_caller(actor, call) or actor.account == call.opened_by:
        raise SELF_DEALING()
    if any(is_own(actor, each) for each in call.answers):
        raise ANSWERED_BEFORE()
    if volunteer is None or not _may_take(call, volunteer):
        raise NOT_ASKED()
    if not qualified(wish_of(call), volunteer.skills, [each.skill for each in volunteer.confirmations]):
        raise NO_FIT(reason=Misfit.NOT_QUALIFIED)
    if call.state is HelpCallState.SETTLED or not places_left(call.helpers, states_of(call)):
        raise NO_PLACE_LEFT()
    call.state = HELP_CALL.decide(call.state, "take", {VOLUNTEER}).target
    if store.now >= call.ends_at:
        raise HELP_OVER()
    if is_resting(volunteer.resting_until, store.now):
        raise HELPER_RESTS()
    answer = store.add_help_answer(call, volunteer)
    keep(store, call, [to_caller(call, answer)])
    return store.help_call_view(call, VOLUNTEER, actor.account)


def confirm_answer(store: Any, actor: Actor, command: ConfirmAnswer) -> HelpCallView:
    """With the last place the call is settled, and who else was asked is told so."""
    call, answer, capacity = _decided_by(store, actor, command)
    answer.state = HELP_ANSWER.decide(answer.state, "confirm", {capacity}).target
    news: list[Event] = [to_volunteer(answer)]
    confirmed = sum(state in PROMISED or state is HelpAnswerState.DONE for state in states_of(call))
    if confirmed >= call.helpers:
        call.state = HELP_CALL.decide(call.state, "settle", {capacity}).target
        took = {each.account for each in call.answers if each.state in PROMISED or each.state is HelpAnswerState.DONE}
        news.append(ended(call, {each.account for each in call.asked} - took))
        if call.need is not None:
            store.end_recruiting(call.need)
    keep(store, call, news)
    return store.help_call_view(call, capacity, actor.account)


def decline_answer(store: Any, actor: Actor, command: DeclineAnswer) -> HelpCallView:
    call, answer, capacity = _decided_by(store, actor, command)
    answer.state = HELP_ANSWER.decide(answer.state, "decline", {capacity}).target
    answer.reason = store.sealed_word(command.reason)
    keep(store, call, [to_volunteer(answer)])
    return store.help_call_view(call, capacity, actor.account)


def withdraw_answer(store: Any, actor: Actor, command: WithdrawAnswer) -> HelpCallView:
    call, answer, capacity = _answered(store, actor, command)
    give_up(store, call, answer, capacity)
    keep(store, call, [to_caller(call, answer)])
    return store.help_call_view(call, capacity, actor.account)


def give_up(store: Any, call: Any, answer: Any, capacity: str) -> None:
    """The place is free again, and the rings go on where they stood; where only staff may know of the call there are none."""
    answer.state = HELP_ANSWER.decide(answer.state, "withdraw", {capacity}).target
    if call.state is HelpCallState.SETTLED:
        call.state = HELP_CALL.decide(call.state, "reopen", {VOLUNTEER}).target
        if call.audience is not HelpAudience.DISPATCHERS:
            call.widens_at = call.widens_at or store.now


def say_help_done(store: Any, actor: Actor, command: SayHelpDone) -> HelpCallView:
    call, answer, capacity = _answered(store, actor, command)
    by_volunteer = capacity == VOLUNTEER
    theirs, callers = answer.said_by_volunteer, answer.said_by_caller
    action = (
        said_done(theirs, callers, command.minutes) if by_volunteer else said_done(callers, theirs, command.minutes)
    )
    if action is None:
        return store.help_call_view(call, capacity, actor.account)
    answer.state = HELP_ANSWER.decide(answer.state, action, {capacity}, facts_of(store, call)).target
    setattr(answer, "said_by_volunteer" if by_volunteer else "said_by_caller", command.minutes)
    news: list[Event] = [to_caller(call, answer) if by_volunteer else to_volunteer(answer)]
    if action == "agree":
        answer.minutes, answer.done_at = command.minutes, store.now
        _earn(store, call, answer)
        if call.state is HelpCallState.SETTLED and all(
            state is HelpAnswerState.DONE for state in states_of(call) if state in PROMISED | {HelpAnswerState.DONE}
        ):
            call.state = HELP_CALL.decide(call.state, "finish", {capacity}).target
            news.append(ended(call, set()))
    keep(store, call, news)
    return store.help_call_view(call, capacity, actor.account)


def give_feedback(store: Any, actor: Actor, command: GiveFeedback) -> FeedbackGiven:
    """Staff gives it only for a caller who does not sign in, and not for whoever is forgotten."""
    call, answer, capacity = _answered(store, actor, command)
    if capacity not in (VOLUNTEER, CALLER) and (call.caller is not None or call.person is None):
        raise FORBIDDEN(action="give_feedback")
    side = "by_volunteer" if capacity == VOLUNTEER else "by_caller"
    _refuse_undone(answer, "give_feedback", capacity)
    if getattr(answer, side) is not None:
        raise FEEDBACK_BEFORE()
    if store.now >= feedback_until(answer.done_at):
        raise FEEDBACK_OVER(days=FEEDBACK_DAYS)
    setattr(answer, side, store.new_feedback(command.rating, command.text))
    keep(store, call)
    return FeedbackGiven(answer_id=answer.id, rating=command.rating)


def show_feedback(store: Any, actor: Actor, command: ShowFeedback) -> FeedbackView:
    _, answer, capacity = _answered(store, actor, command)
    _refuse_undone(answer, "show_feedback", capacity)
    return store.feedback_view(answer, capacity)


def to_caller(call: Any, answer: Any) -> HelpAnswerMoved:
    """To the caller, or for a caller who does not sign in to whoever wrote the call down."""
    account = call.caller or call.opened_by
    return HelpAnswerMoved(accounts=[account] if account else [], state=answer.state)


def to_volunteer(answer: Any) -> HelpAnswerMoved:
    return HelpAnswerMoved(accounts=[answer.account] if answer.account else [], state=answer.state)


def _may_take(call: Any, volunteer: Any) -> bool:
    """Who was asked, or where everybody may answer anybody; never the caller by another account."""
    if same_person(call.caller, call.person, volunteer):
        return False
    return bool(call.on_board) or any(each.account == volunteer.account for each in call.asked)


def _answered(store: Any, actor: Actor, command: AnswerAction) -> tuple[Any, Any, str]:
    """Call, answer and capacity; a volunteer has to do with the own answer only, by whichever account they are staff as well."""
    call, capacity = stand(store, actor, command.help_call_id)
    answer = store.answer_of(call, command.answer_id)
    if is_own(actor, answer):
        capacity = VOLUNTEER
    elif capacity == VOLUNTEER:
        raise NOT_FOUND("/answer_id", what="answer")
    store.refuse_stale(call.version)
    return call, answer, capacity


def _decided_by(store: Any, actor: Actor, command: AnswerAction) -> tuple[Any, Any, str]:
    call, answer, capacity = _answered(store, actor, command)
    if capacity not in CALLERS:
        raise SELF_DEALING()
    return call, answer, capacity


def _earn(store: Any, call: Any, answer: Any) -> None:
    record = store.service_record(answer.account)
    record.minutes += answer.minutes
    record.outside += answer.minutes
    store.save(record)
    news = ServiceGiven(account=answer.account, area=call.area, minutes=answer.minutes, help_call_id=call.id)
    store.announce(news, subject=answer.id, version=1, area=call.area)


def _refuse_undone(answer: Any, action: str, capacity: str) -> None:
    if answer.state is not HelpAnswerState.DONE:
        allowed = [move.action for move in HELP_ANSWER.open_to(answer.state, {capacity})]
        raise NOT_ALLOWED_NOW(action=action, state=answer.state, allowed=allowed)
