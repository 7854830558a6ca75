"""Updates of outside desks come in any order; the newest tells where it stands."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.flow import OUTSIDE
from services.tickets.domain.referrals import REFERRAL, RUNNING, Known, is_late, refuse_from_the_future
from shared.contracts.tickets.matters import ReferralState
from shared.contracts.tickets.outside import ReportedState
from shared.kernel.errors import Refusal

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
ON_THE_WAY = (ReportedState.RECEIVED, ReportedState.IN_PROGRESS)


def told(updates: list[tuple[int, ReportedState]]) -> Known:
    known = Known(ReferralState.SENT, None)
    for minute, state in updates:
        at = NOON + timedelta(minutes=minute)
        if not is_late(known, at):
            target = REFERRAL.decide(known.state, state, frozenset({OUTSIDE})).target
            known = Known(ReferralState(target), at)
    return known


@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.sampled_from(ON_THE_WAY)), min_size=1, unique_by=lambda update: update[0]
    ).flatmap(lambda updates: st.tuples(st.just(updates), st.permutations(updates)))
)
def test_order_of_arrival_does_not_matter(both):
    updates, arrived = both
    assert told(arrived) == told(sorted(updates))


@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from(ReportedState)), max_size=20))
def test_nothing_moves_what_is_over(updates):
    known = told(updates)
    if known.state not in RUNNING:
        assert is_late(known, NOON + timedelta(days=99))
        assert told([*updates, (999, ReportedState.RECEIVED)]) == known


def test_clock_of_a_partner_may_be_five_minutes_ahead():
    refuse_from_the_future(NOON + timedelta(minutes=5), NOON)
    with pytest.raises(Refusal):
        refuse_from_the_future(NOON + timedelta(minutes=5, seconds=1), NOON)
