"""Who stands in what capacity to a matter, who leads, and when it may be finished."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.finishing import Readiness, refuse_unready
from services.tickets.domain.flow import DESK, OUTSIDE, VIEWER, Standing, capacities, duty_desk
from services.tickets.domain.joint import first_receiver
from shared.contracts.actor import STAFF, Actor, Role
from shared.contracts.tickets.catalogue import Track
from shared.kernel.errors import Refusal

GRID = "150406.001.001.001"
ACCOUNTS = st.sampled_from([letter * 32 for letter in "abcdef"])
HERE = ("150406", "150406.001", "150406.001.001", GRID)
ELSEWHERE = ("150407", "150406.002")
ACTORS = st.builds(
    Actor, ACCOUNTS, st.frozensets(st.sampled_from(Role), max_size=3),
    areas=st.lists(st.sampled_from(HERE + ELSEWHERE), max_size=2).map(tuple),
)  # fmt: skip
STANDINGS = st.builds(
    Standing, area=st.just(GRID), desk=st.sampled_from(HERE), reporter=ACCOUNTS | st.none(), handler=ACCOUNTS | st.none(),
    against=ACCOUNTS | st.none(), barred=st.lists(ACCOUNTS, max_size=2).map(tuple),
    outside=st.lists(ACCOUNTS, max_size=2).map(tuple), insiders=st.lists(ACCOUNTS, max_size=3).map(tuple),
)  # fmt: skip


@given(ACTORS, STANDINGS)
def test_whom_it_is_about_has_no_part_whatever_else_they_are(actor: Actor, standing: Standing):
    if actor.account == standing.against:
        assert capacities(actor, standing, follows=True) == frozenset()


@given(ACTORS, STANDINGS)
def test_only_staff_at_the_desk_or_with_the_matter_in_hand_handle_it(actor: Actor, standing: Standing):
    if DESK in capacities(actor, standing):
        assert actor.has(*STAFF) and actor.account not in standing.barred
        assert actor.covers(standing.desk) or actor.account == standing.handler


@given(ACTORS, STANDINGS)
def test_who_had_it_before_reads_and_who_has_it_outside_reports(actor: Actor, standing: Standing):
    held = capacities(actor, standing)
    if actor.account != standing.against:
        assert VIEWER in held or actor.account not in standing.insiders
        assert (OUTSIDE in held) == (actor.account in standing.outside)


@given(st.lists(ACCOUNTS), ACCOUNTS, STANDINGS)
def test_leader_of_a_meeting_is_the_first_who_may(handlers: list[str], convener: str, standing: Standing):
    leader = first_receiver(handlers, convener, standing)
    fit = [account for account in handlers if account not in {standing.against, *standing.barred}]
    assert leader == (fit[0] if fit else convener)


def test_duty_desk_is_the_streets_and_else_the_districts():
    assert [duty_desk(area) for area in (GRID, "150406.001", "150406")] == ["150406.001", "150406.001", "150406"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (Readiness(Track.COMPLEX), "tickets.no_lead"),
        (Readiness(Track.HARD, led=True), "tickets.no_meeting"),
        (Readiness(Track.HARD, met=True, open_tasks=2), "tickets.tasks_open"),
        (Readiness(Track.HARD, met=True, open_tasks=2, excused=True), "tickets.leader_only"),
        (Readiness(Track.SIMPLE, open_tasks=1, leads=True), "tickets.tasks_open"),
    ],
)
def test_what_is_not_ready_is_refused_with_why(facts: Readiness, code: str):
    with pytest.raises(Refusal) as refusal:
        refuse_unready(facts)
    assert refusal.value.reason.code == code


@pytest.mark.parametrize(
    "facts",
    [
        Readiness(),
        Readiness(Track.COMPLEX, led=True),
        Readiness(Track.HARD, met=True),
        Readiness(Track.HARD, met=True, open_tasks=3, excused=True, leads=True),
    ],
)
def test_what_is_ready_is_finished(facts: Readiness):
    refuse_unready(facts)
