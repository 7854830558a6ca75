"""What waits for somebody: their word on what is shown to them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from shared.contracts.volunteers.help_calls import HelpAnswerState, HelpCallSight, HelpCallState
from shared.contracts.volunteers.help_visits import HelpVisitState, HelpVisitView
from shared.contracts.volunteers.my_page import ToDo, ToDoKind
from shared.contracts.volunteers.pairing import PairState
from shared.contracts.volunteers.pairs import PairView
from shared.contracts.volunteers.redeeming import RedemptionState, RedemptionView
from shared.contracts.volunteers.swaps import SwapPart, SwapState, SwapView

LIVE_CALLS = frozenset({HelpCallState.CALLING, HelpCallState.UNTAKEN, HelpCallState.SETTLED})
OPEN_VISITS = frozenset({HelpVisitState.BOOKED, HelpVisitState.HALF_CONFIRMED, HelpVisitState.DISPUTED})
OPEN_PAIRS = frozenset({PairState.PROPOSED, PairState.AGREED, PairState.ACTIVE, PairState.PAUSED})
OPEN_SWAPS = frozenset({SwapState.ASKED, SwapState.AGREED, SwapState.HALF_CONFIRMED})
PROMISED = frozenset({HelpAnswerState.CONFIRMED, HelpAnswerState.HALF_DONE})
UNANSWERED_PAIRS = frozenset({PairState.PROPOSED, PairState.AGREED})
FAR = datetime.max.replace(tzinfo=UTC)


def most_urgent_first(found: Iterable[ToDo]) -> list[ToDo]:
    """By when it is too late; what has no end comes last, in the order in which it is found."""
    return sorted(found, key=lambda each: each.until or FAR)


def of_my_calls(calls: Iterable[HelpCallSight], now: datetime) -> Iterator[ToDo]:
    for call in calls:
        for answer in call.answers:
            if answer.state is HelpAnswerState.TENTATIVE:
                yield ToDo(what=ToDoKind.CHOOSE_HELPER, id=call.id, answer_id=answer.id, until=call.ends_at)
            elif answer.state in PROMISED and answer.said_by_caller is None and call.starts_at <= now:
                yield ToDo(what=ToDoKind.SAY_HELP_DONE, id=call.id, answer_id=answer.id)


def of_calls_to_me(calls: Iterable[HelpCallSight], now: datetime) -> Iterator[ToDo]:
    for call in calls:
        for answer in call.answers:
            if answer.state in PROMISED and answer.said_by_volunteer is None and call.starts_at <= now:
                yield ToDo(what=ToDoKind.SAY_HELP_DONE, id=call.id, answer_id=answer.id)


def of_visits(visits: Iterable[HelpVisitView], hours: str, now: datetime) -> Iterator[ToDo]:
    """Visits that have begun, and of which the side with this account of hours has not said how long they took."""
    for visit in visits:
        said = visit.said_by_volunteer if visit.volunteer == hours else visit.said_by_beneficiary
        undecided = visit.state in (HelpVisitState.BOOKED, HelpVisitState.HALF_CONFIRMED)
        if undecided and said is None and visit.starts_at <= now < visit.confirm_until:
            yield ToDo(what=ToDoKind.CONFIRM_VISIT, id=visit.id, until=visit.confirm_until)


def of_swaps(swaps: Iterable[SwapView]) -> Iterator[ToDo]:
    for swap in swaps:
        if swap.state is SwapState.ASKED:
            if swap.part is SwapPart.OWNER:
                yield ToDo(what=ToDoKind.ANSWER_SWAP, id=swap.id, until=swap.due_at)
        elif swap.state in OPEN_SWAPS and not swap.confirmed:
            yield ToDo(what=ToDoKind.CONFIRM_SWAP, id=swap.id, until=swap.due_at)


def of_pairs(pairs: Iterable[PairView], volunteer: str | None) -> Iterator[ToDo]:
    """Pairs to which the volunteer, or else the guardian, has not said yes or no."""
    for pair in pairs:
        accepted = pair.volunteer_accepted if pair.volunteer_id == volunteer else pair.guardian_accepted
        if pair.state in UNANSWERED_PAIRS and accepted is False:
            yield ToDo(what=ToDoKind.ANSWER_PAIR, id=pair.id)


def of_redemptions(redemptions: Iterable[RedemptionView]) -> Iterator[ToDo]:
    for redemption in redemptions:
        if redemption.state is RedemptionState.RESERVED:
            yield ToDo(what=ToDoKind.COLLECT, id=redemption.id, until=redemption.expires_at)
