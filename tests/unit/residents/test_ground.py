"""Outlines: simple polygons, what lies inside, how large they are. Shapely is the judge."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from services.residents.domain.ground import contains, fault_of, square_metres
from tests.support.ground import square

coordinates = st.integers(-40, 40).map(lambda n: n / 8)
places = st.tuples(coordinates, coordinates)


@st.composite
def rings(draw):
    corners = draw(st.lists(places, min_size=3, max_size=8, unique=True))
    return [*corners, corners[0]]


@given(rings())
def test_ring_is_taken_exactly_when_it_is_a_simple_polygon(ring):
    assert (fault_of([ring]) is None) == Polygon(ring).is_valid


@given(rings(), places)
def test_place_is_inside_when_the_polygon_covers_it(ring, place):
    assume(fault_of([ring]) is None)
    assert contains([ring], place) == Polygon(ring).covers(Point(place))


@pytest.mark.parametrize(
    ("rings", "fault"),
    [
        ([[(0, 0), (1, 0), (0, 0)]], "fewer than four"),
        ([[(0, 0), (1, 0), (1, 1), (0, 1)]], "not closed"),
        ([[(0, 0), (1, 0), (1, 0), (1, 1), (0, 0)]], "twice in a row"),
        ([[(0, 0), (2, 2), (2, 0), (0, 2), (0, 0)]], "cross"),
        ([[(0, 0), (20, 0), (20, 1), (0, 0)]], "degrees wide"),
        ([*square(0, 0, 1), *square(5, 5, 1)], "hole"),
    ],
)
def test_what_is_wrong_with_an_outline_is_said(rings, fault):
    rings = [[tuple(point) for point in ring] for ring in rings]
    assert fault in fault_of(rings)


def test_hole_is_not_inside():
    rings = [[tuple(point) for point in ring] for ring in (*square(0, 0, 3), *square(1, 1, 1))]
    assert fault_of(rings) is None
    assert contains(rings, (0.5, 0.5)) and not contains(rings, (1.5, 1.5))


def test_hundredth_of_a_degree_at_the_equator_is_about_a_square_kilometre_and_a_quarter():
    assert square_metres([[tuple(point) for point in ring] for ring in square(0, 0, 0.01)]) == pytest.approx(
        1.2364e6, rel=1e-3
    )
