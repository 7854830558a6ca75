"""Who sees what of a person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.viewing import marks_on, may_open, name_for, office_of
from shared.contracts.actor import Actor, Role
from shared.contracts.residents.people import Mark

GRID, COMMUNITY, STREET = "150202.001.001.001", "150202.001.001", "150202.001"
TODAY = date(2026, 11, 21)


def actor(role: Role, *within: str, person: str | None = None) -> Actor:
    return Actor("x", frozenset({role}), person, within)


@pytest.mark.parametrize(
    ("who", "name", "opens"),
    [
        (actor(Role.GRID_WORKER, GRID), "王秀英", True),
        (actor(Role.COMMUNITY_STAFF, COMMUNITY), "王秀英", True),
        (actor(Role.STREET_STAFF, STREET), "王*", True),
        (actor(Role.GRID_WORKER, "150202.001.001.002"), "王*", False),
        (actor(Role.RESIDENT, person="p"), "王秀英", False),
        (actor(Role.RESIDENT, person="q"), "王*", False),
        (actor(Role.AUDITOR, STREET), "王*", False),
    ],
)
def test_name_and_file_are_for_those_who_need_them(who, name, opens):
    assert (name_for(who, "p", GRID, "王秀英"), may_open(who, GRID)) == (name, opens)


def test_office_is_the_narrowest_duty_that_covers_the_area():
    who = Actor("x", frozenset({Role.RESIDENT, Role.COMMUNITY_STAFF}), None, (STREET, COMMUNITY, "150202.002"))
    assert office_of(who, GRID) == (Role.COMMUNITY_STAFF, COMMUNITY)


@given(st.dates(date(1900, 1, 1), TODAY), st.lists(st.sampled_from(list(Mark))))
def test_over_80_follows_from_the_birth_date_alone(born, given_marks):
    marks = marks_on(TODAY, born, given_marks)
    assert (Mark.OVER_80 in marks) == (born <= date(1946, 11, 21))
    assert set(marks) - {Mark.OVER_80} == set(given_marks) - {Mark.OVER_80}
    assert len(marks) == len(set(marks))
