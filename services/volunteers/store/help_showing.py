"""What is shown of calls for help, to whom."""

from typing import Any

from services.volunteers.documents.help_calls import Feedback, HelpAnswer, HelpCall
from services.volunteers.domain.help_calls import (
    CALLERS,
    VOLUNTEER,
    blurred,
    feedback_open,
    feedback_until,
    is_told,
    places_left,
    sight_of,
)
from services.volunteers.domain.time_bank import community_of
from services.volunteers.store.help_calls import PLAIN, HelpCallStore
from shared.contracts.volunteers.help_answers import FeedbackPart, FeedbackView
from shared.contracts.volunteers.help_calls import HelpAnswerView, HelpCallSight, HelpCallView, Sight


class HelpShowingStore(HelpCallStore):
    documents = ()

    def help_call_view(self, call: HelpCall, capacity: str, account: str) -> HelpCallView:
        """Without text and place, as it may be kept for repeats."""
        return HelpCallView(**self._fields(call, capacity, account))

    def help_call_sight(self, call: HelpCall, capacity: str, account: str) -> HelpCallSight:
        """With text and place, as far as somebody in this capacity may see them."""
        own = _own(call, account)
        mine = own.state if own else None
        sight = sight_of(call.before, call.after, call.state, capacity, mine)
        told = is_told(call.state, capacity, mine)
        point, address = self.place_of_help(call) if sight is not Sight.AREA else (None, None)
        full = sight is Sight.FULL
        return HelpCallSight(
            **self._fields(call, capacity, account, full), text=self.opened_word(call.text) if told else None,
            point=point if point is None or full else blurred(point), address=address if full else None,
        )  # fmt: skip

    def feedback_view(self, answer: HelpAnswer, capacity: str) -> FeedbackView:
        """One's own at once; the other side's once both are given or the days are over. Staff stands on the caller's side."""
        opened = feedback_open(
            (answer.by_volunteer is not None, answer.by_caller is not None), answer.done_at, self.now
        )
        return FeedbackView(
            answer_id=answer.id, open_from=feedback_until(answer.done_at),
            by_volunteer=self._part(answer.by_volunteer) if opened or capacity == VOLUNTEER else None,
            by_caller=self._part(answer.by_caller) if opened or capacity in CALLERS else None,
        )  # fmt: skip

    def _part(self, given: Feedback | None) -> FeedbackPart | None:
        if given is None:
            return None
        return FeedbackPart(rating=given.rating, text=self.opened_word(given.text), given_at=given.given_at)

    def _fields(self, call: HelpCall, capacity: str, account: str, full: bool = False) -> dict[str, Any]:
        party = capacity in CALLERS
        answers = call.answers if party else [each for each in call.answers if each.account == account]
        return {name: getattr(call, name) for name in PLAIN} | {
            "id": call.id,
            "area": call.area if party or full else community_of(call.area),
            "places_left": places_left(call.helpers, [each.state for each in call.answers]),
            "state": call.state,
            "called": len(call.asked) if party else None,
            "radius": call.rings[call.ring].radius if party and call.asked and call.rings else None,
            "opened_at": call.opened_at,
            "answers": [_answer_view(each) for each in answers],
            "version": call.version,
        }


def _own(call: HelpCall, account: str) -> HelpAnswer | None:
    return next((each for each in call.answers if each.account == account), None)


def _answer_view(answer: HelpAnswer) -> HelpAnswerView:
    return HelpAnswerView(
        id=answer.id, volunteer_id=answer.volunteer, state=answer.state, taken_at=answer.taken_at,
        said_by_volunteer=answer.said_by_volunteer, said_by_caller=answer.said_by_caller, minutes=answer.minutes,
    )  # fmt: skip
