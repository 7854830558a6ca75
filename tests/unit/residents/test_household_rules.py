"""Households: one home at a time, no overlapping stays, always a head."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.households import (
    Stay,
    refuse_future,
    refuse_headless,
    refuse_second_head,
    refuse_second_home,
    successor,
)
from shared.contracts.residents.households import Relation
from shared.kernel.errors import Refusal

START = date(2020, 1, 1)
days = st.integers(0, 400).map(lambda n: START + timedelta(days=n))
moves = st.lists(st.tuples(st.sampled_from(["in", "out"]), days), max_size=12)


def code_of(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.reason.code


def overlaps(stays: list[Stay]) -> bool:
    ordered = sorted(stays, key=lambda stay: (stay.since, stay.until or date.max))
    return any((one.until or date.max) > other.since for one, other in pairwise(ordered))


@given(moves)
def test_stays_of_one_person_never_overlap(history):
    stays: list[Stay] = []
    for direction, day in history:
        try:
            if direction == "in":
                refuse_second_home(stays, day)
                stays.append(Stay("p", Relation.HEAD, day))
            elif stays and stays[-1].until is None:
                successor([stays[-1]], "p", None, day)
                stays[-1] = replace(stays[-1], until=day)
        except Refusal:
            pass
        assert sum(stay.until is None for stay in stays) <= 1
        assert not overlaps(stays)


relations = st.lists(st.sampled_from(list(Relation)), min_size=1, max_size=6)


@given(relations)
def test_new_household_has_one_head_or_is_refused(kin):
    members = [Stay(str(n), relation, START) for n, relation in enumerate(kin)]
    if kin.count(Relation.HEAD) == 1:
        refuse_headless(members)
    else:
        assert code_of(lambda: refuse_headless(members)) == "residents.headless"


def test_person_named_twice_is_refused():
    members = [Stay("a", Relation.HEAD, START), Stay("a", Relation.CHILD, START)]
    assert code_of(lambda: refuse_headless(members)) == "residents.named_twice"


@given(st.lists(st.sampled_from([r for r in Relation if r != Relation.HEAD]), max_size=4), st.data())
def test_household_has_a_head_after_anybody_has_left(others, data):
    members = [Stay("0", Relation.HEAD, START), *(Stay(str(n + 1), r, START) for n, r in enumerate(others))]
    leaving = data.draw(st.sampled_from([stay.person for stay in members]))
    heir = data.draw(st.none() | st.sampled_from([stay.person for stay in members]))
    try:
        new_head = successor(members, leaving, heir, START)
    except Refusal:
        return
    left = {s.person: Relation.HEAD if s.person == new_head else s.relation for s in members if s.person != leaving}
    assert not left or list(left.values()).count(Relation.HEAD) == 1


def test_nobody_comes_into_a_household_as_its_second_head():
    refuse_second_head(Relation.SPOUSE)
    assert code_of(lambda: refuse_second_head(Relation.HEAD)) == "residents.headless"


def test_stay_does_not_end_before_it_began_or_begin_in_the_future():
    stay = [Stay("a", Relation.HEAD, START)]
    before = START - timedelta(days=1)
    assert code_of(lambda: successor(stay, "a", None, before)) == "residents.ends_before_it_begins"
    assert code_of(lambda: successor(stay, "b", None, START)) == "residents.not_a_member"
    assert code_of(lambda: refuse_future(START, before, "/on")) == "residents.not_yet"
