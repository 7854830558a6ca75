"""Posts, grades and periods."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.staff import POSTS, next_grade, phase_on, refuse_outranked, starting_grade
from shared.contracts.actor import Actor, Role
from shared.contracts.residents.staff import Duty, Phase, PostCode
from shared.kernel.errors import Refusal

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_every_post_is_in_the_catalogue():
    assert set(POSTS) == set(PostCode)


@given(st.sampled_from([post for post in POSTS.values() if post.grades]))
def test_promotion_leads_through_all_grades_of_a_post_and_stops_at_its_top(post):
    lowest, highest = post.grades
    grade = starting_grade(Duty(post=post.code, areas=["150202"], since=date(2026, 1, 1)))
    climbed = [grade]
    while grade < highest:
        grade = next_grade(post.code, grade)
        climbed.append(grade)
    assert climbed == list(range(lowest, highest + 1))
    with pytest.raises(Refusal):
        next_grade(post.code, grade)


@given(DAYS, st.integers(1, 5000), DAYS)
def test_appointment_is_planned_then_in_force_then_ended(since: date, length: int, day: date):
    until = since + timedelta(days=length)
    phase = phase_on(since, until, day)
    assert phase == (Phase.PLANNED if day < since else Phase.IN_FORCE if day < until else Phase.ENDED)


@pytest.mark.parametrize(
    ("role", "post", "allowed"),
    [
        (Role.COMMUNITY_STAFF, PostCode.GRID_WORKER, True),
        (Role.COMMUNITY_STAFF, PostCode.COMMUNITY_WORKER, False),
        (Role.STREET_STAFF, PostCode.COMMUNITY_SECRETARY, True),
        (Role.STREET_STAFF, PostCode.STREET_CLERK, False),
        (Role.DISTRICT_STAFF, PostCode.DISTRICT_OFFICER, True),
        (Role.OPS, PostCode.DISTRICT_OFFICER, True),
    ],
)
def test_posts_are_filled_from_above(role: Role, post: PostCode, allowed: bool):
    actor = Actor("a", frozenset({role}), areas=("150202",))
    if allowed:
        refuse_outranked(actor, post, ["150202.001"])
    else:
        with pytest.raises(Refusal):
            refuse_outranked(actor, post, ["150202.001"])
