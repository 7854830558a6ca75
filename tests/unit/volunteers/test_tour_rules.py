"""Ways of tours: nobody is in two places at once, whatever is asked for, and routes go in order."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.tours import (
    HOST,
    ORGANISER,
    TOUR_STOP,
    Appearance,
    can_do_both,
    metres,
    refuse_bad_route,
    refuse_elsewhere,
    travel_minutes,
)
from shared.contracts.volunteers.tours import StopState
from shared.kernel.errors import Refusal

NINE = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
HALL = (121.60, 41.10)
POINTS = st.tuples(st.floats(121.0, 122.0), st.floats(41.0, 42.0))


def stop(after: int = 0, minutes: int = 60, point: tuple[float, float] = HALL, speed: int = 40) -> Appearance:
    """So many minutes after nine."""
    starts = NINE + timedelta(minutes=after)
    return Appearance(point, starts, starts + timedelta(minutes=minutes), speed, "文化站")


STOPS = st.builds(stop, st.integers(0, 3000), st.integers(10, 240), POINTS, st.integers(5, 120))


@given(st.lists(STOPS, max_size=25))
def test_nobody_is_in_two_places_at_once_nor_travels_faster_than_they_can(asked: list[Appearance]):
    taken: list[Appearance] = []
    for each in asked:
        try:
            refuse_elsewhere(each, taken, "/starts")
        except Refusal as refusal:
            assert refusal.reason.code == "volunteers.performer_elsewhere"
            assert any(not can_do_both(each, other) for other in taken)
        else:
            taken.append(each)
    for one, other in combinations(sorted(taken, key=lambda each: each.starts), 2):
        seconds = (other.starts - one.ends).total_seconds()
        assert seconds >= 0
        assert metres(one.point, other.point) <= min(one.speed, other.speed) * 1000 / 3600 * seconds + 1e-6


@given(STOPS, STOPS)
def test_order_of_asking_does_not_matter(one: Appearance, other: Appearance):
    assert can_do_both(one, other) == can_do_both(other, one)
    assert travel_minutes(one, other) == travel_minutes(other, one)


def test_way_is_counted_in_whole_minutes_rounded_up():
    kilometre_north = (HALL[0], HALL[1] + 1 / 111.195)
    assert metres(HALL, kilometre_north) == pytest.approx(1000, abs=1)
    assert travel_minutes(stop(), stop(point=kilometre_north, speed=60)) == 2
    assert travel_minutes(stop(speed=60), stop(point=kilometre_north, speed=59)) == 2
    assert travel_minutes(stop(), stop()) == 0


def test_a_stop_may_begin_as_the_one_before_ends_at_the_same_place():
    assert can_do_both(stop(), stop(after=60))
    assert not can_do_both(stop(), stop(after=59))


def test_route_is_on_one_day_and_in_order_with_time_for_the_way():
    far = (HALL[0], HALL[1] + 40 / 111.195)
    refuse_bad_route([stop(), stop(after=125, point=far)], "/stops")

    def why(*stops: Appearance) -> tuple[str, str | None]:
        with pytest.raises(Refusal) as refused:
            refuse_bad_route(stops, "/stops")
        return refused.value.reason.code, refused.value.pointer

    assert why(stop(), stop(after=110, point=far)) == ("volunteers.route_order", "/stops/1/starts")
    assert why(stop(after=200), stop()) == ("volunteers.route_order", "/stops/1/starts")
    assert why(stop(), stop(after=200), stop(after=24 * 60)) == ("volunteers.route_days", "/stops/2/starts")


def test_stop_moves_by_who_sends_and_who_hosts():
    assert TOUR_STOP.reachable() == set(StopState)
    assert {move.action for move in TOUR_STOP.open_to("asked", {ORGANISER})} == {"accept", "refuse"}
    assert {move.action for move in TOUR_STOP.open_to("asked", {HOST})} == {"withdraw"}
    assert {move.action for move in TOUR_STOP.open_to("accepted", {HOST})} == {"call_off", "report"}
    with pytest.raises(Refusal):
        TOUR_STOP.decide("accepted", "report", {ORGANISER})
