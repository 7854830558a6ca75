"""Service points: five kinds, inside their grids, with hours that make sense."""

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from infra.town.geography import areas_of
from infra.town.points import points

seeds = st.integers(min_value=0, max_value=2**63)
few = settings(max_examples=4, deadline=None)


@few
@given(seeds)
def test_there_are_four_hundred_points_of_five_kinds_with_names_of_their_own(seed: int) -> None:
    places = list(points(seed))
    assert len(places) == len({place.code for place in places}) == len({place.name_zh for place in places}) == 400
    assert {place.kind for place in places} == {"children", "learning", "medical", "elders", "hardship"}


@few
@given(seeds)
def test_every_point_lies_inside_its_grid(seed: int) -> None:
    outlines = {grid.code: Polygon(grid.ring) for grid in areas_of(seed, "grid")}
    assert all(outlines[place.grid].contains(Point(place.position)) for place in points(seed))


def test_hours_are_in_order_and_do_not_overlap() -> None:
    for place in points(1):
        assert place.hours
        for opening in place.hours:
            assert 1 <= opening.weekday <= 7 and 0 <= opening.opens < opening.closes <= 24 * 60
        for before, after in zip(place.hours, place.hours[1:], strict=False):
            assert (before.weekday, before.closes) < (after.weekday, after.opens)
