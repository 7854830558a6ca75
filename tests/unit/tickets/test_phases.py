"""Topics' phases and rights, resolutions' days."""

from datetime import UTC, date, datetime

import pytest

from services.tickets.domain.resolving import RESOLUTION, is_overdue
from services.tickets.domain.topics import RIGHTS, TOPIC, capacities, refuse_out_of_phase, standpoint
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.resolutions import ResolutionState
from shared.contracts.tickets.topics import Standpoint, TopicPhase, TopicRight
from shared.kernel.errors import Refusal

AREA = "150202.613.001"
HOST = Actor("h", frozenset({Role.COMMUNITY_STAFF}), areas=(AREA,))
RESIDENT = Actor("r", frozenset({Role.RESIDENT}))


def test_every_phase_says_what_it_allows_and_can_be_reached():
    assert set(RIGHTS) == set(TopicPhase) == TOPIC.reachable()
    assert frozenset().union(*RIGHTS.values()) == set(TopicRight)


def test_dropped_topic_allows_nothing():
    for right in TopicRight:
        with pytest.raises(Refusal):
            refuse_out_of_phase(TopicPhase.DROPPED, RIGHTS[TopicPhase.DROPPED], right)


def test_too_few_supporters_and_open_resolutions_stand_in_the_way():
    held = capacities(HOST, AREA, "r")
    for phase, action, facts, code in (
        ("proposed", "agree", (2, 3), "tickets.too_few_seconds"),
        ("decided", "carry_out", 1, "tickets.resolutions_in_hand"),
    ):
        with pytest.raises(Refusal) as refused:
            TOPIC.decide(phase, action, held, facts)
        assert refused.value.reason.code == code
    assert TOPIC.decide("proposed", "agree", held, (3, 3)).target == "agreed"


def test_expert_speaks_as_expert_and_stranger_not_at_all():
    assert standpoint(capacities(RESIDENT, AREA, "r", ["r"])) == Standpoint.EXPERT
    assert standpoint(capacities(HOST, AREA, "x")) == Standpoint.HOST
    assert standpoint(capacities(Actor("p", frozenset({Role.PARTNER})), AREA, "x")) is None


def test_resolution_is_overdue_from_the_day_after_in_shanghai():
    due = date(2026, 11, 21)
    assert not is_overdue(ResolutionState.IN_HAND, due, datetime(2026, 11, 21, 15, 59, tzinfo=UTC))
    assert is_overdue(ResolutionState.IN_HAND, due, datetime(2026, 11, 21, 16, 0, tzinfo=UTC))
    assert not is_overdue(ResolutionState.CARRIED_OUT, due, datetime(2027, 1, 1, tzinfo=UTC))
    assert RESOLUTION.reachable() == set(ResolutionState)
