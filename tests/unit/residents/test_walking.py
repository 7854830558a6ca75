"""Distances on foot, and what is within reach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.walking import (
    box_around,
    metres_between,
    minutes_on_foot,
    reach_of,
    straight_reach,
    within_reach,
)
from shared.contracts.residents.points import Help

places = st.tuples(st.floats(109.9, 110.2), st.floats(40.4, 40.7))
anywhere = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
factors = st.floats(1, 3)


def test_known_distance():
    tiananmen, drum_tower = (116.3975, 39.9087), (116.3966, 39.9411)
    assert metres_between(tiananmen, drum_tower) == pytest.approx(3603, abs=5)


@given(anywhere, anywhere)
def test_distance_is_the_same_both_ways_and_at_most_half_the_earth(one, other):
    assert metres_between(one, other) == pytest.approx(metres_between(other, one), abs=1e-6)
    assert 0 <= metres_between(one, other) <= 20_015_200


@given(places, places, places)
def test_no_detour_is_shorter(one, over, other):
    assert metres_between(one, other) <= metres_between(one, over) + metres_between(over, other) + 1e-6


@given(st.integers(1, 60), factors)
def test_who_is_just_within_reach_needs_no_more_than_the_minutes(minutes, factor):
    assert within_reach(straight_reach(minutes, factor) * 0.999999, minutes, factor)
    assert not within_reach(straight_reach(minutes, factor) * 1.0001 + 0.01, minutes, factor)


@pytest.mark.parametrize(("straight", "minutes"), [(0, 0), (1, 1), (57.69, 1), (58, 2), (865.38, 15), (866, 16)])
def test_begun_minutes_count(straight, minutes):
    assert minutes_on_foot(straight, 1.3) == minutes


@given(
    st.lists(places, max_size=20),
    st.lists(st.tuples(st.sampled_from(Help), places), max_size=30),
    st.integers(1, 60),
    factors,
)
def test_reach_by_cells_is_what_comparing_all_pairs_gives(homes, points, minutes, factor):
    def kinds(home):
        return {kind for kind, place in points if within_reach(metres_between(home, place), minutes, factor)}

    reach = reach_of(homes, points, minutes, factor)
    assert reach.buildings == len(homes)
    assert dict(reach.covered) == {kind: sum(kind in kinds(home) for home in homes) for kind in Help}
    assert reach.all_kinds == sum(len(kinds(home)) == len(Help) for home in homes)


@given(st.lists(places, min_size=1, max_size=5), places, st.integers(1, 60), factors)
def test_box_holds_all_that_is_within_reach(homes, place, minutes, factor):
    west, south, east, north = box_around(homes, straight_reach(minutes, factor))
    if any(within_reach(metres_between(home, place), minutes, factor) for home in homes):
        assert west <= place[0] <= east and south <= place[1] <= north


def test_no_homes_have_no_box():
    assert box_around([], 100) is None
