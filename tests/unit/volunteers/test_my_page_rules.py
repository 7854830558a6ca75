"""What waits for somebody, by what they are shown."""

from datetime import UTC, datetime, timedelta

import pytest

from services.volunteers.domain.my_page import most_urgent_first, of_pairs, of_redemptions, of_visits
from shared.contracts.volunteers.help_visits import HelpPayer, HelpVisitKind, HelpVisitState, HelpVisitView
from shared.contracts.volunteers.my_page import ToDo, ToDoKind
from shared.contracts.volunteers.pairing import PairState
from shared.contracts.volunteers.pairs import PairView
from shared.contracts.volunteers.redeeming import RedemptionState, RedemptionView

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
ME, OTHER, THING = "1" * 32, "2" * 32, "3" * 32


def visit(**fields) -> HelpVisitView:
    return HelpVisitView(
        **{
            "id": THING, "kind": HelpVisitKind.MEALS, "state": HelpVisitState.BOOKED, "area": "150202.001.001",
            "volunteer_id": OTHER, "volunteer": ME, "beneficiary": OTHER, "paid_by": HelpPayer.BENEFICIARY,
            "starts_at": NOW, "confirm_until": NOW + timedelta(days=14), "held": 60, "version": 1,
        }
        | fields
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "waits"),
    [
        ({}, True),
        ({"starts_at": NOW + timedelta(seconds=1)}, False),
        ({"confirm_until": NOW}, False),
        ({"said_by_beneficiary": 60, "state": HelpVisitState.HALF_CONFIRMED}, True),
        ({"said_by_volunteer": 60, "state": HelpVisitState.HALF_CONFIRMED}, False),
        ({"state": HelpVisitState.DISPUTED}, False),
        ({"state": HelpVisitState.DONE}, False),
    ],
)
def test_visit_waits_for_my_word_once_it_has_begun_and_as_long_as_it_counts(fields, waits):
    assert [each.what for each in of_visits([visit(**fields)], ME, NOW)] == [ToDoKind.CONFIRM_VISIT] * waits


@pytest.mark.parametrize(
    ("state", "volunteer", "volunteer_accepted", "guardian_accepted", "waits"),
    [
        (PairState.PROPOSED, ME, False, False, True),
        (PairState.AGREED, ME, True, False, False),
        (PairState.AGREED, OTHER, True, False, True),
        (PairState.PROPOSED, OTHER, False, None, False),
        (PairState.PROPOSED, OTHER, False, True, False),
        (PairState.ACTIVE, ME, False, False, False),
    ],
)
def test_pair_waits_for_the_side_that_has_not_answered(state, volunteer, volunteer_accepted, guardian_accepted, waits):
    pair = PairView.model_construct(
        id=THING, state=state, volunteer_id=volunteer, volunteer_accepted=volunteer_accepted,
        guardian_accepted=guardian_accepted,
    )  # fmt: skip
    assert [each.what for each in of_pairs([pair], ME)] == [ToDoKind.ANSWER_PAIR] * waits


@pytest.mark.parametrize("state", list(RedemptionState))
def test_only_what_is_reserved_waits_to_be_collected(state):
    redemption = RedemptionView.model_construct(id=THING, state=state, expires_at=NOW)
    assert [each.until for each in of_redemptions([redemption])] == [NOW] * (state is RedemptionState.RESERVED)


def test_what_ends_first_comes_first_and_what_has_no_end_last():
    later, never, soon = (
        ToDo(what=ToDoKind.COLLECT, id=THING, until=until) for until in (NOW + timedelta(days=1), None, NOW)
    )
    assert most_urgent_first([later, never, soon]) == [soon, later, never]
